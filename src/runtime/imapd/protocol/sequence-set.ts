/** sequence-set: `1:3,5,7:*` (RFC 3501 section 9) */
import { BadSyntax, type Cursor } from "./cursor.ts";

/** `undefined` stands for `*`. */
export type SequenceSet = readonly (readonly [number | undefined, number | undefined])[];

export function readSequenceSet(cursor: Cursor): SequenceSet {
  const ranges: (readonly [number | undefined, number | undefined])[] = [];
  do {
    const from = readNumber(cursor);
    ranges.push([from, cursor.accept(":") ? readNumber(cursor) : from]);
  } while (cursor.accept(","));
  return ranges;
}

function readNumber(cursor: Cursor): number | undefined {
  if (cursor.accept("*")) return undefined;
  const number = cursor.number();
  if (number === 0) throw new BadSyntax("zero in a sequence set");
  return number;
}

/** A test for numbers; `largest` is what `*` stands for. */
export function memberOf(set: SequenceSet, largest: number): (number: number) => boolean {
  const ranges = set.map(([a = largest, b = largest]) => [Math.min(a, b), Math.max(a, b)] as const);
  return (number) => ranges.some(([from, to]) => number >= from && number <= to);
}

/** True when a number of the set lies above `largest`: a bad message number for the client. */
export function exceeds(set: SequenceSet, largest: number): boolean {
  return set.some(([a = largest, b = largest]) => Math.max(a, b) > largest) || largest === 0;
}

/** Rising numbers in their shortest form. */
export function printNumbers(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    let last = at;
    while (numbers[last + 1] === (numbers[last] ?? 0) + 1) last += 1;
    ranges.push(last === at ? `${numbers[at]}` : `${numbers[at]}:${numbers[last]}`);
    at = last + 1;
  }
  return ranges.join(",");
}
