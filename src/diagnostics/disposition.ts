import type { Span } from "../source/source-file.ts";
import type { DiagnosticCode } from "./catalogue.ts";

/**
 * How a directive of the source ends (the accounting law): `exact` same behaviour · `default` Postfix already does
 * this · `approximate` the difference is named · `manual` a person must decide · `obsolete` no meaning today ·
 * `unsupported` understood, not translatable or not done · `unknown` not understood.
 */
export type Disposition = "exact" | "default" | "approximate" | "manual" | "obsolete" | "unsupported" | "unknown";

/** From best to worst: where several claims meet on one directive, the worst one stands. */
export const dispositions: readonly Disposition[] = [
  "default",
  "exact",
  "obsolete",
  "approximate",
  "manual",
  "unsupported",
  "unknown",
];

export function worseOf(a: Disposition, b: Disposition): Disposition {
  return dispositions.indexOf(a) >= dispositions.indexOf(b) ? a : b;
}

/**
 * What a room says of a directive: made by lifting for what ends there (obsolete, residue), by translation for what
 * became output. `at` starts where the directive starts; file and line identify it.
 */
export interface Claim {
  readonly at: Span;
  readonly disposition: Disposition;
  readonly code: DiagnosticCode;
  /** One sentence for the administrator. */
  readonly note: string;
}

/** What a room says of the rows of a table: counts by disposition, and each row that is not `exact`. */
export interface TableClaim {
  readonly table: string;
  readonly entries: Readonly<Partial<Record<Disposition, number>>>;
  readonly inexact: readonly Claim[];
}
