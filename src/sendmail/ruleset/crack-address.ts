/**
 * crack-address — what stands around an address in a header: phrase, comments, group (headers.c, crackaddr)
 *
 * Gives the text with `$g` (in internal form) where the address itself stood: `Joe User <$g>`, `$g (Joe User)`.
 */
import { isSpace, META } from "./metasymbol.ts";

/** Size of sendmail's result (MAXNAME_I); a longer one becomes `<$g>`. */
const ROOM = 256;
const ADDRESS_MARK = `${String.fromCharCode(META.macro)}g`;

export interface CrackOptions {
  readonly colonOkInAddress: boolean;
  readonly mustQuote: string;
}

interface Cracker {
  readonly text: string;
  readonly options: CrackOptions;
  at: number;
  out: string;
  /** Room that is kept for what must still be closed. */
  limit: number;
  /** Length of `out` and offset of `text` behind leading blanks or a group's name. */
  outHead: number;
  textHead: number;
  comments: number;
  openComments: number;
  angles: number;
  brackets: number;
  copying: number;
  closeAngle: boolean;
  quoted: boolean;
  quotedOut: boolean;
  marked: boolean;
  quoteIt: boolean;
  sawAngle: boolean;
  sawColon: boolean;
  full: boolean;
}

export function crackAddress(text: string, options: CrackOptions): string {
  const lead = /^[\t\n\v\f\r ]*/.exec(text)?.[0].length ?? 0;
  const c: Cracker = {
    text,
    options,
    at: lead,
    out: text.slice(0, lead),
    limit: ROOM,
    outHead: lead,
    textHead: lead,
    comments: 0,
    openComments: 0,
    angles: 0,
    brackets: 0,
    copying: 0,
    closeAngle: false,
    quoted: false,
    quotedOut: false,
    marked: false,
    quoteIt: false,
    sawAngle: false,
    sawColon: false,
    full: lead >= ROOM,
  };
  while (c.at < text.length && !c.full) readCharacter(c);
  if (c.full) return `<${ADDRESS_MARK}>`;
  let out = c.out;
  if (c.quotedOut && out.length < ROOM) out += '"';
  for (let open = c.openComments; open > 0 && out.length < ROOM; open -= 1) out += ")";
  if (c.closeAngle && out.length < ROOM) out += ">";
  return out.length < ROOM ? out : `<${ADDRESS_MARK}>`;
}

function hasRoom(c: Cracker): boolean {
  return c.out.length < c.limit && c.limit <= ROOM;
}

function append(c: Cracker, char: string): void {
  if (hasRoom(c)) c.out += char;
  else c.full = true;
}

function readCharacter(c: Cracker): void {
  const char = c.text[c.at] ?? "";
  c.at += 1;
  if (c.copying > 0) append(c, char);
  if (char === "\\") {
    readEscape(c);
    return;
  }
  if (char === '"' && c.comments <= 0) {
    c.quoted = !c.quoted;
    if (c.copying > 0 && hasRoom(c)) {
      c.limit += c.quotedOut ? -1 : 1;
      c.quotedOut = !c.quotedOut;
    }
    return;
  }
  if (c.quoted) {
    markAddress(c);
    return;
  }
  if (char === "(") openComment(c, char);
  if (c.comments > 0) {
    if (char === ")") closeComment(c);
    return;
  }
  if (char === ")" && c.copying > 0 && hasRoom(c) && c.out.length > c.outHead) c.out = c.out.slice(0, -1);
  if (char === "[") c.brackets += 1;
  else if (char === "]") c.brackets -= 1;
  if (char === ":" && c.angles <= 0 && c.brackets <= 0 && !c.sawColon && !c.options.colonOkInAddress) {
    readColon(c);
    return;
  }
  if (char === ";" && c.copying <= 0 && !c.options.colonOkInAddress) append(c, char);
  if (c.options.mustQuote.includes(char) && c.comments <= 0 && !c.quoted) c.quoteIt = true;
  if (char === "<") {
    readAngle(c);
    return;
  }
  if (char === ">") {
    closeAngle(c, char);
    return;
  }
  markAddress(c);
}

function readEscape(c: Cracker): void {
  if (c.comments <= 0 && !c.quoted) c.quoteIt = true;
  const next = c.text[c.at];
  if (next !== undefined) {
    c.at += 1;
    if (c.copying > 0) append(c, next);
  }
  markAddress(c);
}

function markAddress(c: Cracker): void {
  if (c.copying > 0 || c.marked) return;
  if (c.out.endsWith(")")) append(c, " ");
  append(c, ADDRESS_MARK.charAt(0));
  append(c, "g");
  c.marked = true;
}

function openComment(c: Cracker, char: string): void {
  c.comments += 1;
  if (!hasRoom(c)) return;
  c.limit -= 1;
  c.openComments += 1;
  const first = c.copying <= 0;
  c.copying += 1;
  if (!first) return;
  if (c.out.length !== c.outHead) append(c, " ");
  append(c, char);
}

function closeComment(c: Cracker): void {
  c.comments -= 1;
  c.copying -= 1;
  if (!hasRoom(c)) return;
  c.openComments -= 1;
  c.limit += 1;
}

/** `group:`: all up to the colon is kept as it is; `::` and `:.` belong to DECnet addresses. */
function readColon(c: Cracker): void {
  const next = c.text[c.at];
  if (next === ":" || next === ".") {
    if (c.comments <= 0 && !c.quoted) c.quoteIt = true;
    if (c.copying > 0) {
      append(c, ":");
      append(c, next);
    }
    c.at += 1;
    markAddress(c);
    return;
  }
  c.sawColon = true;
  copyPhrase(c, c.textHead, c.outHead, c.outHead + 1, ":");
  while (isSpace(c.text[c.at])) {
    append(c, c.text[c.at] ?? "");
    c.at += 1;
  }
  c.copying = 0;
  c.marked = false;
  c.quoteIt = false;
  c.outHead = c.out.length;
  c.textHead = c.at;
}

/** `phrase <`: what was taken for the address so far was the phrase. */
function readAngle(c: Cracker): void {
  if (c.sawAngle) c.quoteIt = true;
  c.sawAngle = true;
  c.angles = 1;
  if (hasRoom(c)) {
    if (!c.closeAngle) c.limit -= 1;
    c.closeAngle = true;
  }
  copyPhrase(c, c.textHead, c.outHead, 1, "<");
  c.copying = 0;
  c.marked = false;
  c.quoteIt = false;
}

/** Copies the text before a mark, in quotes where it needs them; an opening quote without a phrase goes again. */
function copyPhrase(c: Cracker, textHead: number, outHead: number, empty: number, mark: string): void {
  c.out = c.out.slice(0, outHead);
  let end = c.at;
  if (c.quoteIt) {
    append(c, '"');
    end -= 1;
    while (end > textHead && isSpace(c.text[end - 1])) end -= 1;
    if (end < textHead) end = textHead;
  }
  for (let from = textHead; from < end; from += 1) {
    const char = c.text[from] ?? "";
    if (c.quoteIt && char === '"') append(c, "\\");
    append(c, char);
  }
  if (!c.quoteIt) return;
  if (c.out.length === empty) c.out = c.out.slice(0, -1);
  else append(c, '"');
  const stop = c.text.indexOf(mark, end);
  appendText(c, c.text.slice(end, stop));
  append(c, mark);
}

function appendText(c: Cracker, text: string): void {
  for (const char of text) append(c, char);
}

function closeAngle(c: Cracker, char: string): void {
  if (c.angles > 0) {
    c.angles -= 1;
    if (hasRoom(c)) {
      if (c.closeAngle) c.limit += 1;
      c.closeAngle = false;
    }
  } else if (hasRoom(c)) {
    if (c.copying > 0 && c.out.length > c.outHead) c.out = c.out.slice(0, -1);
    c.quoteIt = true;
    return;
  }
  const first = c.copying <= 0;
  c.copying += 1;
  if (first) append(c, char);
}
