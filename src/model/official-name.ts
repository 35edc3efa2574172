import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";

/** Other names of the host give way to its official one in headers. */
export interface OfficialName {
  /** Names that are replaced; empty: none are. */
  readonly aliases: readonly Fact<string>[];
  /** Addresses in these names that other rewriting makes; they stay. */
  readonly final: readonly string[];
  readonly sources: readonly Origin[];
}
