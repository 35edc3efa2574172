import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { type Claim, type Disposition, dispositions, type TableClaim, worseOf } from "../diagnostics/disposition.ts";
import { type Origin, primarySpan } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";

/** A directive of the source, whatever notation it is written in. */
export interface SourceDirective {
  readonly span: Span;
  readonly text: string;
}

/** A line of the written configuration and where it comes from. */
export interface WrittenLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly origins: readonly Origin[];
}

export interface OutputPlace {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A row of a table that is not carried over exactly. */
export interface InexactRow {
  readonly line: number;
  readonly disposition: Disposition;
  readonly code: DiagnosticCode;
  readonly note: string;
}

/** How one directive ended. */
export interface DirectiveAccount {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly disposition: Disposition;
  readonly code: DiagnosticCode;
  readonly note: string;
  /** Tables only: rows by disposition. */
  readonly entries?: Readonly<Partial<Record<Disposition, number>>>;
  /** Tables only. */
  readonly inexact?: readonly InexactRow[];
  readonly to: readonly OutputPlace[];
}

export interface AccountingSummary extends Readonly<Record<Disposition, number>> {
  readonly directives: number;
}

export interface Accounting {
  readonly directives: readonly DirectiveAccount[];
  readonly summary: AccountingSummary;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The accounting law: every directive of the source ends in exactly one disposition, with its reason and its place
 * in the output. A directive that no room claimed is `unknown` and a finding: unhandled means still present.
 */
export function account(
  directives: readonly SourceDirective[],
  claims: readonly Claim[],
  tableClaims: readonly TableClaim[],
  lines: readonly WrittenLine[],
): Accounting {
  const claimed = groupBy(claims, (claim) => placeKey(claim.at));
  const written = placesByOrigin(lines);
  const accounts = [
    ...directives.map((directive) => accountOf(directive, claimed.get(placeKey(directive.span)) ?? [], written)),
    ...mergedTables(tableClaims).map(tableAccount),
  ];
  return {
    directives: accounts,
    summary: summarise(accounts),
    diagnostics: accounts.filter((one) => one.disposition === "unknown").map(unknownFinding),
  };
}

function accountOf(
  directive: SourceDirective,
  claims: readonly Claim[],
  written: ReadonlyMap<string, readonly OutputPlace[]>,
): DirectiveAccount {
  const { file, line } = directive.span;
  const to = written.get(placeKey(directive.span)) ?? [];
  const worst = claims.reduce<Claim | undefined>(
    (found, claim) => (found && worseOf(found.disposition, claim.disposition) === found.disposition ? found : claim),
    undefined,
  );
  if (worst) {
    const { code } = worst;
    const note = notesOf(claims, worst);
    // Carried over, yet nothing was printed: what Postfix does anyway is not written into main.cf.
    const disposition = worst.disposition === "exact" && to.length === 0 ? "default" : worst.disposition;
    return { file, line, text: directive.text, disposition, code, note, to };
  }
  const note = "Nothing in this program knows what to do with this line.";
  return { file, line, text: directive.text, disposition: "unknown", code: "LI2001", note, to };
}

/** Rooms that end a directive alike for reasons of their own are all heard where something is lost or must be done. */
function notesOf(claims: readonly Claim[], worst: Claim): string {
  if (!lossy.has(worst.disposition)) return worst.note;
  const alike = claims.filter(({ disposition }) => disposition === worst.disposition);
  return [...new Set(alike.map(({ note }) => note))].join(" ");
}

const lossy: ReadonlySet<Disposition> = new Set(["approximate", "manual", "unsupported"]);

/** One account a table, whoever made use of which of its rows. */
function mergedTables(claims: readonly TableClaim[]): readonly TableClaim[] {
  const tables = new Map<string, TableClaim>();
  for (const claim of claims) {
    const before = tables.get(claim.table);
    tables.set(claim.table, before ? joinedClaim(before, claim) : claim);
  }
  return [...tables.values()];
}

function joinedClaim(a: TableClaim, b: TableClaim): TableClaim {
  const entries: Partial<Record<Disposition, number>> = { ...a.entries };
  for (const kind of dispositions) {
    const count = (a.entries[kind] ?? 0) + (b.entries[kind] ?? 0);
    if (count > 0) entries[kind] = count;
  }
  return { table: a.table, entries, inexact: [...a.inexact, ...b.inexact] };
}

function tableAccount(table: TableClaim): DirectiveAccount {
  const kinds = dispositions.filter((kind) => (table.entries[kind] ?? 0) > 0);
  const disposition = kinds.reduce<Disposition>(worseOf, "exact");
  const total = kinds.reduce((sum, kind) => sum + (table.entries[kind] ?? 0), 0);
  const worst = table.inexact.find((row) => row.disposition === disposition);
  const others = kinds.filter((kind) => kind !== "exact").map((kind) => `${table.entries[kind]} ${kind}`);
  return {
    file: table.table,
    line: 1,
    text: `table ${table.table}`,
    disposition,
    code: worst?.code ?? "TR3002",
    note: `${total} entries${others.length > 0 ? `: ${others.join(", ")}` : ", all the same in Postfix"}.`,
    entries: table.entries,
    inexact: table.inexact.map((row) => ({
      line: row.at.line,
      disposition: row.disposition,
      code: row.code,
      note: row.note,
    })),
    to: [],
  };
}

function summarise(accounts: readonly DirectiveAccount[]): AccountingSummary {
  const count = (kind: Disposition): number => accounts.filter((one) => one.disposition === kind).length;
  return {
    directives: accounts.length,
    exact: count("exact"),
    default: count("default"),
    approximate: count("approximate"),
    manual: count("manual"),
    obsolete: count("obsolete"),
    unsupported: count("unsupported"),
    unknown: count("unknown"),
  };
}

function unknownFinding(one: DirectiveAccount): Diagnostic {
  const end = one.text.split("\n", 1)[0] ?? "";
  const at = { file: one.file, line: one.line, column: 1, endLine: one.line, endColumn: end.length + 1 };
  return diagnose(one.code, at, one.note, { disposition: one.disposition });
}

/** Output places by the directive that they come from. */
function placesByOrigin(lines: readonly WrittenLine[]): ReadonlyMap<string, readonly OutputPlace[]> {
  const places = new Map<string, OutputPlace[]>();
  for (const { file, line, text, origins } of lines) {
    const keys = new Set(origins.flatMap(spansOf).map(placeKey));
    for (const key of keys) {
      const list = places.get(key);
      if (list) list.push({ file, line, text });
      else places.set(key, [{ file, line, text }]);
    }
  }
  return places;
}

function spansOf(origin: Origin): readonly Span[] {
  if (origin.kind === "derived") return origin.from.flatMap(spansOf);
  const span = primarySpan(origin);
  return span ? [span] : [];
}

function placeKey(span: Span): string {
  return `${span.file}:${span.line}`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const list = groups.get(name);
    if (list) list.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
