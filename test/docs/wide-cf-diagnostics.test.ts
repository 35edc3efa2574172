import { describe, expect, it } from "vitest";
import { wcCodes } from "../../src/diagnostics/codes/wc.ts";
import { sortDiagnostics } from "../../src/diagnostics/diagnostic.ts";
import { readStaticRoutes } from "../../src/expand/wide-cf/static-routes.ts";
import { heldAgainstDef } from "../../src/pipeline/held-against-def.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import { machineFacts } from "../../src/sendmail/machine-facts.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { locateSource } from "../../src/source/locate.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { diagnosticPages } from "../support/documented-examples.ts";
import { scratchTree } from "../support/scratch.ts";
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

/** What is said of a sendmail.cf, and of a definition beside it: each begins with its name, parted by an empty line. */
function printedOfFiles(input: string, notation: string, code: string): string {
  const parts = notation === "cf" ? [`sendmail.cf\n${input}`] : input.split(/\n\n/);
  const files = new Map(parts.map((part) => [part.split("\n", 1)[0] ?? "", part.replace(/^.*\n/, "")]));
  const root = scratchTree(Object.fromEntries([...files].map(([name, text]) => [`etc/mail/${name}`, text])));
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const { source } = located;
  const text = files.get("sendmail.cf") ?? "";
  const facts = machineFacts(new Map([["hostname", "gate.example.jp"]]), source.site);
  const { config } = readSendmailConfig(parseCf({ path: "etc/mail/sendmail.cf", text }).ast, source.site, facts);
  const lineOf = (file: string, line: number) => files.get(file.replace("etc/mail/", ""))?.split("\n")[line - 1];
  return heldAgainstDef(source, { config, site: source.site }, new Map())
    .filter((one) => one.code === code)
    .map((one) => renderDiagnostic(one, lineOf, paintFor(false)).replaceAll("etc/mail/", ""))
    .slice(0, 1)
    .join("\n");
}

function printedOf(notation: string, input: string, code: string): string {
  if (notation === "routes") return printedOfRoutes(input);
  return notation === "sh" ? printed(input, code) : printedOfFiles(input, notation, code);
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
        expect(printedOf(notation, input, page.code)).toBe(output);
      });
    }
  }
});
