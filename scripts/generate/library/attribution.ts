import type { Choice } from "./variants.ts";

/** What was seen of one rule over all expansions. */
interface Sightings {
  /** The first choice that brought the rule on its own, `base` when it needs none. */
  alone: string | undefined;
  /** Choices that were made every time the rule was there; shrinks with each sighting. */
  always: Set<string> | undefined;
}

/** Finds out which choice brings a rule, from expansions with few and with many choices. */
export interface Attribution {
  saw(ruleset: string, hash: string, chosen: readonly Choice[]): boolean;
  /** ruleset -> feature -> hashes, all sorted. */
  result(): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

export function newAttribution(): Attribution {
  const rules = new Map<string, Sightings>();
  return {
    saw(ruleset, hash, chosen) {
      const key = `${ruleset} ${hash}`;
      const before = rules.get(key);
      const sightings = before ?? { alone: undefined, always: undefined };
      const names = new Set(chosen.map(({ name }) => name));
      if (names.size === 0) sightings.alone = "base";
      if (names.size === 1) sightings.alone ??= [...names][0];
      sightings.always = sightings.always ? new Set([...sightings.always].filter((name) => names.has(name))) : names;
      rules.set(key, sightings);
      return before === undefined;
    },
    result() {
      const byRuleset = new Map<string, Map<string, string[]>>();
      for (const [key, { alone, always }] of [...rules].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const [ruleset = "", hash = ""] = key.split(" ");
        const feature = alone ?? [...(always ?? [])].sort()[0] ?? "base";
        const byFeature = byRuleset.get(ruleset) ?? new Map<string, string[]>();
        byRuleset.set(ruleset, byFeature);
        byFeature.set(feature, [...(byFeature.get(feature) ?? []), hash]);
      }
      return byRuleset;
    },
  };
}
