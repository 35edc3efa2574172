import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { Network } from "./network.ts";

/** Who may connect at all, by lists; permission to relay is another matter. */
export interface ClientLists {
  readonly accepted: ClientList;
  readonly refused: ClientList;
  /** What becomes of clients that no list names. */
  readonly others: Fact<"accept" | "refuse">;
  readonly sources: readonly Origin[];
}

/** Networks, and domains with what is below them. */
export interface ClientList {
  readonly networks: readonly Fact<Network>[];
  readonly domains: readonly Fact<string>[];
}
