/**
 * match — the left-hand side of a rule against a workspace (parseaddr.c, rewrite)
 *
 * Every wildcard first takes as little as it may; a failure goes back to the last one that can take more. `$=x` takes
 * the shortest phrase that is a member, and on the way back a longer one. Since nothing on a left-hand side refers to
 * what another element took, a place that failed once (element, token) fails always: remembered after a while, so
 * that nine `$*` on a thousand tokens end in no time while sendmail's own search would not.
 *
 * Who watches is told of every step that sendmail takes; without a watch, steps that cannot help are left out.
 */
import type { Atom } from "./atoms.ts";
import { noteNever, stepToken, type TrieNode, type WordClass } from "./classes.ts";
import { KIND, type LeftHandSide } from "./left-hand-side.ts";
import type { Program, Rule } from "./program.ts";
import type { Tape } from "./tape.ts";

/** What the wildcards of a rule took: tokens `first[i]` up to and with `last[i]`. */
export interface Bindings {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly element: Int32Array;
  count: number;
}

export function newBindings(): Bindings {
  return { first: new Int32Array(16), last: new Int32Array(16), element: new Int32Array(16), count: 0 };
}

/** Steps of one match before failed places are remembered. */
const PATIENCE = 1000;

/** What a trace of level 21.35 and 21.36, or an observer, is told. */
export interface MatchWatch {
  advance(element: Atom | undefined, token: Atom | undefined): void;
  extend(element: Atom, token: Atom | undefined): void;
  classMatch(): void;
  backUp(element: Atom, token: Atom | undefined): void;
  /**
   * An element has looked at tokens `from` up to and without `to`. An element behind the last one: tokens are left over.
   */
  tested(rule: Rule, element: number, tape: Tape, from: number, to: number, hit: boolean): void;
}

export function matches(
  program: Program,
  left: LeftHandSide,
  tape: Tape,
  bindings: Bindings,
  macroValue: (id: number) => string | undefined,
  watch?: MatchWatch,
): boolean {
  const { rule, args, classes } = left;
  const kinds = watch ? left.plain : left.quick;
  const { folded } = program.atoms;
  const { first, last, element } = bindings;
  const { tokens, length } = tape;
  const elements = kinds.length;
  let failed: Uint8Array | undefined;
  let steps = 0;
  let count = 0;
  let op = 0;
  let at = 0;
  while (at < length || op < elements) {
    steps += 1;
    if (steps === PATIENCE) failed = new Uint8Array((elements + 1) * (length + 2));
    watch?.advance(rule.lhs[op], tokenAt(tape, at));
    let ok = op < elements;
    if (!ok) watch?.tested(rule, op, tape, at, length, false);
    else if (failed && failed[op * (length + 2) + at] === 1) ok = false;
    else {
      const kind = kinds[op];
      if (kind === KIND.literal) {
        ok = at < length && folded[tokens[at] ?? 0] === args[op];
        watch?.tested(rule, op, tape, at, at < length ? at + 1 : at, ok);
        at += 1;
      } else if (kind === KIND.anyBeforeWord || kind === KIND.anyAtEnd || kind === KIND.any) {
        element[count] = op;
        first[count] = at;
        if (kind === KIND.anyBeforeWord) at = nextWord(folded, tokens, length, at, args[op + 1] ?? 0);
        else if (kind === KIND.anyAtEnd) at = length;
        last[count] = at - 1;
        count += 1;
        ok = at <= length;
      } else if (kind === KIND.zero) ok = true;
      else if (at >= length) {
        ok = false;
        watch?.tested(rule, op, tape, at, at, false);
      } else if (kind === KIND.inClass) {
        const end = phraseEnd(program, classes[op], tokens, length, at, at, rule.lhs[op], watch);
        ok = end !== -1;
        watch?.tested(rule, op, tape, at, ok ? end + 1 : at + 1, ok);
        element[count] = op;
        first[count] = at;
        last[count] = end;
        if (ok) {
          count += 1;
          at = end + 1;
        }
      } else if (kind === KIND.macro) {
        const end = macroEnd(program, macroValue(args[op] ?? 0), tokens, length, at);
        ok = end !== -1;
        watch?.tested(rule, op, tape, at, ok ? end : at + 1, ok);
        at = end;
      } else {
        if (kind === KIND.notInClass) {
          ok = !holdsToken(program, classes[op], tokens[at] ?? 0);
          watch?.tested(rule, op, tape, at, at + 1, ok);
        }
        element[count] = op;
        first[count] = at;
        at += 1;
        if (kind === KIND.someBeforeWord) at = nextWord(folded, tokens, length, at, args[op + 1] ?? 0);
        else if (kind === KIND.someAtEnd) at = length;
        last[count] = at - 1;
        if (ok) count += 1;
        ok &&= at <= length;
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
      if (failed && at <= length) failed[(op + 1) * (length + 2) + at] = 1;
      watch?.backUp(rule.lhs[op] ?? 0, tokenAt(tape, at));
      if (at >= length) continue;
      const kind = kinds[op];
      if (kind === KIND.anyBeforeWord || kind === KIND.someBeforeWord) {
        at = nextWord(folded, tokens, length, at + 1, args[op + 1] ?? 0);
        if (at > length) continue;
        last[count] = at - 1;
        break;
      }
      if (kind === KIND.some || kind === KIND.any) {
        last[count] = at;
        at += 1;
        break;
      }
      if (kind === KIND.inClass) {
        const from = first[count] ?? 0;
        const end = phraseEnd(program, classes[op], tokens, length, from, at, rule.lhs[op], watch);
        watch?.tested(rule, op, tape, from, (end === -1 ? at : end) + 1, end !== -1);
        if (end === -1) continue;
        last[count] = end;
        at = end + 1;
        break;
      }
    }
    count += 1;
    op += 1;
  }
  bindings.count = count;
  return true;
}

function tokenAt(tape: Tape, at: number): Atom | undefined {
  return at < tape.length ? tape.tokens[at] : undefined;
}

/** The place of a word from `from` on; behind the end where it is not. */
function nextWord(folded: readonly number[], tokens: Int32Array, length: number, from: number, word: number): number {
  for (let at = from; at < length; at += 1) if (folded[tokens[at] ?? 0] === word) return at;
  return length + 1;
}

/** Index of the last token of the shortest member phrase from `from` that ends at or behind `earliest`; -1: none. */
function phraseEnd(
  program: Program,
  words: WordClass | undefined,
  workspace: Int32Array,
  length: number,
  from: number,
  earliest: number,
  element: Atom = 0,
  watch?: MatchWatch,
): number {
  const { atoms, options } = program;
  const start = atoms.folded[workspace[from] ?? 0] ?? 0;
  if (!watch && words?.never[start] === 1) return -1;
  let node: TrieNode | null = words?.root ?? null;
  let joined = false;
  for (let at = from; at < length; at += 1) {
    const atom = workspace[at] ?? 0;
    const joins = atoms.joins[atom] === 1;
    if (node) node = stepToken(node, atoms, atom, joined && joins && options.blank !== undefined, options.blank);
    joined = joins;
    if (at < earliest) continue;
    if (node?.member) {
      watch?.classMatch();
      return at;
    }
    // Without a trace to keep, nobody waits for a phrase that no member begins with.
    if (watch) watch.extend(element, atom);
    else if (!node) {
      if (at === from && words) noteNever(words, start);
      return -1;
    }
  }
  return -1;
}

function holdsToken(program: Program, words: WordClass | undefined, atom: Atom): boolean {
  const { atoms } = program;
  const text = atoms.texts[atoms.folded[atom] ?? atom] ?? "";
  return words?.words.has(text) ?? false;
}

/**
 * Index behind the tokens whose texts make up a macro's value, without case; -1 when they do not. An unset macro
 * takes nothing. The value is not tokenized: `$&x` of `a.b` takes `a` `.` `b`, but `a` against the token `ab` fails.
 */
function macroEnd(
  program: Program,
  value: string | undefined,
  workspace: Int32Array,
  length: number,
  from: number,
): number {
  if (value === undefined) return from;
  const { atoms } = program;
  const lower = value.toLowerCase();
  let at = from;
  let offset = 0;
  while (offset < lower.length) {
    if (at >= length) return -1;
    const atom = workspace[at] ?? 0;
    const text = atoms.texts[atoms.folded[atom] ?? atom] ?? "";
    if (!lower.startsWith(text, offset)) return -1;
    offset += text.length;
    at += 1;
  }
  return at;
}
