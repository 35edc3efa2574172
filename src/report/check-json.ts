import type { CheckResult } from "./check-result.ts";

/** The JSON of `check` (schema/check.schema.json). */
export function renderCheckJson(result: CheckResult): string {
  const { ok, path, diagnostics, expectations, accepted, limits } = result;
  return `${JSON.stringify({ format_version: "1.0", ok, path, diagnostics, expectations, accepted, limits }, null, 2)}\n`;
}
