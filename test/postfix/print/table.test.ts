import { describe, expect, it } from "vitest";
import type { IndexedType, LookupRow, LookupTable } from "../../../src/postfix/config.ts";
import { printBuildTables, printTable } from "../../../src/postfix/print/index.ts";
import { lineSpan } from "../../../src/source/source-file.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { runPeer, scratchDirectory } from "../../support/postfix-peer.ts";

function tableOf(rows: readonly LookupRow[], changes: Partial<LookupTable> = {}): LookupTable {
  return {
    name: "virtual",
    type: "indexed",
    format: "postmap",
    mode: 0o644,
    origins: [],
    comment: [],
    rows: () => rows,
    ...changes,
  };
}

function print(table: LookupTable, mapType: IndexedType = "hash"): { text: string; dropped: string[] } {
  const dropped: string[] = [];
  const text = [...printTable(table, { mapType, onDropped: (row, why) => dropped.push(`${row.key}: ${why}`) })].join(
    "",
  );
  return { text, dropped };
}

describe("printing a lookup table", () => {
  it("brings keys into the form in which postmap stores them", () => {
    const { text, dropped } = print(
      tableOf([
        { key: "  Info@Example.COM", value: "alice" },
        { key: "john doe@example.com", value: "john" },
        { key: '"a b"@example.com', value: "two\nthree" },
        { key: "#hash@example.com", value: "x" },
        { key: "empty@example.com", value: " " },
      ]),
    );
    expect(text).toBe('info@example.com alice\n"john doe"@example.com john\n"a b"@example.com two\n    three\n');
    expect(dropped).toEqual([
      '#hash@example.com: postmap takes a key that begins with "#" for a comment',
      "empty@example.com: the value is empty",
    ]);
  });

  it("folds ASCII only, so the bytes of a UTF-8 key survive", () => {
    expect(print(tableOf([{ key: "J\xc3\x84GER@example.com", value: "x" }])).text).toBe("j\xc3\x84ger@example.com x\n");
  });

  it("names the source line above each row of a small table only", () => {
    const row = (key: string): LookupRow => ({ key, value: "v", at: lineSpan("virtusertable", 7) });
    expect(print(tableOf([row("a")])).text).toBe("# virtusertable:7\na v\n");
    const many = Array.from({ length: 201 }, (_, index) => row(`k${index}`));
    expect(print(tableOf(many)).text).not.toContain("#");
  });

  it("writes aliases in the form of the program that reads them", () => {
    const aliases = tableOf(
      [
        { key: "Staff", value: "alice, bob" },
        { key: "the boss", value: "carol" },
      ],
      { name: "aliases", format: "aliases" },
    );
    expect(print(aliases).text).toBe('staff: alice, bob\n"the boss": carol\n');
    expect(print(aliases, "texthash")).toEqual({
      text: "staff alice, bob\n",
      dropped: ["the boss: texthash cannot hold an alias name with blanks or quotes"],
    });
  });

  it("streams a table of any size in pieces", () => {
    function* rows(): Generator<LookupRow> {
      for (let index = 0; index < 50_000; index += 1) yield { key: `user${index}@example.com`, value: `u${index}` };
    }
    const pieces = [...printTable(tableOf([], { rows }), { mapType: "hash" })];
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.join("").split("\n")).toHaveLength(50_001);
  });
});

peerSuite(["postfix"], "printed tables in front of the real postmap", () => {
  it("answer each key with its value after build-tables has run", () => {
    const virtual = tableOf([
      { key: "Info@Example.COM", value: "alice" },
      { key: "john doe@example.com", value: "john" },
      { key: "@other.example", value: "info@example.com,\nbob" },
    ]);
    const aliases = tableOf([{ key: "the boss", value: '"|/usr/bin/tee -a", carol' }], {
      name: "aliases",
      format: "aliases",
    });
    const config = { version: "3.7", parameters: [], services: [], tables: [virtual, aliases] } as const;
    const directory = scratchDirectory({
      "main.cf": "compatibility_level = 3.6\n",
      "master.cf": "",
      virtual: print(virtual).text,
      aliases: print(aliases).text,
      "build-tables": printBuildTables(config, "hash").text,
    });
    const ask = (command: string, key: string, table: string): string =>
      runPeer(command, ["-c", directory.path, "-q", key, `hash:${directory.path}/${table}`]).stdout;
    const build = runPeer("sh", [`${directory.path}/build-tables`]);
    expect(build.stderr).toBe("");
    expect(ask("postmap", "info@example.com", "virtual")).toBe("alice\n");
    expect(ask("postmap", '"john doe"@example.com', "virtual")).toBe("john\n");
    expect(ask("postmap", "@other.example", "virtual")).toBe("info@example.com,    bob\n");
    expect(ask("postalias", "the boss", "aliases")).toBe('"|/usr/bin/tee -a", carol\n');
    directory.remove();
  });
});
