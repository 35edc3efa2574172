/** One control line with its continuations, as it stands in the file. */
export interface ControlLine {
  /** Number of its first physical line, from 1. */
  readonly number: number;
  readonly endNumber: number;
  /** Length of its last physical line without the line end. */
  readonly lastLineLength: number;
  /** Without the final LF or CR LF. */
  readonly text: string;
  /** With it. */
  readonly raw: string;
}

/**
 * Cuts a file into control lines: a physical line that begins with a blank or tab continues the one before it, be that
 * a comment or an empty line (util.c, fgetfolded). The `raw` texts in order are the file.
 */
export function* controlLines(text: string): Generator<ControlLine> {
  let start = 0;
  let number = 1;
  while (start < text.length) {
    let lineStart = start;
    let endNumber = number;
    let newline = text.indexOf("\n", start);
    while (newline !== -1 && isContinuation(text, newline + 1)) {
      lineStart = newline + 1;
      endNumber += 1;
      newline = text.indexOf("\n", lineStart);
    }
    const next = newline === -1 ? text.length : newline + 1;
    const crLf = newline > start && text[newline - 1] === "\r";
    const end = newline === -1 ? text.length : crLf ? newline - 1 : newline;
    yield {
      number,
      endNumber,
      lastLineLength: Math.max(0, end - lineStart),
      text: text.slice(start, end),
      raw: text.slice(start, next),
    };
    start = next;
    number = endNumber + 1;
  }
}

function isContinuation(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\t";
}
