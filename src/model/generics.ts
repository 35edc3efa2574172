import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";
import type { Fact } from "./fact.ts";
import type { SourceTable } from "./table.ts";

/** Senders that are shown under another address. */
export interface Generics {
  readonly table: SourceTable | undefined;
  /** Domains whose senders are looked up, besides names without a domain. */
  readonly domains: readonly Fact<string>[];
  readonly includesSubdomains: Fact<boolean>;
  readonly sources: readonly Origin[];
  entries(): Iterable<GenericEntry>;
}

export type GenericMatch =
  /** In one domain. */
  | { readonly kind: "address"; readonly user: string; readonly domain: string }
  /** With any extension. */
  | { readonly kind: "address-extension"; readonly user: string; readonly domain: string }
  | { readonly kind: "domain"; readonly domain: string }
  /** In every domain that is looked up. */
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "user-extension"; readonly user: string };

export type GenericEntry =
  | {
      readonly kind: "sender";
      readonly at: Span;
      readonly match: GenericMatch;
      /** The old program's argument `%1` (whole local part for a domain, extension otherwise) stands as `%1`. */
      readonly target: string;
    }
  | { readonly kind: "dead"; readonly at: Span; readonly reason: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
