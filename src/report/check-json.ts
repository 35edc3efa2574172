import type { CheckResult } from "./check-result.ts";

/** The JSON of `check` (schema/check.schema.json). `ok`: no error and every expectation met. */
export function renderCheckJson({ path, diagnostics, expectations, accepted, limits }: CheckResult): string {
  const ok = !diagnostics.some((one) => one.severity === "error") && expectations.every((one) => one.ok);
  return `${JSON.stringify({ format_version: "1.0", ok, path, diagnostics, expectations, accepted, limits }, null, 2)}\n`;
}
