import type { Origin } from "../source/origin.ts";

/**
 * A leaf of the policy. `stated`: a directive says so; `inferred`: follows from several; `probed`: found by running
 * the old configuration; `default`: the old program's own default.
 */
export interface Fact<T> {
  readonly value: T;
  readonly origins: readonly Origin[];
  readonly certainty: "stated" | "inferred" | "probed" | "default";
}
