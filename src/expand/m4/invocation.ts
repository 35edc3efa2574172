import type { Argument, Machine } from "./machine.ts";
import { complain } from "./messages.ts";
import type { Place, TextBuilder } from "./pieces.ts";
import type { Definition } from "./symbols.ts";

/** What a builtin is given. Argument 0 is the name it was called by. */
export interface Invocation {
  readonly args: readonly Argument[];
  readonly place: Place;
  /** Where the expansion is written. */
  readonly expansion: TextBuilder;
  /** Set by a builtin that put something else on the input: what it wrote is lost, as in GNU m4. */
  replaced: boolean;
}

/** A builtin writes its expansion, changes the machine, or both. `invoke` runs another definition in its place. */
export type Builtin = (machine: Machine, invocation: Invocation, invoke: Invoke) => void;

export type Invoke = (machine: Machine, definition: Definition, invocation: Invocation) => void;

/** Text of an argument; empty when it was not given. */
export function textOf(invocation: Invocation, index: number): string {
  return invocation.args[index]?.text ?? "";
}

export function writeMade(invocation: Invocation, text: string): void {
  invocation.expansion.addMade(text, invocation.place);
}

/**
 * Complains when a builtin is called with too few or too many arguments, its name not counted (bad_argc); false when
 * there are too few to go on.
 */
export function argumentsFit(machine: Machine, invocation: Invocation, least: number, most: number): boolean {
  const count = invocation.args.length - 1;
  const name = textOf(invocation, 0);
  if (count < least) {
    complain(machine, `Warning: too few arguments to builtin \`${name}'`);
    return false;
  }
  if (count > most) complain(machine, `Warning: excess arguments to builtin \`${name}' ignored`);
  return true;
}

/** strtol() in base 10 with m4's warnings (numeric_arg); undefined when the text is no number. */
export function numberOf(machine: Machine, invocation: Invocation, text: string): number | undefined {
  const name = textOf(invocation, 0);
  if (text === "") {
    complain(machine, `empty string treated as 0 in builtin \`${name}'`);
    return 0;
  }
  const number = parseDecimal(text);
  if (!number.complete) {
    complain(machine, `non-numeric argument to builtin \`${name}'`);
    return undefined;
  }
  if (/^[\t-\r ]/.test(text)) complain(machine, `leading whitespace ignored in builtin \`${name}'`);
  else if (number.overflow) complain(machine, `numeric overflow detected in builtin \`${name}'`);
  return Number(BigInt.asIntN(32, number.value));
}

export interface Decimal {
  /** As a 64-bit long, at its limit on overflow. */
  readonly value: bigint;
  readonly complete: boolean;
  readonly overflow: boolean;
}

const longest = 2n ** 63n;

/** What strtol(text, 10) reads, and whether it read all of it. */
export function parseDecimal(text: string): Decimal {
  const match = /^[\t-\r ]*([+-]?[0-9]+)/.exec(text);
  if (!match?.[1]) return { value: 0n, complete: text === "", overflow: false };
  const exact = BigInt(match[1]);
  const value = exact >= longest ? longest - 1n : exact < -longest ? -longest : exact;
  return { value, complete: match[0].length === text.length, overflow: value !== exact };
}

/** All arguments from `first` on, separated and perhaps quoted. */
export function listArguments(
  machine: Machine,
  invocation: Invocation,
  first: number,
  separator: string,
  quoted: boolean,
): void {
  const { args, expansion, place } = invocation;
  const { openQuote, closeQuote } = machine.delimiters;
  for (let index = first; index < args.length; index += 1) {
    if (expansion.text.length > machine.limits.characters) return;
    if (index > first) expansion.addMade(separator, place);
    if (quoted) expansion.addMade(openQuote, place);
    const argument = args[index];
    if (argument) expansion.add(argument);
    if (quoted) expansion.addMade(closeQuote, place);
  }
}
