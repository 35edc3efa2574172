import { describe, expect, it } from "vitest";
import { wcCodes } from "../../src/diagnostics/codes/wc.ts";
import { sortDiagnostics } from "../../src/diagnostics/diagnostic.ts";
import { readStaticRoutes } from "../../src/expand/wide-cf/static-routes.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import { diagnosticPages } from "../support/documented-examples.ts";
import { readWide } from "../support/wide-cf.ts";

/** What the program says with one code of a definition: its findings, and how lines end. */
function printed(input: string, code: string): string {
  const text = Buffer.from(input, "utf8").toString("latin1");
  const { expansion, claims } = readWide(text);
  const lines = input.split("\n");
  return [
    ...sortDiagnostics(expansion.diagnostics)
      .filter((one) => one.code === code)
      .map((one) => renderDiagnostic(one, (_, line) => lines[line - 1], paintFor(false))),
    ...claims
      .filter((claim) => claim.code === code && /^WC(110|1012)/.test(code))
      .map((claim) => `site.def:${claim.at.line} ${claim.disposition} ${code} ${claim.note}`),
  ].join("\n");
}

function printedOfRoutes(input: string): string {
  const { diagnostics } = readStaticRoutes({ path: "site.route", text: input });
  const lines = input.split("\n");
  return diagnostics.map((one) => renderDiagnostic(one, (_, line) => lines[line - 1], paintFor(false))).join("\n");
}

describe("the pages of the WC codes", () => {
  const pages = diagnosticPages("WC");

  it("are there for every code, under its title", () => {
    expect(pages.map(({ code, title }) => [code, title])).toEqual(
      Object.entries(wcCodes)
        .map(([code, { title }]) => [code, title])
        .sort(),
    );
  });

  for (const page of pages) {
    it(`have an example: ${page.code}`, () => expect(page.examples.length).toBeGreaterThan(0));
    for (const { notation, input, output } of page.examples) {
      it(`show what the program prints: ${page.code}`, () => {
        expect(output).toContain(` ${page.code} `);
        expect(notation === "routes" ? printedOfRoutes(input) : printed(input, page.code)).toBe(output);
      });
    }
  }
});
