import type { Span } from "../source/source-file.ts";
import type { Fact } from "./fact.ts";
import type { SourceTable } from "./table.ts";

/** Deliveries and sender names by user. */
export interface UserDatabase {
  readonly files: readonly Fact<{ readonly table: SourceTable; entries(): Iterable<UserDatabaseEntry> }>[];
}

export type UserDatabaseEntry =
  | { readonly kind: "delivery"; readonly at: Span; readonly user: string; readonly target: string }
  | { readonly kind: "name"; readonly at: Span; readonly user: string; readonly shown: string }
  | { readonly kind: "other"; readonly at: Span; readonly text: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
