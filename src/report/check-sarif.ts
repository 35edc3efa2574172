import { createHash } from "node:crypto";
import { catalogue, type DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/source-file.ts";
import { type CheckResult, failureText } from "./check-result.ts";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** The rule id of a failed expectation. */
const expectationRule = "expectation";

/**
 * SARIF 2.1.0 (OASIS), as GitHub code scanning reads it: relative paths, stable rule ids, and a fingerprint that does
 * not change when lines move.
 */
export function renderCheckSarif(result: CheckResult, version: string): string {
  const failed = result.expectations.filter((one) => !one.ok);
  const codes = [...new Set(result.diagnostics.map((one) => one.code))].sort();
  const rules = [
    ...codes.map(ruleOf),
    ...(failed.length > 0 ? [{ id: expectationRule, shortDescription: { text: "An expectation is not met" } }] : []),
  ];
  const results = [
    ...result.diagnostics.map(resultOf),
    ...failed.map((one) => ({
      ruleId: expectationRule,
      level: "error",
      message: { text: failureText(one) },
      locations: [locationOf(one.at)],
      partialFingerprints: { "cf2postfix/v1": fingerprint(expectationRule, one.at.file, one.name) },
    })),
  ];
  const driver = { name: "cf2postfix", semanticVersion: version, rules };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: DiagnosticCode): object {
  const { title, severity } = catalogue[code];
  return { id: code, shortDescription: { text: title }, defaultConfiguration: { level: levels[severity] } };
}

function resultOf(one: Diagnostic): object {
  return {
    ruleId: one.code,
    level: levels[one.severity],
    message: { text: one.message },
    locations: one.at ? [locationOf(one.at)] : [],
    relatedLocations: one.related.map((related) => ({ ...locationOf(related.at), message: { text: related.message } })),
    partialFingerprints: { "cf2postfix/v1": fingerprint(one.code, one.at?.file ?? "", one.message) },
  };
}

function locationOf(at: Span): { physicalLocation: object } {
  const region = {
    startLine: at.line,
    startColumn: at.column,
    endLine: at.endLine,
    endColumn: Math.max(at.endColumn, 1),
  };
  return { physicalLocation: { artifactLocation: { uri: encodeURI(at.file) }, region } };
}

function fingerprint(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
}
