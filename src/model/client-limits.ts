import type { Fact } from "./fact.ts";

/** Pauses and limits for clients, besides those of single clients in the access table. */
export interface ClientLimits {
  /** Milliseconds before the greeting; a client that talks earlier is refused. */
  readonly greetingPause: Fact<number | undefined> | undefined;
  readonly connectionRate: Fact<true> | undefined;
  readonly connections: Fact<true> | undefined;
}
