/**
 * match — the left-hand side of a rule against a workspace (parseaddr.c, rewrite)
 *
 * Every wildcard first takes as little as it may; a failure goes back to the last one that can take more. `$=x` takes
 * the shortest phrase that is a member, and on the way back a longer one. Since nothing on a left-hand side refers to
 * what another element took, a place that failed once (element, token) fails always: remembered after a while, so
 * that nine `$*` on a thousand tokens end in no time while sendmail's own search would not.
 */
import type { Atom } from "./atoms.ts";
import { classById, stepToken, type TrieNode, type WordClass } from "./classes.ts";
import { OP, type Program, type Rule } from "./program.ts";

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
const PATIENCE = 2000;

/** What a trace of level 21.35 and 21.36, or an observer, is told. */
export interface MatchWatch {
  advance(element: Atom | undefined, token: Atom | undefined): void;
  extend(element: Atom, token: Atom | undefined): void;
  classMatch(): void;
  backUp(element: Atom, token: Atom | undefined): void;
  /**
   * An element has looked at tokens `from` up to and without `to`. An element behind the last one: tokens are left over.
   */
  tested(rule: Rule, element: number, workspace: Int32Array, from: number, to: number, hit: boolean): void;
}

export function matches(
  program: Program,
  rule: Rule,
  workspace: Int32Array,
  bindings: Bindings,
  macroValue: (id: number) => string | undefined,
  watch?: MatchWatch,
): boolean {
  const { ops, args } = rule;
  const { folded } = program.atoms;
  const { first, last, element } = bindings;
  const length = workspace.length;
  const elements = ops.length;
  let failed: Uint8Array | undefined;
  let steps = 0;
  let count = 0;
  let op = 0;
  let at = 0;
  while (at < length || op < elements) {
    steps += 1;
    if (steps === PATIENCE) failed = new Uint8Array((elements + 1) * (length + 1));
    watch?.advance(rule.lhs[op], workspace[at]);
    let ok = op < elements && !(failed && failed[op * (length + 1) + at] === 1);
    if (op >= elements) watch?.tested(rule, op, workspace, at, length, false);
    if (ok) {
      const kind = ops[op];
      if (at >= length && kind !== OP.any && kind !== OP.zero) {
        ok = false;
        watch?.tested(rule, op, workspace, at, at, false);
      } else {
        switch (kind) {
          case OP.literal:
            ok = folded[workspace[at] ?? 0] === args[op];
            watch?.tested(rule, op, workspace, at, at + 1, ok);
            if (ok) at += 1;
            break;
          case OP.any:
            element[count] = op;
            first[count] = at;
            last[count] = at - 1;
            count += 1;
            break;
          case OP.inClass: {
            element[count] = op;
            first[count] = at;
            const end = phraseEnd(
              program,
              classOf(program, rule, op),
              workspace,
              length,
              at,
              at,
              rule.lhs[op] ?? 0,
              watch,
            );
            ok = end !== -1;
            watch?.tested(rule, op, workspace, at, ok ? end + 1 : at + 1, ok);
            if (ok) {
              last[count] = end;
              at = end + 1;
              count += 1;
            }
            break;
          }
          case OP.zero:
            break;
          case OP.macro: {
            const end = macroEnd(program, macroValue(args[op] ?? 0), workspace, length, at);
            ok = end !== -1;
            watch?.tested(rule, op, workspace, at, ok ? end : at + 1, ok);
            if (ok) at = end;
            break;
          }
          default:
            ok = kind !== OP.notInClass || !holdsToken(program, classOf(program, rule, op), workspace[at] ?? 0);
            if (kind === OP.notInClass) watch?.tested(rule, op, workspace, at, at + 1, ok);
            if (ok) {
              element[count] = op;
              first[count] = at;
              last[count] = at;
              at += 1;
              count += 1;
            }
        }
      }
    }
    if (ok) {
      op += 1;
      continue;
    }
    for (;;) {
      count -= 1;
      if (count < 0) return false;
      op = element[count] ?? 0;
      at = (last[count] ?? 0) + 1;
      if (failed) failed[(op + 1) * (length + 1) + at] = 1;
      watch?.backUp(rule.lhs[op] ?? 0, workspace[at]);
      if (at >= length) continue;
      const kind = ops[op];
      if (kind === OP.some || kind === OP.any) {
        last[count] = at;
        at += 1;
        break;
      }
      if (kind === OP.inClass) {
        const end = phraseEnd(
          program,
          classOf(program, rule, op),
          workspace,
          length,
          first[count] ?? 0,
          at,
          rule.lhs[op] ?? 0,
          watch,
        );
        watch?.tested(rule, op, workspace, first[count] ?? 0, (end === -1 ? at : end) + 1, end !== -1);
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

/** Index of the last token of the shortest member phrase from `from` that ends at or behind `earliest`; -1: none. */
export function phraseEnd(
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
    else if (!node) return -1;
  }
  return -1;
}

function classOf(program: Program, rule: Rule, op: number): WordClass {
  return classById(program.classes, rule.args[op] ?? 0);
}

export function holdsToken(program: Program, words: WordClass | undefined, atom: Atom): boolean {
  const { atoms } = program;
  const text = atoms.texts[atoms.folded[atom] ?? atom] ?? "";
  return words?.words.has(text) ?? false;
}

/**
 * Index behind the tokens whose texts make up a macro's value, without case; -1 when they do not. An unset macro
 * takes nothing. The value is not tokenized: `$&x` of `a.b` takes `a` `.` `b`, but `a` against the token `ab` fails.
 */
export function macroEnd(
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
