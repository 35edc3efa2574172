import type { BuiltinName } from "./builtin-table.ts";
import { type SourceText, type TracedText, wholeText } from "./pieces.ts";

/**
 * The stack of texts that m4 reads from: files, expansions that are read again, and single builtins that `defn` pushed
 * (GNU m4, src/input.c). File and line follow GNU's rules to the letter, because messages and `__line__` show them:
 * a line number grows when the first character of a line is read, and an expansion has the place of its call.
 */
export interface InputFrame {
  readonly kind: "file" | "text" | "builtin";
  readonly traced: TracedText;
  readonly builtin: BuiltinName | undefined;
  readonly file: string;
  line: number;
  /** Next character to read. */
  at: number;
  /** For files: whether the file below stood at the start of a line. */
  readonly lineStartBelow: boolean;
}

export interface Input {
  /** Top at the end. */
  frames: InputFrame[];
  /** Text of m4wrap, to be read when all else is; the last one pushed is read first. */
  wrapped: InputFrame[];
  /** Where m4 believes to be: shown in messages. Line 0: nowhere. */
  file: string;
  line: number;
  /** The next character of a file begins a line. */
  atLineStart: boolean;
  /** The frame below the reader has changed: file and line must be taken from it. */
  changed: boolean;
  /** A character of a file has been read since this was last cleared. */
  progressed: boolean;
  /** Told when a file has been read to its end. */
  onEnd: ((below: InputFrame | undefined) => void) | undefined;
}

export const END = -1;
export const BUILTIN = -2;

export function newInput(): Input {
  return {
    frames: [],
    wrapped: [],
    file: "",
    line: 0,
    atLineStart: false,
    changed: false,
    progressed: false,
    onEnd: undefined,
  };
}

export function pushFile(input: Input, source: SourceText): void {
  input.frames.push({
    kind: "file",
    traced: wholeText(source),
    builtin: undefined,
    file: source.name,
    line: 1,
    at: 0,
    lineStartBelow: input.atLineStart,
  });
  input.changed = true;
}

/** Puts an expansion on the input; an empty one leaves no trace. */
export function pushText(input: Input, traced: TracedText): void {
  const frames = input.frames;
  // Used-up expansions go first, or a loop by tail recursion would pile them up.
  for (let top = frames.at(-1); top?.kind === "text" && top.at >= top.traced.text.length; top = frames.at(-1)) {
    frames.pop();
    input.changed = true;
  }
  if (traced.text === "") return;
  frames.push(textFrame(input, traced));
  input.changed = true;
}

export function pushBuiltin(input: Input, builtin: BuiltinName, traced: TracedText): void {
  input.frames.push({ ...textFrame(input, traced), kind: "builtin", builtin });
  input.changed = true;
}

export function wrapText(input: Input, traced: TracedText): void {
  input.wrapped.push(textFrame(input, traced));
}

/** Makes the wrapped text the input; false when there is none. */
export function readWrapped(input: Input): boolean {
  if (input.wrapped.length === 0) return false;
  input.frames = input.wrapped;
  input.wrapped = [];
  input.changed = true;
  return true;
}

function textFrame(input: Input, traced: TracedText): InputFrame {
  return {
    kind: "text",
    traced,
    builtin: undefined,
    file: input.file,
    line: input.line,
    at: 0,
    lineStartBelow: false,
  };
}

/** The next character, or END, or BUILTIN; nothing is consumed. Looks through texts that are used up. */
export function peek(input: Input): number {
  const frames = input.frames;
  for (let index = frames.length - 1; index >= 0; index -= 1) {
    const frame = frames[index];
    if (!frame) break;
    if (frame.kind === "builtin") return BUILTIN;
    if (frame.at < frame.traced.text.length) return frame.traced.text.charCodeAt(frame.at);
  }
  return END;
}

/** Drops what is used up, and returns the frame whose next character is about to be read. */
export function ready(input: Input): InputFrame | undefined {
  for (;;) {
    const top = input.frames.at(-1);
    if (!top) {
      input.file = "";
      input.line = 0;
      return undefined;
    }
    if (input.changed) {
      input.file = top.file;
      input.line = top.line;
      input.changed = false;
    }
    if (top.kind === "file" && input.atLineStart) {
      input.atLineStart = false;
      top.line += 1;
      input.line = top.line;
    }
    if (top.kind === "builtin" || top.at < top.traced.text.length) return top;
    dropTop(input, top);
  }
}

export function dropTop(input: Input, top: InputFrame): void {
  input.frames.pop();
  input.changed = true;
  if (top.kind !== "file") return;
  input.onEnd?.(input.frames.at(-1));
  input.atLineStart = top.lineStartBelow;
}

/** Consumes the top frame (as `ready` returned it) up to `to`, and keeps the line number. */
export function consume(input: Input, top: InputFrame, to: number): void {
  if (top.kind === "file") {
    countLines(input, top, to);
    input.progressed = true;
  }
  top.at = to;
}

function countLines(input: Input, top: InputFrame, to: number): void {
  const text = top.traced.text;
  let at = text.indexOf("\n", top.at);
  while (at !== -1 && at < to - 1) {
    top.line += 1;
    at = text.indexOf("\n", at + 1);
  }
  input.line = top.line;
  if (at === to - 1) input.atLineStart = true;
}

/**
 * Whether `expected` comes next, also across frames, and consumes it when `take`. GNU m4 pushes back as new text what
 * it read for nothing; that cannot be seen but in line numbers, and is not imitated.
 */
export function comesNext(input: Input, expected: string, take: boolean): boolean {
  let matched = 0;
  for (let index = input.frames.length - 1; index >= 0; index -= 1) {
    const frame = input.frames[index];
    if (!frame || frame.kind === "builtin") return false;
    const text = frame.traced.text;
    for (let at = frame.at; at < text.length; at += 1) {
      if (text.charCodeAt(at) !== expected.charCodeAt(matched)) return false;
      matched += 1;
      if (matched === expected.length) {
        if (take) takeCharacters(input, expected.length);
        return true;
      }
    }
  }
  return false;
}

function takeCharacters(input: Input, count: number): void {
  for (let left = count; left > 0; ) {
    const top = ready(input);
    if (!top) return;
    const to = Math.min(top.at + left, top.traced.text.length);
    left -= to - top.at;
    consume(input, top, to);
  }
}
