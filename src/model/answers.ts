import type { Fact } from "./fact.ts";

/** Reply codes for refusals that tables and rules do not word themselves. */
export interface Answers {
  readonly accessRefused: Fact<string>;
  readonly relayRefused: Fact<string>;
  readonly unknownSenderDomain: Fact<string>;
}
