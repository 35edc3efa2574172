import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBerkeleyDb } from "../../src/source/berkeley-db.ts";
import { openBuiltTable } from "../../src/source/built-table.ts";
import { openSite } from "../../src/source/site.ts";
import { scratchTree } from "../support/scratch.ts";

const fixtures = new URL("../../fixtures/source/berkeley-db/", import.meta.url).pathname;

const short = Array.from({ length: 60 }, (_, i): [string, string] => [`user${i}@host${i % 7}.example`, `target${i}`]);
const long: [string, string][] = [
  ["list", Array.from({ length: 200 }, (_, i) => `member${i}`).join(",")],
  ["k".repeat(300), "long key"],
];

function fileOf(name: string): Buffer {
  return readFileSync(`${fixtures}${name}.db`);
}

function rowsOf(file: Buffer): readonly (readonly [string, string])[] {
  const reading = readBerkeleyDb(file);
  return reading.ok ? [...reading.entries].map(({ key, value }) => [key, value] as const).sort() : [];
}

describe("Berkeley DB files", () => {
  it.each([
    "db1-hash-little",
    "db1-hash-big",
    "db1-btree-little",
    "db5-hash-little",
    "db5-hash-big",
    "db5-btree-little",
    "db5-btree-big",
  ])("are read with their long keys and values: %s", (name) => {
    expect(rowsOf(fileOf(name))).toEqual([...short, ...long].sort());
  });

  it("are read in the byte order of the machine that made them, also a btree of 1.85", () => {
    expect(rowsOf(fileOf("db1-btree-big"))).toEqual([...short].sort());
  });

  it("give keys and values without the NUL that makemap -N stores", () => {
    expect(rowsOf(fileOf("makemap-N"))).toEqual(short.slice(0, 10).sort());
  });

  it("give every value of a key that makemap -d stored more than once", () => {
    const values = rowsOf(fileOf("makemap-d")).filter(([key]) => key === "info");
    expect(values).toHaveLength(150);
    expect(rowsOf(fileOf("makemap-d"))).toHaveLength(160);
  });

  it("are refused when they are something else", () => {
    expect(readBerkeleyDb(Buffer.from("root: postmaster\n"))).toMatchObject({ ok: false });
    expect(readBerkeleyDb(Buffer.alloc(0))).toMatchObject({ ok: false });
  });

  it("may be damaged anywhere: reading ends, without throwing", () => {
    const files = ["db1-hash-big", "db1-btree-little", "db5-hash-little", "db5-btree-big", "makemap-d"].map(fileOf);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(20_000), fc.nat(255)), { maxLength: 40 }),
        fc.nat(20_000),
        (file, damages, end) => {
          const damaged = Buffer.from(file.subarray(0, Math.max(512, end)));
          for (const [at, byte] of damages) damaged[at % damaged.length] = byte;
          expect(rowsOf(damaged).length).toBeLessThan(100_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a table of which only the database is left", () => {
  it("is read as the text that makemap -u would write", () => {
    const root = scratchTree({ "etc/mail/.keep": "" });
    writeFileSync(join(root, "etc/mail/virtusertable.db"), fileOf("makemap-N"));
    const site = openSite(root);
    expect(openBuiltTable(site, "/etc/mail/virtusertable")).toEqual({ path: "/etc/mail/virtusertable.db" });
    expect([...site.lines("/etc/mail/virtusertable.db")].slice(0, 2)).toEqual([
      { number: 1, text: "user0@host0.example\ttarget0" },
      { number: 2, text: "user1@host1.example\ttarget1" },
    ]);
  });

  it("is not looked at while the text is there", () => {
    const root = scratchTree({ "etc/mail/virtusertable": "a\tb\n" });
    writeFileSync(join(root, "etc/mail/virtusertable.db"), fileOf("makemap-N"));
    expect(openBuiltTable(openSite(root), "/etc/mail/virtusertable")).toBeUndefined();
  });
});
