/**
 * tape — a workspace while rules run on it: a buffer that is used again and again
 */
import type { Atom } from "./atoms.ts";
import { MAX_TOKENS } from "./prescan.ts";

export interface Tape {
  /** Only the first `length` count. */
  tokens: Int32Array;
  length: number;
}

/** Tapes not in use; a question's rules take them and give them back. */
export type SpareTapes = Tape[];

/** A right-hand side may be put together from a whole workspace and a value of the same size before it is refused. */
const CAPACITY = 2 * MAX_TOKENS + 100;

export function takeTape(spare: SpareTapes, least = 0): Tape {
  const tape = spare.pop() ?? { tokens: new Int32Array(CAPACITY), length: 0 };
  if (tape.tokens.length < least) tape.tokens = new Int32Array(least);
  tape.length = 0;
  return tape;
}

export function giveTape(spare: SpareTapes, tape: Tape): void {
  spare.push(tape);
}

export function loadTape(tape: Tape, atoms: readonly Atom[]): void {
  if (tape.tokens.length < atoms.length + CAPACITY / 2) tape.tokens = new Int32Array(atoms.length + CAPACITY);
  for (let at = 0; at < atoms.length; at += 1) tape.tokens[at] = atoms[at] ?? 0;
  tape.length = atoms.length;
}

/** The tape's tokens into an array, whatever it held. */
export function storeTape(tape: Tape, into: Atom[]): void {
  if (into.length > tape.length) into.length = tape.length;
  for (let at = 0; at < tape.length; at += 1) into[at] = tape.tokens[at] ?? 0;
}

/** A copy for traces. */
export function tapeAtoms(tape: Tape): Atom[] {
  const atoms: Atom[] = [];
  for (let at = 0; at < tape.length; at += 1) atoms.push(tape.tokens[at] ?? 0);
  return atoms;
}

/** Puts tokens in the place of those from `from` up to and without `to`. */
export function replaceOnTape(tape: Tape, from: number, to: number, by: ArrayLike<Atom>): void {
  const length = tape.length + by.length - (to - from);
  if (length > tape.tokens.length) {
    const more = new Int32Array(length + CAPACITY);
    more.set(tape.tokens);
    tape.tokens = more;
  }
  if (to < tape.length && from + by.length !== to) tape.tokens.copyWithin(from + by.length, to, tape.length);
  for (let at = 0; at < by.length; at += 1) tape.tokens[from + at] = by[at] ?? 0;
  tape.length = length;
}
