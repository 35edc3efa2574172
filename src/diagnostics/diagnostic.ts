import type { Span } from "../source/source-file.ts";
import type { DiagnosticCode } from "./catalogue.ts";
import { catalogue } from "./catalogue.ts";
import type { Disposition } from "./disposition.ts";

export type Severity = "error" | "warning" | "info" | "hint";

export interface RelatedPlace {
  readonly message: string;
  readonly at: Span;
}

/** What a person could do about it. `becomes` is shown as `= becomes`, `help` as `= help`. */
export interface Suggestion {
  readonly kind: "becomes" | "help";
  readonly text: string;
}

/** A finding. A plain value: it is returned, never thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** Always a place in a file that the user wrote; undefined only where there is no file at all. */
  readonly at?: Span;
  readonly related: readonly RelatedPlace[];
  readonly suggestions: readonly Suggestion[];
  readonly disposition?: Disposition;
}

export interface DiagnosticDetails {
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly suggestions?: readonly Suggestion[];
  readonly disposition?: Disposition;
}

/** Makes a diagnostic with the severity that the catalogue gives its code, unless told otherwise. */
export function diagnose(
  code: DiagnosticCode,
  at: Span | undefined,
  message: string,
  details: DiagnosticDetails = {},
): Diagnostic {
  return {
    code,
    severity: details.severity ?? catalogue[code].severity,
    message,
    ...(at ? { at } : {}),
    related: details.related ?? [],
    suggestions: details.suggestions ?? [],
    ...(details.disposition ? { disposition: details.disposition } : {}),
  };
}

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Order for people and for stable output: by file, line, column, then severity, code, message. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.at?.file ?? "", b.at?.file ?? "") ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      severityRank[a.severity] - severityRank[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
