import type { ListEntry } from "../../expand/wide-cf/lists.ts";
import type { Fact } from "../../model/fact.ts";

/** Entries of a list as facts, each value once. */
export function factsOf(
  entries: readonly ListEntry[],
  certainty: Fact<string>["certainty"] = "stated",
): readonly Fact<string>[] {
  const found = new Map<string, Fact<string>>();
  for (const { text, origin } of entries) {
    const value = text.toLowerCase();
    if (!found.has(value)) found.set(value, { value, origins: [origin], certainty });
  }
  return [...found.values()];
}
