import type { Origin } from "../source/origin.ts";
import type { Network } from "./network.ts";

/** Senders are refused whose domain has a mail exchanger in one of these networks. */
export interface BadExchangers {
  /** undefined: they are described in a way that only the old program can follow. */
  readonly networks: readonly Network[] | undefined;
  /** Rules and maps. */
  readonly origins: readonly Origin[];
}
