import type { Fact } from "./fact.ts";
import type { RouteMatch } from "./mailer-table.ts";
import type { Route } from "./route.ts";

/** Domains that rules of the site send another way than the smart host. */
export interface DirectDomains {
  readonly routes: readonly Fact<DirectRoute>[];
}

export interface DirectRoute {
  readonly match: RouteMatch;
  readonly route: Route;
  /** The ending is no domain, and the recipient is written in another form for the host. */
  readonly isPseudoDomain: boolean;
}
