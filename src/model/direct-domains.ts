import type { Fact } from "./fact.ts";
import type { RouteMatch } from "./mailer-table.ts";
import type { Route } from "./route.ts";

/** Domains that rules of the site send another way than the smart host. */
export interface DirectDomains {
  readonly routes: readonly Fact<DirectRoute>[];
  readonly named: readonly Fact<NamedRoute>[];
}

/** An ending that is no domain: what stands before it is the host that a program is told, `user@number.fax`. */
export interface NamedRoute {
  readonly ending: string;
  readonly agent: string;
}

export interface DirectRoute {
  readonly match: RouteMatch;
  readonly route: Route;
  /** The ending is no domain, and the recipient is written in another form for the host. */
  readonly isPseudoDomain: boolean;
}
