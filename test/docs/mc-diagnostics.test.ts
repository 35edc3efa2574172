import { describe, expect, it } from "vitest";
import { mcCodes } from "../../src/diagnostics/codes/mc.ts";
import { sortDiagnostics } from "../../src/diagnostics/diagnostic.ts";
import { expandMc } from "../../src/expand/sendmail-mc.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import type { ReadResult } from "../../src/source/site.ts";
import { diagnosticPages } from "../support/documented-examples.ts";

const missing = (path: string): ReadResult => ({
  ok: false,
  path,
  failure: { kind: "missing", reason: "no such file" },
});

/** A library that knows FEATURE and nothing else. */
const library = (path: string): ReadResult =>
  path === "/usr/share/sendmail-cf/m4/cf.m4"
    ? {
        ok: true,
        file: { path, text: "divert(-1)define(`FEATURE', `include(_CF_DIR_`'feature/$1.m4)')divert(0)DZ8.15.2\n" },
      }
    : missing(path);

/** What the program prints for the text of a sendmail.mc; with a library where the text names its cf.m4. */
function printed(text: string): string {
  const cfDir = /include\(`(.*)\/m4\/cf\.m4'\)/.exec(text)?.[1];
  const expansion = expandMc(
    { path: "sendmail.mc", text },
    { cfDir, readLibrary: library, readSite: missing, host: "mail.example.com" },
  );
  const lines = text.split("\n");
  return sortDiagnostics(expansion.diagnostics)
    .map((one) => renderDiagnostic(one, (_, line) => lines[line - 1], paintFor(false)))
    .join("\n");
}

describe("the pages of the MC codes", () => {
  const pages = diagnosticPages("MC");

  it("are there for every code, under its title", () => {
    expect(pages.map(({ code, title }) => [code, title])).toEqual(
      Object.entries(mcCodes)
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
