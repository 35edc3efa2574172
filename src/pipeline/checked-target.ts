import type { Side } from "../check/side.ts";
import type { OwnMaterial } from "../check/starter-questions.ts";
import type { ReportedDifference } from "../check/verification/result.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";

/** What is asked of a side beside the files: answers and users that an expectations file names. */
export interface Surroundings {
  readonly dns?: unknown;
  readonly users?: readonly string[];
}

/** A configuration that was read: what is wrong with it, and how to ask it. */
export interface CheckedTarget {
  readonly diagnostics: readonly Diagnostic[];
  /** Files in which ignores may be written. */
  readonly files: readonly SourceFile[];
  /** What the check did not look at, or had to assume: a sentence each. */
  readonly limits: readonly string[];
  side(surroundings: Surroundings): Promise<Side>;
  /** What it names itself, for questions about it. */
  material(): OwnMaterial;
  /** The line behind an answer that its source does not give; for a Postfix directory. */
  placeOf?(difference: ReportedDifference): Span;
  /** Where a file lies on this machine, by the name that findings show. */
  located(file: string): string;
}
