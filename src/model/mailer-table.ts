import type { Span } from "../source/source-file.ts";
import type { Route } from "./route.ts";
import type { SourceTable } from "./table.ts";

/** Routes by the recipient's domain. */
export interface MailerTable {
  readonly table: SourceTable | undefined;
  entries(): Iterable<MailerTableEntry>;
}

export type RouteMatch =
  | { readonly kind: "domain"; readonly domain: string }
  /** Hosts below a domain, not the domain itself. */
  | { readonly kind: "below"; readonly domain: string }
  | { readonly kind: "any" };

export type MailerTableEntry =
  | { readonly kind: "route"; readonly at: Span; readonly match: RouteMatch; readonly route: Route }
  /** The next hop is made from the recipient's domain. */
  | { readonly kind: "computed"; readonly at: Span; readonly match: RouteMatch; readonly text: string }
  | { readonly kind: "dead"; readonly at: Span; readonly reason: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
