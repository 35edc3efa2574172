/**
 * repeats — runs in a supposed state that cannot end otherwise than one before
 *
 * What rulesets do with a text follows from the macros that they read and from the answers of maps. A state in which
 * those are the same is not worth a run.
 */
import type { RulesetEngine } from "../ruleset/engine.ts";
import { macroId } from "../ruleset/macro-names.ts";
import { answersKey, type Supposition, supposedRow } from "./suppositions.ts";

export interface Repeats {
  /** True where the text has been run with the same macros and answers. */
  isKnown(text: string, state: Supposition): boolean;
  /** To be told right after a text was run in a state. */
  note(text: string, state: Supposition): void;
}

interface Ran {
  readonly state: Supposition;
  readonly reads: ReadonlyMap<number, string | undefined>;
  /** Keys that tables were asked for. */
  readonly keys: ReadonlySet<string>;
  readonly askedNames: boolean;
  readonly askedOthers: boolean;
}

/** Classes that ask the name service alone. */
const NAMES: ReadonlySet<string> = new Set(["host", "dns", "bestmx"]);

/** Macros of states by their codes, for all entries. */
export type StateMacros = Map<Supposition, ReadonlyMap<number, string>>;

/** `tables`: names of the maps that answer as a row is supposed; others may answer as anything is. */
export function repeatsOf(engine: RulesetEngine, tables: ReadonlySet<string>, macrosOf: StateMacros): Repeats {
  const ran = new Map<string, Ran[]>();
  const { names, macros: base } = engine.program;
  const macrosIn = (state: Supposition): ReadonlyMap<number, string> => {
    const known = macrosOf.get(state);
    if (known) return known;
    const found = new Map(Object.entries(state.macros ?? {}).map(([name, value]) => [macroId(names, name), value]));
    macrosOf.set(state, found);
    return found;
  };
  return {
    isKnown: (text, state) => {
      const macros = macrosIn(state);
      const isSame = (one: Ran): boolean => {
        if (one.askedNames && one.state.dns !== state.dns) return false;
        if (one.askedOthers && answersKey(one.state) !== answersKey(state)) return false;
        for (const key of one.keys) if (supposedRow(one.state, key) !== supposedRow(state, key)) return false;
        for (const [id, value] of one.reads) if ((macros.get(id) ?? base.get(id)) !== value) return false;
        return true;
      };
      return ran.get(text)?.some(isSame) ?? false;
    },
    note: (text, state) => {
      const { macros, asked } = engine.lastRun();
      const keys = new Set<string>();
      let askedNames = false;
      let askedOthers = false;
      for (let at = 0; at < asked.length; at += 2) {
        const map = asked[at] ?? "";
        if (tables.has(map)) keys.add(asked[at + 1] ?? "");
        else if (NAMES.has(engine.program.maps.get(map)?.mapClass ?? "")) askedNames = true;
        else askedOthers = true;
      }
      const list = ran.get(text) ?? [];
      list.push({ state, reads: macros(), keys, askedNames, askedOthers });
      ran.set(text, list);
    },
  };
}
