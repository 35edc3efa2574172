import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Claim, DifferentForm, Disposition, TableClaim } from "../../diagnostics/disposition.ts";
import type { SourceTable } from "../../model/table.ts";
import { type Origin, primarySpan } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";

/** Codes of a feature by how a directive or a row ends; `exact` and `default` share one. */
export interface FeatureCodes {
  readonly carried: DiagnosticCode;
  readonly approximate: DiagnosticCode;
  readonly manual: DiagnosticCode;
  readonly unsupported: DiagnosticCode;
  /** Had no effect on the old host. */
  readonly dead: DiagnosticCode;
  /** Cannot be read. */
  readonly broken: DiagnosticCode;
}

function codeFor(codes: FeatureCodes, disposition: Disposition): DiagnosticCode {
  switch (disposition) {
    case "exact":
    case "default":
      return codes.carried;
    case "obsolete":
      return codes.dead;
    case "unknown":
      return codes.broken;
    default:
      return codes[disposition];
  }
}

/** One claim for each place that a person wrote; with a form, of that form alone. */
export function claimsFor(
  origins: readonly Origin[],
  disposition: Disposition,
  codes: FeatureCodes,
  note: string,
  form?: DifferentForm,
): readonly Claim[] {
  return origins.flatMap((origin) => {
    const at = primarySpan(origin);
    return at ? [{ at, disposition, code: codeFor(codes, disposition), note, ...(form ? { form } : {}) }] : [];
  });
}

/** How a row ends that is not carried over exactly. */
export interface RowDifference {
  readonly disposition: Exclude<Disposition, "exact">;
  readonly note: string;
}

/** Counts the rows of a table while they are looked at, and keeps those that are not carried over exactly. */
export interface RowTally {
  exact(count?: number): void;
  other(at: Span, disposition: Exclude<Disposition, "exact">, note: string): void;
  claim(): TableClaim;
}

export function createTally(path: string, codes: FeatureCodes): RowTally {
  const entries: Partial<Record<Disposition, number>> = {};
  const inexact: Claim[] = [];
  return {
    exact(count = 1) {
      if (count > 0) entries.exact = (entries.exact ?? 0) + count;
    },
    other(at, disposition, note) {
      entries[disposition] = (entries[disposition] ?? 0) + 1;
      inexact.push({ at, disposition, code: codeFor(codes, disposition), note });
    },
    claim: () => ({ table: path, entries, inexact }),
  };
}

/** The account of a whole table: `differenceOf` says of an entry how it is not carried over exactly, if it is not. */
export function countRows<Entry extends { readonly at: Span }>(
  path: string,
  codes: FeatureCodes,
  entries: Iterable<Entry>,
  differenceOf: (entry: Entry) => RowDifference | undefined,
): TableClaim {
  const tally = createTally(path, codes);
  for (const entry of entries) {
    const difference = differenceOf(entry);
    if (difference) tally.other(entry.at, difference.disposition, difference.note);
    else tally.exact();
  }
  return tally.claim();
}

/** What is said of the line that names a table: where its rows are now, or why there are none. */
export function tableClaims(table: SourceTable, codes: FeatureCodes, becomes: string): readonly Claim[] {
  switch (table.state) {
    case "text": {
      const note = table.fromDatabase === true ? `${becomes} Note: ${table.remark}.` : becomes;
      return claimsFor([table.origin], "exact", codes, note);
    }
    case "missing-optional":
      return claimsFor(
        [table.origin],
        "exact",
        codes,
        `The optional table ${table.path} is not there, so nothing is looked up.`,
      );
    case "external":
      return claimsFor(
        [table.origin],
        "manual",
        codes,
        `${table.name} cannot be read: ${table.remark}. It was translated as if it held nothing.`,
      );
    case "missing":
    case "unreadable":
      return claimsFor(
        [table.origin],
        "manual",
        codes,
        `${table.name} cannot be read: ${table.remark}. It was translated as if it held nothing: put it there and convert again.`,
      );
  }
}
