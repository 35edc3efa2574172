import { type Change, changeOf } from "./change.ts";

/** Above this product of lengths, what is left in the middle counts as replaced. */
const CELLS = 4_000_000;

interface Step {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/**
 * Differences of two ordered lists: entries that the longest common subsequence leaves over. An entry that went and one
 * that came at the same place are one change. Paths carry the number that the entry has (from 1), in the new list where
 * it is there.
 */
export function sequenceChanges(
  prefix: string,
  before: readonly string[],
  after: readonly string[],
): readonly Change[] {
  const changes: Change[] = [];
  const gone: number[] = [];
  const come: number[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
      const [old, new_] = [gone[at], come[at]];
      const number = (new_ ?? old ?? 0) + 1;
      changes.push(
        changeOf(
          `${prefix}${number}`,
          old === undefined ? null : (before[old] ?? ""),
          new_ === undefined ? null : (after[new_] ?? ""),
        ),
      );
    }
    gone.length = 0;
    come.length = 0;
  };
  for (const step of steps(before, after)) {
    if (step.before !== undefined && step.after !== undefined) flush();
    else if (step.before !== undefined) gone.push(step.before);
    else if (step.after !== undefined) come.push(step.after);
  }
  flush();
  return changes;
}

/** Both lists as steps: an entry of both, of the first or of the second. */
function* steps(before: readonly string[], after: readonly string[]): Generator<Step> {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (head > 0) yield { before: head - 1, after: head - 1 };
  yield* middle(before, after, head, before.length - tail, after.length - tail);
  if (tail > 0) yield { before: before.length - tail, after: after.length - tail };
}

function* middle(
  before: readonly string[],
  after: readonly string[],
  from: number,
  endBefore: number,
  endAfter: number,
): Generator<Step> {
  const [rows, columns] = [endBefore - from, endAfter - from];
  let [row, column] = [0, 0];
  if (rows * columns <= CELLS) {
    const lengths = commonLengths(before, after, from, rows, columns);
    const at = (r: number, c: number): number => lengths[r * (columns + 1) + c] ?? 0;
    while (row < rows && column < columns) {
      if (before[from + row] === after[from + column]) {
        yield { before: from + row, after: from + column };
        row += 1;
        column += 1;
      } else if (at(row + 1, column) >= at(row, column + 1)) {
        yield { before: from + row, after: undefined };
        row += 1;
      } else {
        yield { before: undefined, after: from + column };
        column += 1;
      }
    }
  }
  for (; row < rows; row += 1) yield { before: from + row, after: undefined };
  for (; column < columns; column += 1) yield { before: undefined, after: from + column };
}

/** Lengths of the longest common subsequence of what follows each pair of places. */
function commonLengths(
  before: readonly string[],
  after: readonly string[],
  from: number,
  rows: number,
  columns: number,
): Uint32Array {
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[from + row] === after[from + column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
    }
  }
  return lengths;
}
