/**
 * repeats — runs in a supposed state that cannot end otherwise than one before
 *
 * What rulesets do with a text follows from the macros that they read and from the answers of maps. A state in which
 * those are the same is not worth a run.
 */
import type { RulesetEngine } from "../ruleset/engine.ts";
import { macroId } from "../ruleset/macro-names.ts";
import { answersKey, supposedRow } from "./supposed-world.ts";
import type { Supposition } from "./suppositions.ts";

export interface Repeats {
  /** True where the text has been run with the same macros and answers. */
  isKnown(text: string, state: Supposition): boolean;
  /** To be told right after a text was run in a state. */
  note(text: string, state: Supposition): void;
}

/** What runs of a text depended on, and the values that it had. */
interface Shape {
  readonly macros: readonly number[];
  /** The same as one text. */
  readonly macrosRead: string;
  /** Keys that tables were asked for. */
  readonly keys: readonly string[];
  readonly askedNames: boolean;
  readonly askedOthers: boolean;
  readonly seen: Set<string>;
}

/** Classes that ask the name service alone. */
const NAMES: ReadonlySet<string> = new Set(["host", "dns", "bestmx"]);

/** Macros of states by their codes, for all entries. */
export type StateMacros = Map<Supposition, ReadonlyMap<number, string>>;

/** `tables`: names of the maps that answer as a row is supposed; others may answer as anything is. */
export function repeatsOf(engine: RulesetEngine, tables: ReadonlySet<string>, macrosOf: StateMacros): Repeats {
  const shapes = new Map<string, Map<string, Shape>>();
  const { names, macros: base } = engine.program;
  const macrosIn = (state: Supposition): ReadonlyMap<number, string> => {
    const known = macrosOf.get(state);
    if (known) return known;
    const found = new Map(Object.entries(state.macros ?? {}).map(([name, value]) => [macroId(names, name), value]));
    macrosOf.set(state, found);
    return found;
  };
  // Many texts read the same macros: their values in a state are put together once.
  const known = new Map<string, Map<Supposition, string>>();
  const macroValues = ({ macros, macrosRead }: Shape, state: Supposition): string => {
    const ofMacros = known.get(macrosRead) ?? new Map<Supposition, string>();
    known.set(macrosRead, ofMacros);
    const before = ofMacros.get(state);
    if (before !== undefined) return before;
    const own = macrosIn(state);
    const values = macros.map((id) => `${own.get(id) ?? base.get(id) ?? UNSET}\n`).join("");
    ofMacros.set(state, values);
    return values;
  };
  const valuesOf = (shape: Shape, state: Supposition): string => {
    const { keys, askedNames, askedOthers } = shape;
    let values = macroValues(shape, state);
    for (const key of keys) values += rowText(supposedRow(state, key));
    if (askedNames) values += state.dns ?? "";
    return askedOthers ? values + answersKey(state) : values;
  };
  return {
    isKnown: (text, state) => {
      for (const shape of shapes.get(text)?.values() ?? []) if (shape.seen.has(valuesOf(shape, state))) return true;
      return false;
    },
    note: (text, state) => {
      const shape = shapeOf(engine, tables);
      const key = `${shape.macrosRead}\n${shape.keys.join("\n")}\n${shape.askedNames} ${shape.askedOthers}`;
      const ofText = shapes.get(text) ?? new Map<string, Shape>();
      shapes.set(text, ofText);
      const known = ofText.get(key) ?? shape;
      ofText.set(key, known);
      known.seen.add(valuesOf(known, state));
    },
  };
}

const UNSET = "\0";

function rowText(row: string | null | undefined): string {
  return row === undefined ? "\0" : row === null ? "\x01" : `${row}\n`;
}

/** What the engine's last run depended on. */
function shapeOf(engine: RulesetEngine, tables: ReadonlySet<string>): Shape {
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
  const read = [...macros().keys()];
  return { macros: read, macrosRead: read.join(), keys: [...keys], askedNames, askedOthers, seen: new Set() };
}
