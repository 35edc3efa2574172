import { createToken, Lexer, type TokenType } from "chevrotain";

/**
 * The part of the shell's language (POSIX.1-2017, XCU 2.2 and 2.3) in which WIDE CF definition files are written:
 * words made of plain text, quoted text, escapes, `$` expansions and command substitutions; blanks, operators, ends of
 * lines and comments. Bytes are Latin-1 characters. Whatever nests is found by a loop: depth must not cost stack.
 */
const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

type CustomPattern = (text: string, offset: number) => RegExpExecArray | null;

function matched(text: string, from: number, to: number): RegExpExecArray {
  const result: RegExpExecArray = Object.assign([text.slice(from, to)] as [string], { index: from, input: text });
  return result;
}

/** Offset behind the closing character, or -1; a backslash takes the next character with it. */
function escapedEnd(text: string, from: number, close: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === close) return at + 1;
  }
  return -1;
}

/** Offset behind the `)` that closes a `$(` at `offset`, or -1. */
function substitutionEnd(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "'") at = Math.max(text.indexOf("'", at + 1), at);
    else if (character === "(") depth += 1;
    else if (character === ")") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** Offset behind the `"` that closes the string at `offset`, or -1; substitutions inside may hold quotes. */
function doubleQuotedEnd(text: string, offset: number): number {
  for (let at = offset + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === '"') return at + 1;
    else if (character === "`" || (character === "$" && text[at + 1] === "(")) {
      const end = character === "`" ? escapedEnd(text, at + 1, "`") : substitutionEnd(text, at);
      if (end === -1) return -1;
      at = end - 1;
    }
  }
  return -1;
}

/** `#` begins a comment at the start of a word only (XCU 2.3, rule 9). */
const comment: CustomPattern = (text, offset) => {
  if (text.charCodeAt(offset) !== 35) return null;
  if (offset > 0 && !/[\s;&|()<>]/.test(text[offset - 1] ?? "")) return null;
  const end = text.indexOf("\n", offset);
  return matched(text, offset, end === -1 ? text.length : end);
};

const doubleQuoted: CustomPattern = (text, offset) => {
  const end = text.charCodeAt(offset) === 34 ? doubleQuotedEnd(text, offset) : -1;
  return end === -1 ? null : matched(text, offset, end);
};

const substitution: CustomPattern = (text, offset) => {
  const end = text.startsWith("$(", offset) ? substitutionEnd(text, offset) : -1;
  return end === -1 ? null : matched(text, offset, end);
};

/** Pairs of typographic quotes in UTF-8, EUC-JP and Shift_JIS, as copies from web pages have them. */
const typographic: readonly (readonly [open: string, close: string])[] = [
  ["\xe2\x80\x98", "\xe2\x80\x99"],
  ["\xe2\x80\x99", "\xe2\x80\x99"],
  ["\xe2\x80\x9c", "\xe2\x80\x9d"],
  ["\xe2\x80\x9d", "\xe2\x80\x9d"],
  ["\xa1\xc6", "\xa1\xc7"],
  ["\xa1\xc7", "\xa1\xc7"],
  ["\xa1\xc8", "\xa1\xc9"],
  ["\x81\x65", "\x81\x66"],
  ["\x81\x66", "\x81\x66"],
  ["\x81\x67", "\x81\x68"],
];

/** Such a pair around a value, right after `=`; it may run over several lines as a real string does. */
const typographicQuoted: CustomPattern = (text, offset) => {
  if (text[offset - 1] !== "=") return null;
  for (const [open, close] of typographic) {
    if (!text.startsWith(open, offset)) continue;
    const end = text.indexOf(close, offset + open.length);
    const line = text.indexOf("\n", offset);
    const inLine = end !== -1 && (line === -1 || end < line || text[line - 1] === "\\");
    if (inLine) return matched(text, offset, end + close.length);
  }
  return null;
};

export const Comment = createToken({ name: "Comment", pattern: { exec: comment }, start_chars_hint: ["#"] });

/** Backslash and end of line outside of quotes: both vanish (XCU 2.2.1). */
export const Continuation = createToken({
  name: "Continuation",
  pattern: /\\\r?\n/y,
  line_breaks: true,
  start_chars_hint: ["\\"],
});

export const LineEnd = createToken({
  name: "LineEnd",
  pattern: /\r?\n/y,
  line_breaks: true,
  start_chars_hint: ["\n", "\r"],
});

export const Blank = createToken({ name: "Blank", pattern: /[ \t]+/y, start_chars_hint: [" ", "\t"] });

export const SingleQuoted = createToken({
  name: "SingleQuoted",
  pattern: /'[^']*'/y,
  line_breaks: true,
  start_chars_hint: ["'"],
});

export const DoubleQuoted = createToken({
  name: "DoubleQuoted",
  pattern: { exec: doubleQuoted },
  line_breaks: true,
  start_chars_hint: ['"'],
});

/** A quote that nothing closes: the shell would read to the end of the file. Read as text, up to the end of its line. */
export const UnclosedQuote = createToken({
  name: "UnclosedQuote",
  pattern: /['"`][^\n]*/y,
  start_chars_hint: ["'", '"', "`"],
});

export const TypographicQuoted = createToken({
  name: "TypographicQuoted",
  pattern: { exec: typographicQuoted },
  line_breaks: true,
  start_chars_hint: ["\xe2", "\xa1", "\x81"],
});

export const BackQuoted = createToken({
  name: "BackQuoted",
  pattern: /`(?:\\[\s\S]|[^`\\])*`/y,
  line_breaks: true,
  start_chars_hint: ["`"],
});

export const Substitution = createToken({
  name: "Substitution",
  pattern: { exec: substitution },
  line_breaks: true,
  start_chars_hint: ["$"],
});

/** `$NAME`, `${...}`, `$1`, `$?` */
export const Expansion = createToken({
  name: "Expansion",
  pattern: /\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^}\n]*\}|[0-9*@#?$!-])/y,
  start_chars_hint: ["$"],
});

export const Escaped = createToken({ name: "Escaped", pattern: /\\[^\n]/y, start_chars_hint: ["\\"] });

export const Operator = createToken({
  name: "Operator",
  pattern: /[;&|()<>]+/y,
  start_chars_hint: [...";&|()<>"],
});

/** A run of characters that mean nothing to the shell, or one that could but does not here. */
export const Plain = createToken({
  name: "Plain",
  pattern: /[^\s'"`\\$;&|()<>=]+|[^\n]/y,
  start_chars_hint: BYTES,
});

export const wideCfTokens: readonly TokenType[] = [
  Comment,
  Continuation,
  LineEnd,
  Blank,
  SingleQuoted,
  DoubleQuoted,
  BackQuoted,
  UnclosedQuote,
  TypographicQuoted,
  Substitution,
  Expansion,
  Escaped,
  Operator,
  Plain,
];

let lexer: Lexer | undefined;

/** The one lexer, made when first asked for. */
export function wideCfLexer(): Lexer {
  lexer ??= new Lexer([...wideCfTokens], {
    positionTracking: "onlyOffset",
    ensureOptimizations: false,
    skipValidations: true,
  });
  return lexer;
}
