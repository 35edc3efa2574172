import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtinTable } from "../../../src/expand/m4/builtin-table.ts";
import { m4FixtureNames, m4Fixtures, ourAnswer, realAnswer, recordedAnswer } from "../../support/m4-fixtures.ts";
import { peerSuite } from "../../support/peers/index.ts";

const names = m4FixtureNames();

describe("the m4 machine answers small programs as GNU m4 did", () => {
  it.each(names)("%s", (name) => {
    expect(ourAnswer(name)).toEqual(recordedAnswer(name));
  });

  it("has a program that calls each builtin, but for those that would run something", () => {
    const all = names.map((name) => readFileSync(join(m4Fixtures, `${name}.m4`), "latin1")).join("\n");
    const neverRun = new Set(["esyscmd", "syscmd", "maketemp", "mkstemp", "debugfile"]);
    const missing = Object.keys(builtinTable).filter((name) => !neverRun.has(name) && !all.includes(name));
    expect(missing).toEqual([]);
  });
});

peerSuite(["m4"], "what was recorded is what GNU m4 answers today", () => {
  it.each(names)("%s", (name) => {
    expect(realAnswer(name)).toEqual(recordedAnswer(name));
  });
});
