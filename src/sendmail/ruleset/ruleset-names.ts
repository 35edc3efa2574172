/**
 * ruleset-names — `3`, `canonify`, `Sname=3` (readcf.c, strtorwset)
 */
import { type Atom, intern, stripQuotes } from "./atoms.ts";
import { type Session, skipSpace, systemError } from "./session.ts";

/** Rulesets there may be; digits name the lower half, names count down from the top (conf.h, MAXRWSETS). */
export const RULESETS = 200;

export interface RulesetName {
  readonly name: string;
  /** Given in digits or behind `=`. */
  readonly number: number | undefined;
  readonly error: string | undefined;
  /** Offset behind the name. */
  readonly end: number;
}

/** Takes the name of a ruleset apart. `name` is "" for a number alone. */
export function parseRulesetName(text: string): RulesetName {
  const at = skipSpace(text, 0);
  const digits = /^\d+/.exec(text.slice(at))?.[0];
  if (digits !== undefined) {
    const number = Number(digits);
    const bad = number >= RULESETS / 2;
    return {
      name: "",
      number: bad ? undefined : number,
      error: bad ? `bad ruleset ${number} (${RULESETS / 2} max)` : undefined,
      end: at + digits.length,
    };
  }
  const name = /^[A-Za-z][A-Za-z0-9_]*/.exec(text.slice(at))?.[0];
  if (name === undefined) {
    return { name: "", number: undefined, error: `invalid ruleset name: "${text.slice(at, at + 20)}"`, end: at };
  }
  return { name, number: undefined, error: undefined, end: at + name.length };
}

export interface CallTarget {
  /** The token without quotes. */
  readonly name: Atom;
  readonly number: number;
}

/** What `$>` before a token calls; -1 where there is no such ruleset. */
export function callTarget(session: Session, token: Atom): CallTarget {
  const { atoms, calls } = session.program;
  const known = calls.get(token);
  if (known) return known;
  const name = stripQuotes(atoms.texts[token] ?? "");
  const target = { name: intern(atoms, name), number: rulesetNumber(session, name) };
  // An unknown one is complained of each time.
  if (target.number >= 0) calls.set(token, target);
  return target;
}

/** Number of a ruleset that has been named already; -1 for others, with the complaint said where sendmail has one. */
export function rulesetNumber(session: Session, text: string): number {
  const known = session.program.rulesetNumbers.get(text);
  if (known !== undefined) return known;
  // `3`, `0`: what is asked most.
  const digit = text.length === 1 ? text.charCodeAt(0) - 0x30 : -1;
  if (digit >= 0 && digit <= 9) return digit;
  const parsed = parseRulesetName(text);
  if (parsed.error !== undefined) systemError(session, parsed.error);
  if (parsed.number !== undefined) return parsed.number;
  if (parsed.name === "") return -1;
  return session.program.rulesetNumbers.get(parsed.name) ?? -1;
}
