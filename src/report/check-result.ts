import type { ExpectationResult } from "../check/judge.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

export type { ExpectationResult } from "../check/judge.ts";

/** What `check` found out. */
export interface CheckResult {
  readonly path: string;
  /** Nothing at or above --fail-on, and every expectation met. */
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly expectations: readonly ExpectationResult[];
  /** Findings that a baseline accepts; counted, not shown. */
  readonly accepted: number;
  /** What this check did not look at, a sentence each. */
  readonly limits: readonly string[];
}

export type CheckOutput = "text" | "json" | "sarif" | "junit" | "github" | "markdown";

/** A failed expectation as a finding, for outputs that know findings only. */
export function failureText({ name, wanted, got }: ExpectationResult): string {
  return `${name}: expected ${wanted}, got ${got}`;
}
