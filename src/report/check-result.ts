import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/source-file.ts";

/** How one expectation ended. */
export interface ExpectationResult {
  readonly name: string;
  readonly ok: boolean;
  /** The item in the expectations file. */
  readonly at: Span;
  /** What was expected, in the words of the file. */
  readonly wanted: string;
  /** What the configuration answers. */
  readonly got: string;
  /** How the configuration came to it, a line a step; shown for a failed one. */
  readonly trace: readonly string[];
}

/** What `check` found out. */
export interface CheckResult {
  readonly path: string;
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
