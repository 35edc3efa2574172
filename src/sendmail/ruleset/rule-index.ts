/**
 * rule-index — what a glance at a workspace tells of the rules of a ruleset
 *
 * Most rules that sendmail tries cannot match: a word of theirs is nowhere, stands only once, or not beside its
 * neighbour; there are too few tokens or too many. That is kept in arrays side by side, one element a rule, so that a
 * ruleset of a hundred rules is looked through in a moment. A glance may let a rule pass that does not match; it never
 * holds back one that does.
 */
import type { Atom, Atoms } from "./atoms.ts";
import { OP, type Rule } from "./program.ts";
import type { Tape } from "./tape.ts";

export interface RuleIndex {
  readonly count: number;
  /**
   * Seven numbers a rule: its words as bits of their folded atoms, those that it has twice, neighbours, fewest and most
   * tokens, the folded atom of the first and of the last element where it is a word, else -1.
   */
  readonly columns: Int32Array;
}

const WIDTH = 7;
/** Longer than any workspace. */
const NO_LIMIT = 1 << 30;

export function ruleIndex(atoms: Atoms, rules: readonly Rule[]): RuleIndex {
  const rows = rules.map((rule): readonly number[] => {
    const { words, twice } = wordsOf(atoms, rule);
    const { ops, args } = rule;
    return [
      words,
      twice,
      pairsOf(rule),
      ops.filter(takesAtLeastOne).length,
      ops.some(takesMany) ? NO_LIMIT : ops.filter((op) => op !== OP.zero).length,
      ops[0] === OP.literal ? (args[0] ?? -1) : -1,
      ops.at(-1) === OP.literal ? (args.at(-1) ?? -1) : -1,
    ];
  });
  return { count: rules.length, columns: Int32Array.from(rows.flat()) };
}

function takesAtLeastOne(op: number): boolean {
  return op !== OP.any && op !== OP.zero && op !== OP.macro;
}

function takesMany(op: number): boolean {
  return op === OP.any || op === OP.some || op === OP.inClass || op === OP.macro;
}

function wordsOf(atoms: Atoms, rule: Rule): { readonly words: number; readonly twice: number } {
  let words = 0;
  let twice = 0;
  const seen = new Set<number>();
  rule.ops.forEach((op, at) => {
    if (op !== OP.literal) return;
    const folded = rule.args[at] ?? 0;
    const bit = atoms.bits[folded] ?? 0;
    if (seen.has(folded)) twice |= bit;
    seen.add(folded);
    words |= bit;
  });
  return { words, twice };
}

function pairsOf(rule: Rule): number {
  let pairs = 0;
  for (let at = 1; at < rule.ops.length; at += 1) {
    if (rule.ops[at] !== OP.literal || rule.ops[at - 1] !== OP.literal) continue;
    pairs |= pairBit(rule.args[at - 1] ?? 0, rule.args[at] ?? 0);
  }
  return pairs;
}

function pairBit(left: Atom, right: Atom): number {
  return 1 << (Math.imul(left * 31 + right + 1, 0x9e3779b1) >>> 27);
}

/** What a workspace holds, in the same bits. */
export interface Glance {
  words: number;
  twice: number;
  pairs: number;
  first: number;
  last: number;
}

export function newGlance(): Glance {
  return { words: 0, twice: 0, pairs: 0, first: -1, last: -1 };
}

export function glanceAt(atoms: Atoms, tape: Tape, glance: Glance): void {
  const { bits, folded } = atoms;
  const { tokens, length } = tape;
  let words = 0;
  let twice = 0;
  let pairs = 0;
  let before = -1;
  for (let at = 0; at < length; at += 1) {
    const token = folded[tokens[at] ?? 0] ?? 0;
    const bit = bits[token] ?? 0;
    twice |= words & bit;
    words |= bit;
    if (before !== -1) pairs |= pairBit(before, token);
    before = token;
  }
  glance.words = words;
  glance.twice = twice;
  glance.pairs = pairs;
  glance.first = length === 0 ? -2 : (folded[tokens[0] ?? 0] ?? 0);
  glance.last = length === 0 ? -2 : before;
}

/** The next rule from `from` on that may match; the number of rules where there is none. */
export function nextCandidate(index: RuleIndex, from: number, glance: Glance, length: number): number {
  const { columns, count } = index;
  const noWords = ~glance.words;
  const notTwice = ~glance.twice;
  const noPairs = ~glance.pairs;
  for (let at = from, row = from * WIDTH; at < count; at += 1, row += WIDTH) {
    if (((columns[row] ?? 0) & noWords) !== 0) continue;
    if ((((columns[row + 1] ?? 0) & notTwice) | ((columns[row + 2] ?? 0) & noPairs)) !== 0) continue;
    if ((columns[row + 3] ?? 0) > length || (columns[row + 4] ?? 0) < length) continue;
    const head = columns[row + 5] ?? -1;
    if (head !== -1 && head !== glance.first) continue;
    const end = columns[row + 6] ?? -1;
    if (end !== -1 && end !== glance.last) continue;
    return at;
  }
  return count;
}
