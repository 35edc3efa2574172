import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";

export interface KnownDifference {
  readonly id: string;
  readonly peer: "sendmail" | "postfix" | "m4";
  readonly reason: string;
  readonly source: string;
}

/** The accepted differences between this project and the real programs, as test/differential lists them. */
export function knownDifferences(): readonly KnownDifference[] {
  return parse(readFileSync(new URL("../differential/known-differences.yaml", import.meta.url), "utf8"));
}

/**
 * Asserts that a listed difference is there, no more and no less: it fails for an id that is not listed, and when both
 * answers have become the same, so that the list never holds what is no longer true.
 */
export function expectKnownDifference(id: string, ours: unknown, theirs: unknown): void {
  if (!knownDifferences().some((entry) => entry.id === id)) {
    throw new Error(`${id} is not listed in test/differential/known-differences.yaml.`);
  }
  if (isDeepStrictEqual(ours, theirs)) {
    throw new Error(`Both answer the same now: take ${id} out of test/differential/known-differences.yaml.`);
  }
}
