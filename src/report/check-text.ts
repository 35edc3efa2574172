import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { CheckResult, ExpectationResult } from "./check-result.ts";
import { type LineLookup, renderDiagnostic } from "./diagnostic-text.ts";
import type { Paint } from "./paint.ts";

/** The findings one after another, the expectations that failed with their traces, and a closing count. */
export function renderCheckText(result: CheckResult, lineOf: LineLookup, paint: Paint): string {
  const failed = result.expectations.filter((one) => !one.ok);
  const parts = [
    ...result.diagnostics.map((one) => renderDiagnostic(one, lineOf, paint)),
    ...failed.map((one) => renderFailure(one, paint)),
    closing(result, failed.length),
    ...(result.limits.length > 0
      ? [["Assumed or not looked at:", ...result.limits.map((limit) => `  - ${limit}`)].join("\n")]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderFailure(one: ExpectationResult, paint: Paint): string {
  const { file, line, column } = one.at;
  return [
    `${paint.bold(`${file}:${line}:${column}`)} ${paint.red("failed")} ${one.name}`,
    `  expected ${one.wanted}`,
    `  got      ${one.got}`,
    ...one.trace.map((step) => `    ${paint.dim(step)}`),
    ...(one.source
      ? [`  source   ${one.source.got}`, ...one.source.trace.map((step) => `    ${paint.dim(step)}`)]
      : []),
  ].join("\n");
}

function closing({ path, diagnostics, expectations, accepted }: CheckResult, failed: number): string {
  const count = (severity: Severity): number =>
    diagnostics.filter((one: Diagnostic) => one.severity === severity).length;
  const findings = `${count("error")} errors, ${count("warning")} warnings, ${count("info") + count("hint")} notes`;
  const met =
    expectations.length > 0 ? `; ${expectations.length - failed} of ${expectations.length} expectations met` : "";
  const known = accepted > 0 ? `; ${accepted} findings accepted by the baseline` : "";
  return `${path}: ${findings}${met}${known}`;
}
