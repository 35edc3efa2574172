/**
 * left-hand-side — a rule's left-hand side made ready for the matcher, as arrays of numbers
 *
 * Every element is there twice: as it is written (`plain`), for whoever watches the steps, and with what its neighbour
 * allows to leave out (`quick`): `$*` before a word goes on to the next place of that word at once, and at the end of
 * a rule takes all there is. The places in between would be tried and left again.
 */
import { type ClassTable, classById, type WordClass } from "./classes.ts";
import { OP, type Rule } from "./program.ts";

/** The operations of program.ts, and the wildcards whose next stop is known. */
export const KIND = {
  ...OP,
  anyBeforeWord: 8,
  someBeforeWord: 9,
  anyAtEnd: 10,
  someAtEnd: 11,
} as const;

export interface LeftHandSide {
  readonly rule: Rule;
  readonly plain: Uint8Array;
  readonly quick: Uint8Array;
  readonly args: Int32Array;
  /** The class of an element that asks for one. */
  readonly classes: readonly (WordClass | undefined)[];
}

export function leftHandSide(classes: ClassTable, rule: Rule): LeftHandSide {
  const isClass = (op: number): boolean => op === OP.inClass || op === OP.notInClass;
  return {
    rule,
    plain: Uint8Array.from(rule.ops),
    quick: Uint8Array.from(rule.ops.map((op, at) => quickKind(op, rule.ops[at + 1]))),
    args: Int32Array.from(rule.args),
    classes: rule.ops.map((op, at) => (isClass(op) ? classById(classes, rule.args[at] ?? 0) : undefined)),
  };
}

function quickKind(op: number, next: number | undefined): number {
  if (op !== OP.any && op !== OP.some) return op;
  if (next === undefined) return op === OP.any ? KIND.anyAtEnd : KIND.someAtEnd;
  if (next !== OP.literal) return op;
  return op === OP.any ? KIND.anyBeforeWord : KIND.someBeforeWord;
}
