import { describe, expect, it } from "vitest";
import { cfCodes } from "../../src/diagnostics/codes/cf.ts";
import { sortDiagnostics } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import { readCf } from "../support/cf.ts";
import { diagnosticPages } from "../support/documented-examples.ts";

/** What the program prints for a cf text that lies in sendmail.cf. */
function printed(input: string): string {
  const lines = input.split("\n");
  return sortDiagnostics(readCf(input).diagnostics)
    .map((one) => renderDiagnostic(one, (_, line) => lines[line - 1]?.replaceAll("\0", "?"), paintFor(false)))
    .join("\n");
}

describe("the pages of the CF codes", () => {
  const pages = diagnosticPages("CF");

  it("are there for every code, under its title", () => {
    expect(pages.map(({ code, title }) => [code, title])).toEqual(
      Object.entries(cfCodes)
        .map(([code, { title }]) => [code, title])
        .sort(),
    );
  });

  for (const page of pages) {
    for (const { input, output } of page.examples) {
      it(`show what the program prints: ${page.code}`, () => {
        expect(output).toContain(` ${page.code} `);
        expect(printed(input)).toBe(output);
      });
    }
  }
});
