import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowIndex } from "../../../src/sendmail/ruleset/maps/row-index.ts";

const key = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});

describe("rows held as bytes", () => {
  it("answer as a Map of the first of equal keys does", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, key)), fc.array(key), (rows, others) => {
        const index = new RowIndex();
        const map = new Map<string, string>();
        for (const [name, value] of rows) {
          index.add(name, value);
          if (!map.has(name)) map.set(name, value);
        }
        for (const name of [...rows.map(([one]) => one), ...others]) expect(index.get(name)).toBe(map.get(name));
      }),
      { seed: 5 },
    );
  });

  it("hold many rows, and none for a key that is longer than any, or beyond a byte", () => {
    const index = new RowIndex();
    for (let row = 0; row < 50_000; row += 1) index.add(`user${row}@dom${row % 97}.example`, `box${row}`);
    for (const row of [0, 1, 777, 49_999]) expect(index.get(`user${row}@dom${row % 97}.example`)).toBe(`box${row}`);
    expect(index.get("user50000@dom0.example")).toBeUndefined();
    expect(index.get("u".repeat(70_000))).toBeUndefined();
    expect(index.get("us\u0165r0@dom0.example")).toBeUndefined();
    expect(new RowIndex().get("a")).toBeUndefined();
  });
});
