import type { SourceFile, Span } from "../../source/source-file.ts";

export interface McSource {
  readonly file: SourceFile;
  readonly starts: readonly number[];
}

/** The span from offset `from` up to, not with, offset `to`. */
export function spanIn({ file, starts }: McSource, from: number, to: number): Span {
  const start = lineOf(starts, from);
  const end = lineOf(starts, to);
  return {
    file: file.path,
    line: start + 1,
    column: from - (starts[start] ?? 0) + 1,
    endLine: end + 1,
    endColumn: to - (starts[end] ?? 0) + 1,
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
