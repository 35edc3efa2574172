/**
 * match-quickly — the answer of match.ts by shorter ways, where nobody watches the steps
 *
 * `$*` before a word goes on to the next place of that word at once, and at the end of a rule takes all there is: the
 * places in between would be tried and left again.
 */
import { type ClassTable, classById, type WordClass } from "./classes.ts";
import { type Bindings, holdsToken, macroEnd, matches, phraseEnd } from "./match.ts";
import { OP, type Program, type Rule } from "./program.ts";
import type { Tape } from "./tape.ts";

/** A left-hand side as arrays of numbers. */
export interface QuickRule {
  readonly ops: Uint8Array;
  readonly args: Int32Array;
  /** The class of an element. */
  readonly classes: readonly (WordClass | undefined)[];
}

export function quickRule(classes: ClassTable, rule: Rule): QuickRule {
  const isClass = (op: number): boolean => op === OP.inClass || op === OP.notInClass;
  return {
    ops: Uint8Array.from(rule.ops),
    args: Int32Array.from(rule.args),
    classes: rule.ops.map((op, at) => (isClass(op) ? classById(classes, rule.args[at] ?? 0) : undefined)),
  };
}

/** Ways back before the patient matcher takes over. */
const PATIENCE = 500;

export function matchesQuickly(
  program: Program,
  rule: Rule,
  quick: QuickRule,
  tape: Tape,
  bindings: Bindings,
  macroValue: (id: number) => string | undefined,
): boolean {
  const { ops, args, classes } = quick;
  const { folded } = program.atoms;
  const { first, last, element } = bindings;
  const { tokens, length } = tape;
  const elements = ops.length;
  let ways = 0;
  let count = 0;
  let op = 0;
  let at = 0;
  for (;;) {
    let ok = true;
    if (op === elements) {
      if (at === length) break;
      ok = false;
    } else {
      const kind = ops[op];
      if (kind === OP.literal) {
        ok = at < length && folded[tokens[at] ?? 0] === args[op];
        at += 1;
      } else if (kind === OP.any) {
        element[count] = op;
        first[count] = at;
        at =
          op + 1 === elements
            ? length
            : ops[op + 1] === OP.literal
              ? nextWord(folded, tape, at, args[op + 1] ?? 0)
              : at;
        last[count] = at - 1;
        ok = at <= length;
        count += 1;
      } else if (kind === OP.zero) ok = true;
      else if (at >= length) ok = false;
      else if (kind === OP.some) {
        element[count] = op;
        first[count] = at;
        at += 1;
        if (op + 1 === elements) at = length;
        else if (ops[op + 1] === OP.literal) at = nextWord(folded, tape, at, args[op + 1] ?? 0);
        last[count] = at - 1;
        ok = at <= length;
        count += 1;
      } else if (kind === OP.inClass) {
        const end = phraseEnd(program, classes[op], tokens, length, at, at);
        ok = end !== -1;
        if (ok) {
          element[count] = op;
          first[count] = at;
          last[count] = end;
          count += 1;
          at = end + 1;
        }
      } else if (kind === OP.macro) {
        const end = macroEnd(program, macroValue(args[op] ?? 0), tokens, length, at);
        ok = end !== -1;
        at = end;
      } else {
        ok = kind === OP.one || !holdsToken(program, classes[op], tokens[at] ?? 0);
        if (ok) {
          element[count] = op;
          first[count] = at;
          last[count] = at;
          count += 1;
          at += 1;
        }
      }
    }
    if (ok) {
      op += 1;
      continue;
    }
    // Back to the last wildcard that can take more.
    for (;;) {
      count -= 1;
      if (count < 0) return false;
      op = element[count] ?? 0;
      at = (last[count] ?? 0) + 1;
      if (at >= length) continue;
      const kind = ops[op];
      if (kind === OP.some || kind === OP.any) {
        at += 1;
        if (op + 1 < elements && ops[op + 1] === OP.literal) at = nextWord(folded, tape, at, args[op + 1] ?? 0);
        if (at > length) continue;
        last[count] = at - 1;
        break;
      }
      if (kind === OP.inClass) {
        const end = phraseEnd(program, classes[op], tokens, length, first[count] ?? 0, at);
        if (end === -1) continue;
        last[count] = end;
        at = end + 1;
        break;
      }
    }
    ways += 1;
    if (ways > PATIENCE) return matches(program, rule, tokens.subarray(0, length), bindings, macroValue);
    count += 1;
    op += 1;
  }
  bindings.count = count;
  return true;
}

/** The place of a word from `from` on; behind the end where it is not. */
function nextWord(folded: readonly number[], tape: Tape, from: number, word: number): number {
  const { tokens, length } = tape;
  for (let at = from; at < length; at += 1) if (folded[tokens[at] ?? 0] === word) return at;
  return length + 1;
}
