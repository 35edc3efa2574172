/**
 * right-hand-side — a rule's right-hand side made ready to be put in a workspace's place, as one array of numbers
 *
 * `$: $>canonify $1 < @ $2 >` begins with a call that takes all that follows: such calls are kept apart, and what they
 * are given is written where it will be worked on.
 */
import type { Atom, Atoms } from "./atoms.ts";
import { META } from "./metasymbol.ts";
import type { Program, Rule } from "./program.ts";
import { RULESETS } from "./ruleset-names.ts";

/** Codes below zero: a position down to the base of macros, then a macro. */
export const MACRO_BASE = -0x1000;

/** A call at the beginning, known to be there and not empty. */
export interface LeadingCall {
  readonly mark: Atom;
  readonly name: Atom;
  readonly number: number;
}

export interface RightHandSide {
  /** What stands behind the leading calls: an atom, `-1 - digit` for `$1` (its character), MACRO_BASE - code for `$&x`. */
  readonly codes: Int32Array;
  /** The `acts` of its own atoms. */
  readonly acts: number;
  readonly leading: readonly LeadingCall[];
}

export function rightHandSide(program: Program, rule: Rule): RightHandSide {
  const { atoms } = program;
  const { body } = rule;
  const leading: LeadingCall[] = [];
  for (let at = 0; atoms.heads[body[at] ?? -1] === META.call; at += 2) {
    const number = numberOf(program, body[at + 1]);
    if (number === undefined) break;
    leading.push({ mark: body[at] ?? 0, name: body[at + 1] ?? 0, number });
  }
  const rest = body.slice(leading.length * 2);
  // Lookups go before calls, and other calls may be too many with these: the long way does those.
  const simple = actsOf(atoms, rest) === 0 && leading.length < LEADING_LIMIT;
  if (simple) return { codes: codesOf(atoms, rest), acts: 0, leading };
  return { codes: codesOf(atoms, body), acts: actsOf(atoms, body), leading: [] };
}

function actsOf(atoms: Atoms, body: readonly Atom[]): number {
  return body.reduce((all, atom) => all | (atoms.acts[atom] ?? 0), 0);
}

/** More than this are too many calls anyway (parseaddr.c, MAX_SUBR). */
const LEADING_LIMIT = 16;

/** The ruleset that a token calls, where it has rules. */
function numberOf(program: Program, token: Atom | undefined): number | undefined {
  if (token === undefined) return undefined;
  const text = program.atoms.texts[token] ?? "";
  const number = program.rulesetNumbers.get(text) ?? (/^\d{1,2}$/.test(text) ? Number(text) : -1);
  return number >= 0 && number < RULESETS && program.rulesets[number]?.rules.length ? number : undefined;
}

function codesOf(atoms: Atoms, body: readonly Atom[]): Int32Array {
  return Int32Array.from(body, (atom) => {
    const head = atoms.heads[atom];
    const text = atoms.texts[atom] ?? "";
    if (head === META.position) return -1 - (text.length > 1 ? text.charCodeAt(1) : 0);
    if (head === META.deferredMacro) return MACRO_BASE - (text.length > 1 ? text.charCodeAt(1) : 0);
    return atom;
  });
}
