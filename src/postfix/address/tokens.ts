/**
 * RFC 822 address tokens as Postfix cuts them (src/global/tok822_parse.c): `%`, `!` and `|` are operators too, comments
 * keep their parentheses, a backslash makes the next character plain.
 */
export type Token =
  | { readonly kind: "atom" | "quoted" | "literal" | "comment"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string };

const BLANK = 1;
const OPERATOR = 2;
const CONTROL = 4;
const QUOTE = 0x22;
const OPEN_PARENTHESIS = 0x28;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const OPERATORS = '|%!()<>@,;:\\".[]';

/** By character code: 1 blank, 2 operator, 4 control character; one look instead of searching. */
const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  const operator = OPERATORS.includes(character) ? OPERATOR : 0;
  return (" \t\r\n".includes(character) ? BLANK : 0) | operator | (code <= 32 || code === 127 ? CONTROL : 0);
});

function isA(code: number, kinds: number): boolean {
  return code < 256 && ((KINDS[code] ?? 0) & kinds) !== 0;
}

export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isA(code, BLANK)) at += 1;
    else if (code === OPEN_PARENTHESIS) {
      const end = commentEnd(text, at + 1);
      tokens.push({ kind: "comment", text: text.slice(at, end) });
      at = end;
    } else if (code === OPEN_BRACKET || code === QUOTE) {
      const end = stringEnd(text, at + 1, code === QUOTE ? QUOTE : CLOSE_BRACKET);
      tokens.push({ kind: code === QUOTE ? "quoted" : "literal", text: plain(text, at + 1, end) });
      at = end + 1;
    } else if (code !== BACKSLASH && isA(code, OPERATOR)) {
      tokens.push({ kind: "operator", text: text.charAt(at) });
      at += 1;
    } else {
      const end = wordEnd(text, at);
      const word = plain(text, at, end);
      tokens.push({ kind: needsQuotes(word) ? "quoted" : "atom", text: word });
      at = end;
    }
  }
  return tokens;
}

/** Offset of `close`, or the end of the text; a backslash takes the next character along. */
function stringEnd(text: string, from: number, close: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === close) return at;
  }
  return Math.min(at, text.length);
}

/** Offset of the blank or operator that ends a word. */
function wordEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (isA(code, BLANK | OPERATOR)) return at;
  }
  return Math.min(at, text.length);
}

/** A stretch of text without its backslashes, each blank as a space. */
function plain(text: string, from: number, end: number): string {
  const piece = text.slice(from, end);
  if (!needsPlain(piece)) return piece;
  return piece.replace(/\\(.?)/gs, "$1").replace(/[\t\r\n]/g, " ");
}

function needsPlain(piece: string): boolean {
  for (let at = 0; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    if (code === BACKSLASH || (code !== SPACE && isA(code, BLANK))) return true;
  }
  return false;
}

/** Offset after the comment whose `(` stands before `at`; comments nest. */
function commentEnd(text: string, at: number): number {
  let level = 1;
  let index = at;
  while (index < text.length) {
    const character = text[index] ?? "";
    index += character === "\\" && index + 1 < text.length ? 2 : 1;
    if (character === "(") level += 1;
    else if (character === ")") {
      level -= 1;
      if (level === 0) break;
    }
  }
  return index;
}

function needsQuotes(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    if (isA(word.charCodeAt(at), OPERATOR | CONTROL)) return true;
  }
  return false;
}

/** Tokens as text without quotes. `spaced`: words that stand side by side get a blank between them. */
export function internalForm(tokens: readonly Token[], spaced = true): string {
  let out = "";
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    out += token.kind === "literal" ? `[${token.text}]` : token.text;
    if (spaced && spaceAfter(token, tokens[index + 1])) out += " ";
  }
  return out;
}

/** Tokens as text with the quotes that were there, as postalias stores the right-hand side of an alias. */
export function externalForm(tokens: readonly Token[]): string {
  let out = "";
  tokens.forEach((token, index) => {
    if (token.kind === "quoted") out += `"${token.text.replace(/["\\\r\n]/g, "\\$&")}"`;
    else if (token.kind === "literal") out += `[${token.text.replace(/[\\\r\n]/g, "\\$&")}]`;
    else out += token.text;
    if (token.kind === "operator" && token.text === ",") out += " ";
    else if (spaceAfter(token, tokens[index + 1])) out += " ";
  });
  return out;
}

function spaceAfter(token: Token, next: Token | undefined): boolean {
  if (!next) return false;
  if (token.kind === "operator" && token.text === ",") return true;
  if (next.kind === "operator" && next.text === "<") return true;
  return token.kind !== "operator" && next.kind !== "operator";
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}
