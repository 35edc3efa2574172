import { describe, expect, it } from "vitest";
import { pfCodes } from "../../src/diagnostics/codes/pf.ts";
import { diagnosticPages } from "../support/documented-examples.ts";
import { postfixFindings } from "../support/postfix-findings.ts";

describe("the pages of the PF codes", () => {
  const pages = diagnosticPages("PF");

  it("are there for every code, under its title", () => {
    expect(pages.map(({ code, title }) => [code, title])).toEqual(
      Object.entries(pfCodes)
        .map(([code, { title }]) => [code, title])
        .sort(),
    );
  });

  for (const page of pages) {
    for (const { notation, input, output } of page.examples) {
      it(`show what the program prints: ${page.code}`, () => {
        expect(output).toContain(` ${page.code} `);
        expect(postfixFindings(notation, input, output)).toBe(output);
      });
    }
  }
});
