/**
 * transcript — a run in the words of `sendmail -bt` and its debug flags (parseaddr.c)
 */
import type { Atom } from "./atoms.ts";
import { macroName } from "./macro-names.ts";
import { shown } from "./metasymbol.ts";
import type { Program } from "./program.ts";
import type { Trace } from "./session.ts";

/** Debug levels by category: `-d21.12` sets 21 to 12. */
export type DebugLevels = Map<number, number>;

/** Reads `21.12,60.5-8,4`: categories, ranges and levels, 1 where no level is given (debug.c, tTflag). */
export function readDebugFlags(text: string, levels: DebugLevels): void {
  for (const part of (text === "" ? "0-99.1" : text).split(",")) {
    const flag = /^(\d+)(?:-(\d+))?(?:\.(\d+))?/.exec(part.trim());
    if (!flag) continue;
    const first = Number(flag[1]);
    const last = Math.min(Number(flag[2] ?? flag[1]), 99);
    for (let category = first; category <= last; category += 1) levels.set(category, Number(flag[3] ?? 1));
  }
}

/** Text of one token. */
function shownAtom(program: Program, atom: Atom | undefined): string {
  return atom === undefined ? "<null>" : shown(program.atoms.texts[atom] ?? "", (id) => macroName(program.names, id));
}

/** Tokens with a blank before each (util.c, printav). */
export function shownTokens(program: Program, tokens: readonly Atom[]): string {
  let out = "";
  for (const token of tokens) out += ` ${shownAtom(program, token)}`;
  return out;
}

/** A trace that prints; `print` gets whole lines. `always`: rulesets are shown whatever the level, as -bt does. */
export function transcript(program: Program, levels: DebugLevels, print: (line: string) => void, always = true): Trace {
  const level = (category: number): number => levels.get(category) ?? 0;
  const at = (category: number, least: number): boolean => level(category) >= least;
  const tokens = (list: readonly Atom[]): string => shownTokens(program, list);
  const title = (name: string): string => `${always ? "" : "rewrite: ruleset "}${name.slice(0, 16).padEnd(16)}`;
  const text = (value: string | undefined): string => (value === undefined ? "(NULL)" : value);
  return {
    enter: (name, workspace) => {
      if (always || at(21, 1)) print(`${title(name)}   input:${tokens(workspace)}`);
    },
    leave: (name, workspace) => {
      if (always || at(21, 1)) print(`${title(name)} returns:${tokens(workspace)}`);
    },
    trying: (rule) => {
      if (at(21, 12)) print(`-----trying rule${at(21, 15) ? ` (line ${rule.line})` : ""}:${tokens(rule.lhs)}`);
    },
    fails: () => {
      if (at(21, 10)) print("----- rule fails");
    },
    matched: (rule) => {
      if (at(21, 12)) print(`-----rule matches:${tokens(rule.rhs)}`);
    },
    position: (index, list) => {
      if (at(21, 15)) print(`$${index}:${list.map((atom) => ` 0x0="${program.atoms.texts[atom] ?? ""}"`).join("")}`);
    },
    rewritten: (workspace) => {
      if (at(21, 4)) print(`rewritten as:${tokens(workspace)}`);
    },
    macro: (side, id, value) => {
      if (at(21, 2)) print(`rewrite: ${side} $&{${macroName(program.names, id)}} => "${text(value)}"`);
    },
    skipped: (name, number) => {
      if (at(21, 3)) print(`-----skip subr ${name} (${number})`);
    },
    map: (name, key, args, value, status) => {
      if (!at(60, 1)) return;
      const shownArgs = at(60, 5) ? args.map((arg, index) => `, %${index}=${arg}`).join("") : "";
      print(
        `map_lookup(${name}, ${shown(key, (id) => macroName(program.names, id))}${shownArgs}) => ${value ?? "NOT FOUND"} (${status}), ad=0`,
      );
      if (status === 75) print(`map_lookup(${name}, ${key}) tempfail: errno=0`);
    },
    looping: (workspace) => {
      if (at(21, 1)) print(`workspace: ${tokens(workspace)}`);
    },
    get watch() {
      return at(21, 35) ? watcher(program, print, at(21, 36)) : undefined;
    },
  };
}

function watcher(program: Program, print: (line: string) => void, deep: boolean): NonNullable<Trace["watch"]> {
  const token = (atom: Atom | undefined): string => shownAtom(program, atom);
  return {
    advance: (element, atom) => print(`ADVANCE rp=${token(element)}, ap=${token(atom)}`),
    extend: (element, atom) => {
      if (deep) print(`EXTEND  rp=${token(element)}, ap=${token(atom)}`);
    },
    classMatch: () => {
      if (deep) print("CLMATCH");
    },
    backUp: (element, atom) => {
      if (deep) print(`BACKUP  rp=${token(element)}, ap=${token(atom)}`);
    },
    tested: () => undefined,
  };
}
