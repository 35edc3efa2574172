import type { Origin } from "../source/origin.ts";

/** What was understood as text but has no place in the policy: rewriting rules that a person wrote, by ruleset. */
export type Residue = readonly ResidueRuleset[];

export interface ResidueRuleset {
  /** Name of the ruleset, or its number in digits. */
  readonly ruleset: string;
  readonly origin: Origin;
  readonly rules: readonly ResidueRule[];
}

/** One rule as written, its comment left out. */
export interface ResidueRule {
  readonly lhs: string;
  readonly rhs: string;
  readonly origin: Origin;
}
