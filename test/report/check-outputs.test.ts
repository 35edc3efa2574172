import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnostics/diagnostic.ts";
import { renderCheckGithub } from "../../src/report/check-github.ts";
import { renderCheckJunit } from "../../src/report/check-junit.ts";
import { renderCheckMarkdown } from "../../src/report/check-markdown.ts";
import type { CheckResult } from "../../src/report/check-result.ts";
import { renderCheckSarif } from "../../src/report/check-sarif.ts";
import { lineSpan } from "../../src/source/source-file.ts";
import { junitProblems } from "../support/junit-shape.ts";
import sarifSchema from "../vendor/sarif-2.1.0-rtm.5.json" with { type: "json" };

const awkward = 'a "quoted" <tag> & \u0001 ]]> 100% a,b:c\nsecond line | `x`';

const result: CheckResult = {
  path: 'some "dir" <x>',
  ok: false,
  diagnostics: [
    diagnose("PF4010", lineSpan("etc/post fix/main.cf", 3, 1, 9), awkward, {
      related: [{ message: "earlier", at: lineSpan("main.cf", 1, 1, 2) }],
      suggestions: [{ kind: "becomes", text: "x" }],
    }),
    diagnose("PF4050", undefined, "without a place"),
    diagnose("PF4033", lineSpan("master.cf", 1, 1, 1), "a note"),
    ...Array.from({ length: 15 }, (_, index) => diagnose("PF4031", lineSpan("main.cf", index + 1), `error ${index}`)),
  ],
  expectations: [
    { name: "met", ok: true, at: lineSpan("e.yaml", 2, 5), wanted: "accept", got: "accept", trace: [] },
    { name: awkward, ok: false, at: lineSpan("e.yaml", 3, 5), wanted: "local a", got: "local <b>", trace: [awkward] },
  ],
  accepted: 2,
  limits: ["something was assumed"],
};

const nothing: CheckResult = { ...result, ok: true, diagnostics: [], expectations: [], accepted: 0, limits: [] };

/** The published schema is one of draft 4: ajv reads it when its own name is taken away. */
function sarifValidator() {
  const { $schema: _, id: __, ...schema } = sarifSchema;
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(schema);
}

describe("the outputs of check", () => {
  it("are SARIF by the published schema of 2.1.0", () => {
    const validate = sarifValidator();
    for (const each of [result, nothing]) {
      expect(validate(JSON.parse(renderCheckSarif(each, "1.2.3"))), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
  });

  it("have a rule in SARIF for each code, and fingerprints that do not follow the lines", () => {
    const [run] = JSON.parse(renderCheckSarif(result, "1.2.3")).runs;
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    for (const { ruleId } of run.results) expect(ids).toContain(ruleId);
    const moved = {
      ...result,
      diagnostics: result.diagnostics.map((one) => ({ ...one, ...(one.at ? { at: lineSpan(one.at.file, 99) } : {}) })),
    };
    const [again] = JSON.parse(renderCheckSarif(moved, "1.2.3")).runs;
    const prints = (each: { results: readonly { partialFingerprints: unknown }[] }) =>
      each.results.map((one) => one.partialFingerprints);
    expect(prints(again)).toEqual(prints(run));
  });

  it("are JUnit as junit-10.xsd has it, with a case for each expectation", () => {
    for (const each of [result, nothing]) expect(junitProblems(renderCheckJunit(each))).toEqual([]);
    const xml = renderCheckJunit(result);
    expect(xml).toContain('<testsuite name="expectations" tests="2" failures="1" errors="0">');
    expect(junitProblems(xml.replace("<testsuites", "<suites"))).not.toEqual([]);
  });

  it("are at most ten GitHub annotations of a kind, each one line", () => {
    const lines = renderCheckGithub(result).trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines.every((line) => /^::(?:error|warning|notice) /.test(line))).toBe(true);
    expect(lines.join("\n")).toContain("100%25 a,b:c%0Asecond line");
  });

  it("are Markdown tables whose cells stay cells", () => {
    const row = renderCheckMarkdown(result)
      .split("\n")
      .find((line) => line.includes("PF4010"));
    expect(row?.replace(/\\\|/g, "").split("|")).toHaveLength(6);
  });
});
