/** One physical line that a logical line is made of. */
export interface LinePart {
  /** Line number from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * A logical line: the first line and the lines that continue it. `text` is the parts glued together without their line
 * ends, as Postfix sees it.
 */
export interface LogicalLine {
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
  readonly parts: readonly LinePart[];
  /** A line that begins with blanks and has nothing before it to continue: Postfix warns and drops it. */
  readonly orphan: boolean;
}

const blankOrComment = /^[ \t\r\f\v]*(?:#|$)/;
const startsBlank = /^[ \t\r\f\v]/;

/**
 * Cuts text into the logical lines that main.cf, master.cf and lookup tables share (postconf(5)): a line that begins
 * with white space continues the one before; empty lines and lines whose first other character is `#` are skipped and
 * do not end a logical line.
 */
export function* logicalLines(text: string): Generator<LogicalLine> {
  yield* logicalLinesOf(numbered(text));
}

function* numbered(text: string): Generator<LinePart> {
  let line = 1;
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf("\n", from);
    yield { line, text: text.slice(from, end === -1 ? text.length : end) };
    if (end === -1) return;
    from = end + 1;
    line += 1;
  }
}

/** The same from lines that are read one by one, for tables of any size. */
export function* logicalLinesOf(lines: Iterable<LinePart>): Generator<LogicalLine> {
  let parts: LinePart[] = [];
  for (const part of lines) {
    if (blankOrComment.test(part.text)) continue;
    if (parts.length > 0 && !startsBlank.test(part.text)) {
      yield glued(parts);
      parts = [];
    }
    parts.push(part);
  }
  if (parts.length > 0) yield glued(parts);
}

function glued(parts: readonly LinePart[]): LogicalLine {
  const first = parts[0];
  const text = parts.length === 1 ? (first?.text ?? "") : parts.map((part) => part.text).join("");
  return {
    line: first?.line ?? 1,
    endLine: parts.at(-1)?.line ?? 1,
    text,
    parts,
    orphan: startsBlank.test(text),
  };
}

/** Line and column (from 1) of an offset into a logical line's text. */
export function placeOf(logical: LogicalLine, offset: number): { readonly line: number; readonly column: number } {
  let before = 0;
  for (const part of logical.parts) {
    if (offset < before + part.text.length || part === logical.parts.at(-1)) {
      return { line: part.line, column: offset - before + 1 };
    }
    before += part.text.length;
  }
  return { line: logical.line, column: 1 };
}
