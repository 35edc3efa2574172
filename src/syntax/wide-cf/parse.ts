import type { CstElement } from "chevrotain";
import { wideCfParser } from "../../../grammars/wide-cf/parser.ts";
import { wideCfLexer } from "../../../grammars/wide-cf/tokens.ts";
import { lineStarts, type SourceFile, type Span } from "../../source/source-file.ts";
import { spanIn } from "../mc/place.ts";
import { endOf, inOrder, isToken } from "../sendmail-cf/cst.ts";
import type { WideAssignment, WideComment, WideDirective, WideFile } from "./ast.ts";
import { assignmentOf, piecesOf, type ShellWord, wordOf } from "./words.ts";

interface Reading {
  readonly file: SourceFile;
  readonly starts: readonly number[];
  readonly directives: WideDirective[];
  readonly comments: WideComment[];
  /** Words of the command that is being read. */
  words: ShellWord[];
  /** A continuation stands between the last word and the next one. */
  joins: boolean;
  /** Compound commands that are open (`if`, `case`, loops, braces). */
  depth: number;
}

/** Opening and closing words of compound commands (XCU 2.4, 2.9.4). */
const opening = new Set(["if", "case", "for", "while", "until", "{"]);
const closing = new Set(["fi", "esac", "done", "}"]);
const between = new Set(["then", "else", "elif", "do", "!"]);

/**
 * Reads a definition file as the shell would split it: assignments, commands and comments, each with its place. Takes
 * any bytes and runs nothing.
 */
export function parseWideCf(file: SourceFile): WideFile {
  const { tokens } = wideCfLexer().tokenize(file.text);
  const parser = wideCfParser();
  parser.input = tokens;
  const reading: Reading = {
    file,
    starts: lineStarts(file.text),
    directives: [],
    comments: [],
    words: [],
    joins: false,
    depth: 0,
  };
  for (const element of inOrder(parser.definitionFile())) readElement(reading, element);
  finishCommand(reading);
  return { source: file, directives: reading.directives, comments: reading.comments };
}

function readElement(reading: Reading, element: CstElement): void {
  if (!isToken(element)) {
    addWord(reading, wordOf(element));
    return;
  }
  const kind = element.tokenType.name;
  if (kind === "Comment") {
    reading.comments.push({ span: spanOf(reading)(element.startOffset, endOf(element)), text: element.image });
  }
  if (kind === "Continuation") reading.joins = true;
  else reading.joins = false;
  if (kind === "LineEnd" || kind === "Operator") finishCommand(reading);
}

/** `A=b\` + newline + `c` is one word. */
function addWord(reading: Reading, word: ShellWord): void {
  const last = reading.words.at(-1);
  if (reading.joins && last && isAdjacent(reading, last, word)) {
    reading.words[reading.words.length - 1] = {
      from: last.from,
      to: word.to,
      tokens: [...last.tokens, ...word.tokens],
    };
  } else reading.words.push(word);
  reading.joins = false;
}

function isAdjacent({ file }: Reading, last: ShellWord, word: ShellWord): boolean {
  return /^\\\r?\n$/.test(file.text.slice(last.to, word.from));
}

function finishCommand(reading: Reading): void {
  const words = reading.words;
  reading.words = [];
  reading.joins = false;
  while (words[0] && between.has(textOf(reading, words[0]))) words.shift();
  const first = words[0];
  if (!first) return;
  const firstText = textOf(reading, first);
  if (closing.has(firstText)) {
    reading.depth = Math.max(0, reading.depth - 1);
    return;
  }
  if (opening.has(firstText)) {
    if (reading.depth === 0) addCommand(reading, words, firstText);
    reading.depth += 1;
    return;
  }
  readCommand(reading, words);
}

/** Assignments in front; a word that is none makes them the environment of a command (XCU 2.9.1). */
function readCommand(reading: Reading, words: readonly ShellWord[]): void {
  const leading = words.findIndex((word) => assignmentOf(word) === undefined);
  const count = leading === -1 ? words.length : leading;
  const unset = count < words.length ? "command-follows" : reading.depth > 0 ? "conditional" : undefined;
  words.slice(0, count).forEach((word, index) => {
    const isLast = index === count - 1;
    const end = isLast && unset === "command-follows" ? (words.at(-1)?.to ?? word.to) : word.to;
    const assignment = readAssignment(reading, word, end, unset);
    if (assignment) reading.directives.push(assignment);
  });
  const first = words[0];
  if (count === 0 && first && reading.depth === 0) addCommand(reading, words, textOf(reading, first));
}

function readAssignment(
  reading: Reading,
  word: ShellWord,
  end: number,
  unset: WideAssignment["unset"],
): WideAssignment | undefined {
  const parts = assignmentOf(word);
  if (!parts) return undefined;
  const place = spanOf(reading);
  return {
    kind: "assignment",
    name: parts.name,
    value: piecesOf(parts.value, place),
    span: place(word.from, end),
    valueSpan: place(parts.valueFrom, word.to),
    text: reading.file.text.slice(word.from, end),
    unset,
  };
}

function addCommand(reading: Reading, words: readonly ShellWord[], name: string): void {
  const from = words[0]?.from ?? 0;
  const to = words.at(-1)?.to ?? from;
  reading.directives.push({
    kind: "command",
    name,
    span: spanOf(reading)(from, to),
    text: reading.file.text.slice(from, to),
    looksLikeAssignment: /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && textOf(reading, words[1]).startsWith("="),
  });
}

function textOf({ file }: Reading, word: ShellWord | undefined): string {
  return word ? file.text.slice(word.from, word.to) : "";
}

function spanOf({ file, starts }: Reading): (from: number, to: number) => Span {
  return (from, to) => spanIn({ file, starts }, from, to);
}
