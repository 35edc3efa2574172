import type { RulesetEngine } from "../ruleset/engine.ts";
import type { FreshWords } from "./fresh.ts";
import type { Material } from "./material.ts";
import type { PathFinder } from "./paths.ts";
import type { Probe } from "./probe.ts";

/** What the makers of probes share. */
export interface Search {
  readonly engine: RulesetEngine;
  readonly material: Material;
  readonly fresh: FreshWords;
  /** The domain that mail for the host's own users comes in under. */
  readonly home: string;
  readonly paths: PathFinder;
  /** The path of a probe on both sides of a comparison. */
  pathOf(probe: Probe): string;
  /** An address for each address and domain that only the other side names. */
  readonly othersAddresses: readonly string[];
  /** Keeps a probe; with `ifNew`, only when its path is. True when it was kept. */
  keep(probe: Probe, ifNew?: "ifNew"): boolean;
  /** One text of each path that probes made from the texts take. */
  representatives(texts: readonly string[], probeOf: (text: string) => Probe): readonly string[];
}
