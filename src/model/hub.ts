import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { Route } from "./route.ts";

/** Where the mail of local names goes that is not delivered here. */
export interface Hub {
  /** Local names without an alias go here as user@hub. */
  readonly hub: Fact<Route> | undefined;
  /** `user@local-domain` goes to the hub as it is, before aliases. */
  readonly qualifiedNamesGoUnchanged: Fact<boolean>;
  /** Names without account and alias go here. */
  readonly unknownUsers: Fact<Route> | undefined;
  /** Names that stay whatever is said above. */
  readonly localUsers: readonly Fact<string>[];
  readonly sources: readonly Origin[];
  /** Accounts of the host; undefined when its list is not there. */
  readonly accounts: readonly string[] | undefined;
}
