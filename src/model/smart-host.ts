import type { Fact } from "./fact.ts";
import type { Route } from "./route.ts";

/** The host that takes everything that has no other route. */
export interface SmartHost {
  readonly route: Fact<Route> | undefined;
  /** Address literals go there by another agent, at its usual port. */
  readonly literalsApart?: boolean;
}
