import type { Span } from "../../source/source-file.ts";

/**
 * One control line as sendmail has it in memory before it looks at the letter: continuation lines joined with their LF
 * (util.c, fgetfolded), comments inside the line and blanks at its end taken out (readcf.c, translate_dollars), cut at
 * the first NUL. `anchors` remember where each piece of `text` stands in the file.
 */
export interface FoldedLine {
  readonly file: string;
  readonly text: string;
  readonly anchors: readonly Anchor[];
  /** Where a NUL byte ends the line, if there is one. */
  readonly nul: Anchor | undefined;
}

interface Anchor {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Since level 3 `#` anywhere in a line begins a comment, even without a blank before it (readcf.c). */
const FIRST_LEVEL_WITH_COMMENTS = 3;

/** Folds the text of one control line that begins at line number `line` of `file`. */
export function fold(file: string, line: number, raw: string, level: number): FoldedLine {
  const plain = level >= FIRST_LEVEL_WITH_COMMENTS ? /[\0\r\n#]/ : /[\0\r\n]/;
  if (!plain.test(raw)) {
    return { file, text: withoutEndBlanks(raw), anchors: [{ offset: 0, line, column: 1 }], nul: undefined };
  }
  return foldSlowly(file, line, raw, level);
}

/** Text that is built piece by piece, with the place of each piece; long lines must not cost more than their length. */
interface Growing {
  readonly pieces: string[];
  readonly anchors: Anchor[];
  length: number;
}

function foldSlowly(file: string, firstLine: number, raw: string, level: number): FoldedLine {
  const growing: Growing = { pieces: [], anchors: [], length: 0 };
  const ordinary = /[^\0\r\n$#]+|\$[=~&?]?(?:\{[^}\0\r\n]*\}?|[^\0\r\n])?/y;
  const comments = level >= FIRST_LEVEL_WITH_COMMENTS;
  let at = 0;
  let line = firstLine;
  let lineStart = 0;
  let nul: Anchor | undefined;
  const place = (): Anchor => ({ offset: growing.length, line, column: at - lineStart + 1 });
  anchorAt(growing, place());
  while (at < raw.length) {
    ordinary.lastIndex = at;
    const run = ordinary.exec(raw);
    if (run) {
      append(growing, run[0]);
      at += run[0].length;
      continue;
    }
    if (raw[at] === "\0") {
      nul = place();
      break;
    }
    if (comments && raw[at] === "#" && growing.length > 0) {
      if (!growing.pieces.at(-1)?.endsWith("\\")) {
        dropEndBlanks(growing);
        const end = raw.indexOf("\n", at);
        at = end === -1 ? raw.length : end;
        anchorAt(growing, place());
        continue;
      }
      dropLastCharacter(growing);
      anchorAt(growing, place());
    }
    if (raw[at] === "\r" && raw[at + 1] === "\n") {
      at += 1;
      anchorAt(growing, place());
    }
    const char = raw[at] ?? "";
    append(growing, char);
    at += 1;
    if (char === "\n") {
      line += 1;
      lineStart = at;
      anchorAt(growing, place());
    }
  }
  return { file, text: withoutEndBlanks(growing.pieces.join("")), anchors: growing.anchors, nul };
}

function append(growing: Growing, text: string): void {
  growing.pieces.push(text);
  growing.length += text.length;
}

/** Takes the blanks before a comment away, but not a line end (readcf.c, translate_dollars). */
function dropEndBlanks(growing: Growing): void {
  for (let last = growing.pieces.pop(); last !== undefined; last = growing.pieces.pop()) {
    let end = last.length;
    while (end > 0 && last[end - 1] !== "\n" && isBlank(last.charCodeAt(end - 1))) end -= 1;
    growing.length -= last.length - end;
    if (end === 0) continue;
    growing.pieces.push(last.slice(0, end));
    return;
  }
}

function dropLastCharacter(growing: Growing): void {
  const last = growing.pieces.pop() ?? "";
  growing.length -= 1;
  if (last.length > 1) growing.pieces.push(last.slice(0, -1));
}

/** From here on the text stands at `anchor`. */
function anchorAt(growing: Growing, anchor: Anchor): void {
  while ((growing.anchors.at(-1)?.offset ?? -1) >= anchor.offset) growing.anchors.pop();
  growing.anchors.push(anchor);
}

/** The first character stays, whatever it is (readcf.c, translate_dollars). */
function withoutEndBlanks(text: string): string {
  let end = text.length;
  while (end > 1 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** The place in the file of the characters `from` to `to` (exclusive) of the folded text. */
export function spanOf(folded: FoldedLine, from: number, to: number): Span {
  const only = folded.anchors.length === 1 ? folded.anchors[0] : undefined;
  if (only) {
    const { line, column } = only;
    return { file: folded.file, line, column: column + from, endLine: line, endColumn: column + Math.max(from, to) };
  }
  const start = placeOf(folded, from);
  if (to <= from) {
    return {
      file: folded.file,
      line: start.line,
      column: start.column,
      endLine: start.line,
      endColumn: start.column,
    };
  }
  const last = placeOf(folded, to - 1);
  return {
    file: folded.file,
    line: start.line,
    column: start.column,
    endLine: last.line,
    endColumn: last.column + 1,
  };
}

function placeOf(folded: FoldedLine, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = folded.anchors.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((folded.anchors[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const anchor = folded.anchors[low];
  return anchor ? { line: anchor.line, column: anchor.column + offset - anchor.offset } : { line: 1, column: 1 };
}
