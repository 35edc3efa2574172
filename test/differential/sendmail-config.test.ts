import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SendmailConfig } from "../../src/sendmail/config.ts";
import { inNotation } from "../../src/sendmail/expand-macros.ts";
import { readCf } from "../support/cf.ts";
import { expandMc, peerSuite, type TestModeSession, testMode } from "../support/peers/index.ts";

const fixtures = new URL("../../fixtures/syntax/sendmail-cf/ok/", import.meta.url).pathname;
const hostname = "mail.example.com";
const files = {
  "/etc/mail/local-host-names": "virtual.example also # not these\n\tindented.example\n# comment\n",
  "/etc/mail/lists": "one two\nthree # four\n",
  "/etc/mail/relay-domains": "partner.example\n",
};

const mc = [
  "OSTYPE(`linux')",
  "FEATURE(`use_cw_file')",
  "FEATURE(`access_db')",
  "FEATURE(`mailertable')",
  "FEATURE(`virtusertable')",
  "FEATURE(`redirect')",
  "FEATURE(`delay_checks')",
  "define(`SMART_HOST', `hub.example.com')",
  "MASQUERADE_AS(`example.com')",
  "EXPOSED_USER(`root')",
  "define(`confPRIVACY_FLAGS', `goaway')",
  "MAILER(local)MAILER(smtp)MAILER(procmail)MAILER(uucp)",
  "",
].join("\n");

/** Odd things that sendmail reads in its own way, and their line ends. */
const odd = [
  "DAbefore the level # text",
  "V9/Berkeley",
  "DBafter # comment",
  "DMfoo",
  "DX$M-x",
  "DMbar",
  "CN $?M yes $X $| no $.",
  "CN$=N again",
  `C{Long}${Array.from({ length: 300 }, (_, index) => `h${index}.example`).join(" ")}`,
  "Sfoo",
  "R$M	$X $?M a $| b $| c $. $$ $&M",
  "Sbar=97",
  "R$*	$>foo $1",
  "S97",
  "R$X	$@ $>bar $1",
  "Sfoo",
  "R$-	$@ $1",
  "D{two_words}a	b",
  "D{Z}one letter",
  "R${two_words} x	$@ $Z",
  "C{t w}x",
  "Mlocal, P=/bin/mail, F=ls DF, Sender=foo/97, R=0, E=\\n, A=mail -d $u",
  'Mprog, P=/bin/sh, F=lsLm, A="sh, -c" $u\\, x',
  "Mlocal, P=/bin/mail2, F=l, A=mail2 $u",
  "",
].join("\n");

const configurations: readonly (readonly [string, () => string])[] = [
  ["every control line", () => readFileSync(`${fixtures}every-control-line.cf`, "latin1")],
  ["an old file with CR LF", () => readFileSync(`${fixtures}old-file-with-cr-lf.cf`, "latin1")],
  ["odd lines", () => odd],
  ["a file of the m4 library", () => expandMc(mc)],
];

const written = (name: string): string => (name.length === 1 ? name : `{${name}}`);

/** Blanks between tokens say nothing: sendmail prints its own. */
const tight = (text: string): string => text.replace(/\$\{(.)\}/g, "$$$1").replace(/\\t|\s+/g, "");

peerSuite(["m4", "sendmail"], "what sendmail has in memory after reading", () => {
  for (const [title, text] of configurations) {
    describeSymbols(title, text);
  }
});

function describeSymbols(title: string, text: () => string): void {
  let session: TestModeSession;
  let config: SendmailConfig;
  beforeAll(() => {
    session = testMode(text(), { files, hostname });
    // Test mode is operation mode t, and delivers interactively.
    config = readCf(text(), { files, hostname, facts: { opMode: "t" } }).config;
  });
  afterAll(() => session.close());

  it(`are the rules of ${title}, macros replaced`, async () => {
    const answers = await session.askAll(config.rulesets.map(({ name }) => `=S${name}`));
    const theirs = answers.map((lines) => lines.filter((line) => line.startsWith("R")).map(tight));
    const ours = config.rulesets.map(({ rules }) =>
      rules.map((rule) => {
        const expanded = config.expandedRules.get(rule);
        return tight(`R${expanded?.lhs}${expanded?.rhs}`.replaceAll("$$", "$"));
      }),
    );
    expect(ours).toEqual(theirs);
  });

  it(`are the macros of ${title}`, async () => {
    const macros = [...config.macros.values()].filter(({ name }) => name !== "v" && name !== "deliveryMode");
    const answers = await session.askAll(macros.map(({ name }) => `$${written(name)}`));
    expect(macros.map(({ name, template }) => [name, tight(inNotation(template).replaceAll("$$", "$"))])).toEqual(
      macros.map(({ name }, index) => [name, tight((answers[index] ?? []).join("\n"))]),
    );
  });

  it(`are the classes of ${title}`, async () => {
    const classes = [...config.classes.values()];
    const answers = await session.askAll(classes.map(({ name }) => `$=${written(name)}`));
    const sorted = (words: readonly string[]): readonly string[] => words.map((word) => word.toLowerCase()).sort();
    expect(classes.map(({ name, members }) => [name, sorted(members.map((member) => member.text))])).toEqual(
      classes.map(({ name }, index) => [name, sorted(answers[index] ?? [])]),
    );
  });

  it(`are the mailers of ${title}, with the flags that their level implies`, async () => {
    const lines = await session.ask("=M");
    const theirs = lines.flatMap((line) => {
      const found = /^mailer \d+ \(([^*)]+)\): P=(\S+) .* F=(\S*) L=.* A=(.*)$/.exec(line);
      return found ? [[found[1], found[2], [...(found[3] ?? "")].sort().join(""), tight(found[4] ?? "")]] : [];
    });
    const ours = [...config.mailers.values()].map(({ name, path, flags, argv }) => [
      name,
      path,
      [...flags].sort().join(""),
      tight(argv),
    ]);
    expect(ours.sort()).toEqual(theirs.sort());
  });
}

peerSuite(["sendmail"], "what sendmail says while it reads", () => {
  /** Numbers of the lines that sendmail complains of; it counts a folded line by its last physical line. */
  const complainedOf = async (text: string): Promise<readonly number[]> => {
    const session = testMode(text, { hostname });
    const said = await session.startup();
    await session.close();
    return lineNumbers(said.flatMap((line) => /sendmail\.cf: line (\d+): /.exec(line)?.[1] ?? []).map(Number));
  };

  it.each(["broken-lines-between-good-ones", "bytes-and-continuations"])(
    "is about the lines of %s that have an error here",
    async (name) => {
      const text = readFileSync(new URL(`../../fixtures/syntax/sendmail-cf/err/${name}.cf`, import.meta.url), "latin1");
      const { config, diagnostics } = readCf(text, { hostname });
      const lastLines = new Map(config.directives.map(({ span }) => [span.line, span.endLine]));
      const errors = diagnostics
        // A missing mailer has no line in sendmail's words.
        .filter((one) => one.severity === "error" && one.code !== "CF1039")
        .map((one) => lastLines.get(one.at?.line ?? 0) ?? 0);
      expect(lineNumbers([...errors, ...rulesOfBrokenSets(config)])).toEqual(await complainedOf(text));
    },
  );
});

function lineNumbers(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Rules behind a broken S line: sendmail complains of each, we of the S line only. */
function rulesOfBrokenSets(config: SendmailConfig): readonly number[] {
  const inSets = new Set(config.rulesets.flatMap(({ rules }) => rules));
  return config.directives.filter((line) => line.kind === "rule" && !inSets.has(line)).map((line) => line.span.endLine);
}
