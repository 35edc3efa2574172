import type { Span } from "../source/source-file.ts";
import type { SourceTable } from "./table.ts";

/** Domains that are replaced wherever they stand, before anything else is looked at. */
export interface DomainTable {
  readonly tables: readonly DomainReplacements[];
}

export interface DomainReplacements {
  readonly table: SourceTable;
  readonly what: "domains" | "uucp hosts" | "bitnet hosts";
  entries(): Iterable<DomainEntry>;
}

export type DomainEntry =
  | { readonly kind: "replace"; readonly at: Span; readonly from: string; readonly to: string }
  | { readonly kind: "dead"; readonly at: Span; readonly reason: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
