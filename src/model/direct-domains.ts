import type { Fact } from "./fact.ts";
import type { RouteMatch } from "./mailer-table.ts";
import type { Route } from "./route.ts";

/** Domains that rules of the site send another way than the smart host. */
export interface DirectDomains {
  readonly routes: readonly Fact<{ readonly match: RouteMatch; readonly route: Route }>[];
}
