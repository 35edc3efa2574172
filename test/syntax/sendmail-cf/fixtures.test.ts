import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderDiagnostic } from "../../../src/report/diagnostic-text.ts";
import { paintFor } from "../../../src/report/paint.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { printCf } from "../../../src/syntax/sendmail-cf/print.ts";

const fixtures = new URL("../../../fixtures/syntax/sendmail-cf/", import.meta.url).pathname;

function filesIn(folder: string): readonly string[] {
  return readdirSync(fixtures + folder).filter((name) => name.endsWith(".cf"));
}

function read(path: string): string {
  return readFileSync(fixtures + path, "latin1");
}

describe("the fixtures of the cf notation", () => {
  it.each(filesIn("ok"))("ok/%s is read without a word and prints as it was", (name) => {
    const text = read(`ok/${name}`);
    const { ast, diagnostics } = parseCf({ path: name, text });
    expect(diagnostics).toEqual([]);
    expect(ast.lines.filter((line) => line.kind === "broken")).toEqual([]);
    expect(printCf(ast)).toBe(text);
  });

  it.each(filesIn("err"))("err/%s has the findings that are written beside it", async (name) => {
    const text = read(`err/${name}`);
    const lines = text.split("\n");
    const shown = (line: number): string | undefined => lines[line - 1]?.replace(/[^\t -~]/g, "?");
    const { ast, diagnostics } = parseCf({ path: name, text });
    const output = diagnostics.map((one) => renderDiagnostic(one, (_, line) => shown(line), paintFor(false)));
    await expect(`${output.join("\n")}\n`).toMatchFileSnapshot(`${fixtures}err/${name.replace(/\.cf$/, ".out")}`);
    expect(printCf(ast)).toBe(text);
  });
});
