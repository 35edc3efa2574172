import { createToken, Lexer, type TokenType } from "chevrotain";

/**
 * The surface of a .mc file, with m4's default quotes: calls with their arguments, names, strings, `dnl` comments and
 * plain text. Bytes are Latin-1 characters. Two modes: text, and the arguments of a call. Strings and parentheses
 * inside arguments are one token each, balanced by a loop: a file of ten thousand opening quotes must not cost stack.
 */
const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
const letters = BYTES.filter((byte) => /[A-Za-z_]/.test(byte));

type CustomPattern = (text: string, offset: number) => RegExpExecArray | null;

function matched(text: string, from: number, to: number): RegExpExecArray {
  const result: RegExpExecArray = Object.assign([text.slice(from, to)] as [string], { index: from, input: text });
  return result;
}

/** End of the string that begins at `offset`, or -1. */
function quotedEnd(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 96) depth += 1;
    else if (code === 39) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

const quoted: CustomPattern = (text, offset) => {
  const end = text.charCodeAt(offset) === 96 ? quotedEnd(text, offset) : -1;
  return end === -1 ? null : matched(text, offset, end);
};

/** A parenthesis inside arguments with all that belongs to it; strings in it may hold what they like. */
const parenthesised: CustomPattern = (text, offset) => {
  if (text.charCodeAt(offset) !== 40) return null;
  let depth = 0;
  for (let at = offset; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 96) {
      const end = quotedEnd(text, at);
      if (end === -1) return null;
      at = end - 1;
    } else if (code === 40) depth += 1;
    else if (code === 41) {
      depth -= 1;
      if (depth === 0) return matched(text, offset, at + 1);
    }
  }
  return null;
};

/** `dnl` and the rest of its line: how a .mc is commented. Arguments of dnl are part of what is dropped. */
export const Dnl = createToken({
  name: "Dnl",
  pattern: /dnl(?![A-Za-z0-9_])[^\n]*\n?/y,
  line_breaks: true,
  start_chars_hint: ["d"],
});

/** A name and the parenthesis that makes it a call. */
export const CallOpen = createToken({
  name: "CallOpen",
  pattern: /[A-Za-z_][A-Za-z0-9_]*\(/y,
  push_mode: "arguments",
  start_chars_hint: letters,
});

export const Name = createToken({ name: "Name", pattern: /[A-Za-z_][A-Za-z0-9_]*/y, start_chars_hint: letters });

export const Quoted = createToken({
  name: "Quoted",
  pattern: { exec: quoted },
  line_breaks: true,
  start_chars_hint: ["`"],
});

/** A string that nothing closes reaches to the end of the file. */
export const UnclosedQuote = createToken({
  name: "UnclosedQuote",
  pattern: /`[\s\S]*/y,
  line_breaks: true,
  start_chars_hint: ["`"],
});

export const Parenthesised = createToken({
  name: "Parenthesised",
  pattern: { exec: parenthesised },
  line_breaks: true,
  start_chars_hint: ["("],
});

export const Comma = createToken({ name: "Comma", pattern: /,/y, start_chars_hint: [","] });

export const CallClose = createToken({
  name: "CallClose",
  pattern: /\)/y,
  pop_mode: true,
  start_chars_hint: [")"],
});

export const LineEnd = createToken({ name: "LineEnd", pattern: /\n/y, line_breaks: true, start_chars_hint: ["\n"] });

const plain = BYTES.filter((byte) => !/[A-Za-z_`\n]/.test(byte));

/** Everything else up to a name, a string or the end of the line. */
export const Text = createToken({ name: "Text", pattern: /[^A-Za-z_`\n]+/y, start_chars_hint: plain });

/** In arguments also up to what parts or ends them. */
export const ArgumentText = createToken({
  name: "ArgumentText",
  pattern: /[^A-Za-z_`\n(),]+|\(/y,
  start_chars_hint: plain,
});

export const mcModes = {
  defaultMode: "text",
  modes: {
    text: [Dnl, CallOpen, Name, Quoted, UnclosedQuote, LineEnd, Text],
    arguments: [Dnl, Name, Quoted, UnclosedQuote, Parenthesised, Comma, CallClose, LineEnd, ArgumentText],
  },
} as const satisfies { defaultMode: string; modes: Record<string, TokenType[]> };

let lexer: Lexer | undefined;

/** The one lexer, made when first asked for. */
export function mcLexer(): Lexer {
  lexer ??= new Lexer(
    {
      defaultMode: mcModes.defaultMode,
      modes: { text: [...mcModes.modes.text], arguments: [...mcModes.modes.arguments] },
    },
    { positionTracking: "onlyOffset", ensureOptimizations: false, skipValidations: true },
  );
  return lexer;
}
