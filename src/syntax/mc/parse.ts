import type { CstElement, CstNode, IToken } from "chevrotain";
import { mcParser } from "../../../grammars/m4/parser.ts";
import { mcLexer } from "../../../grammars/m4/tokens.ts";
import { lineStarts, type SourceFile } from "../../source/source-file.ts";
import { endOf, inOrder, isToken } from "../sendmail-cf/cst.ts";
import type { McComment, McDirective, McFile } from "./ast.ts";
import { readCall, readPlainCall } from "./calls.ts";
import { type McSource, spanIn } from "./place.ts";
import { sectionNames } from "./sections.ts";

/** What the file so far says about the text to come. */
interface Progress {
  readonly source: McSource;
  readonly directives: McDirective[];
  readonly comments: McComment[];
  /** Names that the file itself defines: they are calls without parentheses too. */
  readonly defined: Set<string>;
  section: string | undefined;
  /** `divert(-1)` is in force. */
  discarding: boolean;
  /** The raw line that is being read. */
  open: { readonly from: number; to: number } | undefined;
  atLineStart: boolean;
}

/**
 * Reads a .mc file: top-level calls, raw cf lines and comments, each with its place. Takes any bytes; broken calls
 * and strings reach to the end of the file (the machine says what is wrong with them).
 */
export function parseMc(file: SourceFile): McFile {
  const { tokens } = mcLexer().tokenize(file.text);
  const parser = mcParser();
  parser.input = tokens;
  const progress: Progress = {
    source: { file, starts: lineStarts(file.text) },
    directives: [],
    comments: [],
    defined: new Set(),
    section: undefined,
    discarding: false,
    open: undefined,
    atLineStart: true,
  };
  for (const element of inOrder(parser.mcFile())) readElement(progress, element);
  finishRawLine(progress);
  return { source: file, directives: progress.directives, comments: progress.comments };
}

function readElement(progress: Progress, element: CstElement): void {
  if (!isToken(element)) readCallNode(progress, element);
  else if (element.tokenType.name === "Dnl") readDnl(progress, element);
  else if (element.tokenType.name === "LineEnd") progress.atLineStart = true;
  else if (element.tokenType.name === "Name") readName(progress, element);
  else readText(progress, element);
}

function readDnl(progress: Progress, token: IToken): void {
  const span = spanIn(progress.source, token.startOffset, endOf(token));
  progress.comments.push({ span, text: token.image.replace(/\n$/, "") });
  progress.atLineStart = true;
}

/** Whether what comes is a part of the raw line before it. */
function inRawLine(progress: Progress): boolean {
  return progress.open !== undefined && !progress.atLineStart;
}

function readName(progress: Progress, token: IToken): void {
  const name = token.image;
  const isCall = sectionNames.has(name) || name === "divert" || progress.defined.has(name);
  if (!isCall || inRawLine(progress)) {
    readText(progress, token);
    return;
  }
  finishRawLine(progress);
  progress.atLineStart = false;
  progress.directives.push(readPlainCall(progress.source, token));
  if (sectionNames.has(name)) progress.section = name;
  if (!progress.defined.has(name)) progress.discarding = false;
}

function readCallNode(progress: Progress, node: CstNode): void {
  const call = readCall(progress.source, node);
  if (progress.open && inRawLine(progress)) {
    progress.open.to = call.to;
    return;
  }
  finishRawLine(progress);
  progress.atLineStart = false;
  progress.directives.push(call);
  const [first] = call.args;
  if (call.name === "divert") progress.discarding = first?.text.trim().startsWith("-") ?? false;
  if ((call.name === "define" || call.name === "pushdef") && first) progress.defined.add(first.text);
}

/** A line that begins with a blank continues the one before it, as in a cf file. */
function readText(progress: Progress, token: IToken): void {
  const text = token.tokenType.name === "Quoted" ? token.image.slice(1, -1) : token.image;
  if (text.trim() === "") {
    if (progress.open && inRawLine(progress)) progress.open.to = endOf(token);
    return;
  }
  if (progress.open && (inRawLine(progress) || /^[ \t]/.test(text))) progress.open.to = endOf(token);
  else {
    finishRawLine(progress);
    progress.open = { from: token.startOffset, to: endOf(token) };
  }
  progress.atLineStart = text.endsWith("\n");
}

/** The raw line that was being read is complete. */
function finishRawLine(progress: Progress): void {
  if (!progress.open) return;
  const { from, to } = progress.open;
  progress.open = undefined;
  const text = progress.source.file.text.slice(from, to);
  const span = spanIn(progress.source, from, to);
  if (progress.discarding || /^[`' \t]*#/.test(text)) progress.comments.push({ span, text });
  else progress.directives.push({ kind: "cf-line", section: progress.section, span, text, from, to });
}
