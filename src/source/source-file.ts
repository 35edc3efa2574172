/**
 * A file as it lies on disk. `text` holds one character a byte (latin1), so offsets are byte offsets, every byte
 * survives printing, and EUC-JP or ISO-2022-JP comments pass through untouched. Decode only to show.
 */
export interface SourceFile {
  /** Path as shown to people: relative to the site root where there is one, `-` for standard input. */
  readonly path: string;
  readonly text: string;
}

/** A stretch of a file. Lines and columns count from 1; columns count bytes; the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Offsets at which the lines of `text` begin (LF ends a line, CR stays in it). */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** A span over one line, from `column` to `endColumn`. */
export function lineSpan(file: string, line: number, column = 1, endColumn = column): Span {
  return { file, line, column, endLine: line, endColumn };
}
