import { rmSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { postfixFiles } from "../../../src/postfix/read/files.ts";
import { openTables } from "../../../src/postfix/tables/open.ts";
import type { TableForm } from "../../../src/postfix/tables/table.ts";
import { openSite } from "../../../src/source/site.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { runPeer, type ScratchDirectory, scratchDirectory } from "../../support/postfix-peer.ts";
import { commonPatterns, commonSubjects } from "../../support/random-tables/patterns.ts";

const RUNS = 12;
const KEYS = 60;

function ours(reference: string, form: TableForm, keys: readonly string[]): readonly string[] {
  const table = openTables({ files: postfixFiles(openSite("/"), openSite("/")), utf8: true }).open(reference, { form });
  return keys.flatMap((key) => {
    const answer = table.lookup(key);
    return answer.kind === "found" ? [`${key}\t${answer.value}`] : [];
  });
}

peerSuite(["postfix", "lmdb", "cdb", "pcre"], "lookup tables beside the real postmap", () => {
  const scratch: ScratchDirectory = scratchDirectory({ "main.cf": "compatibility_level = 3.6\n", "master.cf": "" });
  afterAll(() => scratch.remove());

  const theirs = (command: string, reference: string, keys: readonly string[]): readonly string[] =>
    runPeer(command, ["-c", scratch.path, "-q", "-", reference], keys.map((key) => `${key}\n`).join(""))
      .stdout.split("\n")
      .filter((line) => line !== "");

  const word = fc.constantFrom("alice", "Bob", "carol.d", "x+y", "list-owner", "a'b", "J\xc3\x9cRGEN", "100%", "a_b");
  const domain = fc.constantFrom("example.com", "EXAMPLE.net", "sub.example.com", "localhost");
  const key = fc.oneof(
    word,
    fc.tuple(word, domain).map(([user, host]) => `${user}@${host}`),
    domain.map((host) => `@${host}`),
    domain.map((host) => `.${host}`),
    fc.tuple(word, domain).map(([user, host]) => `"${user} x"@${host}`),
    fc.constantFrom("192.0.2.1", "192.0.2", "2001:db8::1", "\xff\xfe", "back\\slash"),
  );
  const value = fc.constantFrom(
    "ok",
    "bob@example.net",
    "REJECT  no way",
    "a, b,\n   c",
    "smtp:[relay.example.com]:25",
  );
  const noise = fc.constantFrom("# comment", "", "   ", "lonely", " orphan", 'un"balanced x', "  continued");
  const keys = fc.array(key, { minLength: KEYS, maxLength: KEYS });

  for (const type of ["hash", "btree", "lmdb", "cdb", "texthash"] as const) {
    it(`answer ${type}: keys as postmap -q does`, () => {
      const row = fc.oneof(
        { weight: 5, arbitrary: fc.tuple(key, value).map(([left, right]) => `${left} ${right}`) },
        { weight: 1, arbitrary: noise },
      );
      let run = 0;
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), keys, (rows, asked) => {
          run += 1;
          const path = scratch.write(`${type}${run}`, rows.map((line) => `${line}\n`).join(""));
          if (type !== "texthash") runPeer("postmap", ["-c", scratch.path, `${type}:${path}`]);
          expect(ours(`${type}:${path}`, "postmap", asked)).toEqual(theirs("postmap", `${type}:${path}`, asked));
        }),
        { numRuns: RUNS, seed: 1 },
      );
    });
  }

  for (const type of ["hash", "btree", "lmdb", "cdb"] as const) {
    it(`are read from the ${type} file that postmap built when the text is lost`, () => {
      const long = fc.integer({ min: 1, max: 9000 }).map((length) => "v".repeat(length));
      const row = fc.tuple(key, fc.oneof(value, long)).map(([left, right]) => `${left} ${right}`);
      let run = 0;
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 200 }), keys, (rows, asked) => {
          run += 1;
          const path = scratch.write(`lost-${type}${run}`, rows.map((line) => `${line}\n`).join(""));
          runPeer("postmap", ["-c", scratch.path, `${type}:${path}`]);
          rmSync(path);
          expect(ours(`${type}:${path}`, "postmap", asked)).toEqual(theirs("postmap", `${type}:${path}`, asked));
        }),
        { numRuns: RUNS, seed: 4 },
      );
    });
  }

  it("answer alias names as postalias -q does", () => {
    const name = fc.oneof(
      word,
      fc.constantFrom('"two words"', '"a@b"', "Owner-List", "bad name", "a@b", "(comment) real"),
    );
    const target = fc.constantFrom(
      "alice",
      "alice, bob@example.com",
      '"|/usr/bin/prog -a \\"x y\\"", carol',
      "|/bin/cat",
      "/var/spool/file",
      ":include:/etc/lists/staff",
      "\\root",
      "Full Name <x@example.com>, other",
      "a,\n\tb,\n c",
      "john doe",
      "user@[192.0.2.1]",
      "group: a, b;",
    );
    const row = fc.tuple(name, target).map(([left, right]) => `${left}: ${right}`);
    let run = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(row, noise), { minLength: 1, maxLength: 20 }), (rows) => {
        run += 1;
        const path = scratch.write(`aliases${run}`, rows.map((line) => `${line}\n`).join(""));
        runPeer("postalias", ["-c", scratch.path, `hash:${path}`]);
        const asked = ["alice", "bob", "carol.d", "x+y", "two words", "a@b", "owner-list", "real", "bad", "100%", "@"];
        expect(ours(`hash:${path}`, "aliases", asked)).toEqual(
          // postalias -q - prints a colon after the key.
          theirs("postalias", `hash:${path}`, asked).map((line) => line.replace(":\t", "\t")),
        );
      }),
      { numRuns: RUNS, seed: 2 },
    );
  });

  it("answer cidr: addresses as postmap -q does", () => {
    const network = fc.constantFrom(
      "192.0.2.0/24",
      "192.0.2.1",
      "192.0.2.129/25",
      "10.0.0.0/8",
      "0.0.0.0/0",
      "2001:db8::/32",
      "[2001:db8::1]",
      "[2001:db8:1::]/48",
      "::/0",
      "!192.0.2.0/28",
      "! 2001:db8::/64",
      "192.0.2.0/33",
      "300.1.1.1",
      "192.0.2",
    );
    const row = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(network, value).map(([left, right]) => `${left} ${right}`) },
      { weight: 1, arbitrary: network.map((each) => `if ${each}`) },
      { weight: 1, arbitrary: fc.constantFrom("endif", "ENDIF  ", "endif x", "192.0.2.1") },
    );
    const address = fc.constantFrom(
      "192.0.2.1",
      "192.0.2.200",
      "10.9.8.7",
      "2001:db8::1",
      "2001:db8:1::5",
      "::1",
      "x.y",
    );
    let run = 0;
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(address, { minLength: 8 }),
        (rows, asked) => {
          run += 1;
          const path = scratch.write(`cidr${run}`, rows.map((line) => `${line}\n`).join(""));
          expect(ours(`cidr:${path}`, "postmap", asked)).toEqual(theirs("postmap", `cidr:${path}`, asked));
        },
      ),
      { numRuns: RUNS * 3, seed: 3 },
    );
  });

  for (const dialect of ["regexp", "pcre"] as const) {
    it(`answer ${dialect}: patterns as postmap -q does`, () => {
      const source = fc.constantFrom(
        ...commonPatterns.both,
        ...(dialect === "regexp" ? commonPatterns.posix : commonPatterns.perl),
      );
      const flags = fc.constantFrom(
        "",
        "i",
        "ii",
        "m",
        dialect === "regexp" ? "x" : "s",
        dialect === "regexp" ? "" : "U",
      );
      const result = fc.constantFrom("ok", "$1", "<${1}>", "$(1)x$$", "$2", "$3", "", "$x", "REJECT ${1}");
      const pattern = fc
        .tuple(fc.constantFrom("", "!", "!!", "! "), source, flags)
        .map(([sign, text, letters]) => `${sign}/${text.replaceAll("/", "\\/")}/${letters}`);
      const row = fc.oneof(
        { weight: 6, arbitrary: fc.tuple(pattern, result).map(([left, right]) => `${left} ${right}`) },
        { weight: 1, arbitrary: pattern.map((each) => `if ${each}`) },
        { weight: 1, arbitrary: fc.constantFrom("endif", "if", "nonsense /x/", "|bob| other delimiter", "/open") },
      );
      const asked = fc.array(fc.constantFrom(...commonSubjects), { minLength: 9, maxLength: 9 });
      let run = 0;
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), asked, (rows, addresses) => {
          run += 1;
          const path = scratch.write(`${dialect}${run}`, rows.map((line) => `${line}\n`).join(""));
          const reference = `${dialect}:${path}`;
          expect(ours(reference, "postmap", addresses)).toEqual(theirs("postmap", reference, addresses));
        }),
        { numRuns: RUNS * 5, seed: 4 },
      );
    });
  }

  it("fold letters beyond ASCII as ICU does: sharp s, final sigma, dotted and dotless i, ligatures, Cherokee", () => {
    const bytes = (text: string): string => Buffer.from(text).toString("latin1");
    const keys = ["straße", "ΣΑΣ", "İx", "ẞx", "ıx", "Aⅳ", "ﬁn", "Ꮳ"];
    const path = scratch.write("folded", bytes(keys.map((each, index) => `${each} v${index}\n`).join("")));
    const asked = ["STRASSE", "σας", "σασ", "ix", "i̇x", "ssx", "ßx", "Ix", "ıx", "aⅳ", "fin", "ꮳ", "Ꮳ", ...keys].map(
      bytes,
    );
    expect(ours(`texthash:${path}`, "postmap", asked)).toEqual(theirs("postmap", `texthash:${path}`, asked));
  });

  it("answer tables written in main.cf as postmap -q does", () => {
    const path = scratch.write("inner", "a b\nb c\n");
    const asked = ["a", "B", "k", "c"];
    for (const reference of [
      "inline:{a=1, B=2, { k = a = b }}",
      "inline:{ {x y = three} }",
      "static:all of it",
      "static:{ all of it }",
      `unionmap:{texthash:${path}, inline:{a=1}, static:s}`,
      `pipemap:{texthash:${path}, texthash:${path}}`,
      `unionmap:{texthash:${path}, fail:x}`,
      "randmap:{only}",
      "regexp:{{/a/ one}, {!/b/ two}}",
      "cidr:{{192.0.2.0/24 net}}",
    ]) {
      expect(`${reference} ${ours(reference, "postmap", asked)}`).toBe(
        `${reference} ${theirs("postmap", reference, asked)}`,
      );
    }
  });
});
