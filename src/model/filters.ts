import type { Fact } from "./fact.ts";

/** A filter program that sees mail as it arrives. */
export interface MailFilter {
  readonly name: string;
  readonly socket:
    | { readonly kind: "file"; readonly path: string }
    | { readonly kind: "inet" | "inet6"; readonly host: string; readonly port: string };
  /** What happens to mail when the filter cannot be asked. */
  readonly whenDown: "accept" | "reject" | "tempfail" | "close";
  /** Seconds. */
  readonly connectTimeout: number | undefined;
  readonly sendTimeout: number | undefined;
  readonly replyTimeout: number | undefined;
  readonly endTimeout: number | undefined;
  /** Settings that were written but are none of the above, as written (`F=X`). */
  readonly others: readonly string[];
}

/** Stages of a session at which a filter is told facts about it. */
export type FilterStage = "connect" | "helo" | "sender" | "recipient" | "data" | "header-end" | "message-end";

export interface Filters {
  /** In the order in which they see mail. */
  readonly active: readonly Fact<MailFilter>[];
  /** Defined but in no list, or listed only by one listener. */
  readonly inactive: readonly Fact<MailFilter>[];
  /** Names of facts told at each stage (`j`, `{client_addr}`). */
  readonly told: readonly Fact<{ readonly stage: FilterStage; readonly names: readonly string[] }>[];
  /** Names that are listed but defined nowhere. */
  readonly undefinedNames: readonly Fact<string>[];
  /** The line that lists the active ones. */
  readonly list?: Fact<readonly string[]>;
}
