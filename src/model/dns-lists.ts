import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { Refusal } from "./refusal.ts";

/** Lists in the DNS that are asked about clients and senders. */
export interface DnsLists {
  readonly lists: readonly Fact<DnsList>[];
  /** Lines that say how lists are asked. */
  readonly sources: readonly Origin[];
  /** Clients without a name that leads back to them are refused. */
  readonly requiresReverseName: Fact<true> | undefined;
}

export interface DnsList {
  readonly asks: "client" | "sender";
  readonly zone: string;
  /** Answers that count, as patterns of four octets (`127.0.0.2`, `127.0.0.*`); empty: any. */
  readonly answers: readonly string[];
  readonly action: "refuse" | "discard" | "quarantine";
  /** `undefined`: the usual text. */
  readonly refusal: Refusal | undefined;
  /** The client must try again when the list does not answer. */
  readonly defersOnFailure: boolean;
}
