import type { Disposition } from "../../diagnostics/disposition.ts";
import { dispositions } from "../../diagnostics/disposition.ts";
import rows from "./library-features.json" with { type: "json" };

/** What FEATURE(`name') of the m4 library asks for (cf/README, "FEATURES"), and what Postfix makes of it. */
export interface FeatureStory {
  readonly feature: string;
  readonly meaning: string;
  readonly disposition: Disposition;
  readonly parameters: readonly string[];
  readonly note: string;
}

interface Row {
  readonly meaning: string;
  readonly disposition: string;
  readonly parameters: readonly string[];
  readonly note: string;
}

/** Every feature of the library, in the order of their names. */
export function featureStories(): readonly FeatureStory[] {
  return Object.entries(rows as Readonly<Record<string, Row>>).map(([feature, row]) => ({
    feature,
    meaning: row.meaning,
    disposition: dispositions.find((one) => one === row.disposition) ?? "unknown",
    parameters: row.parameters,
    note: row.note,
  }));
}
