import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan, type SourceFile, type Span } from "../../source/source-file.ts";
import type { CfFile, CfLine } from "./ast.ts";
import { readControlLine } from "./control-line.ts";
import { type ControlLine, controlLines } from "./control-lines.ts";
import { fold } from "./fold.ts";
import { brokenLine, type LineReading, type LineSource } from "./line-reading.ts";
import { binaryByte } from "./text-or-binary.ts";
import { checkUsedNames } from "./used-names.ts";

export interface CfParse {
  readonly ast: CfFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Longer control lines are kept and reported, but not read: no sendmail stores more than 2 kB of one. */
const LONGEST_LINE = 1024 * 1024;

/** A configuration has some thousand lines; beyond this, what follows is kept and reported, but not read. */
const MOST_LINES = 20_000;

/** What the lines so far say about those to come. */
interface Progress {
  /** readcf.c ConfigLevel: 0 until a V line. */
  level: number;
  /** A rule belongs to the S line before it. */
  hasRuleset: boolean;
}

const parsed = new WeakMap<SourceFile, CfParse>();

/**
 * Reads a sendmail.cf: any bytes in, a tree that prints as the same bytes and diagnostics out. One broken line is one
 * broken directive; all others are read. Follows readcf.c readcf() and util.c fgetfolded(). The same
 * file is read once.
 */
export function parseCf(source: SourceFile): CfParse {
  const known = parsed.get(source) ?? parse(source);
  parsed.set(source, known);
  return known;
}

function parse(source: SourceFile): CfParse {
  const binary = binaryByte(source.text);
  if (binary !== undefined) return refuseBinary(source, binary);
  const lines: CfLine[] = [];
  const diagnostics: Diagnostic[] = [];
  const progress: Progress = { level: 0, hasRuleset: false };
  let offset = 0;
  for (const line of controlLines(source.text)) {
    if (lines.length === MOST_LINES) {
      const rest = refuseRest(source, offset, line.number);
      return { ast: { source, lines: [...lines, rest.line] }, diagnostics: [...diagnostics, ...rest.diagnostics] };
    }
    offset += line.raw.length;
    const reading = readLine(source.path, line, progress);
    lines.push(reading.line);
    diagnostics.push(...reading.diagnostics);
  }
  return { ast: { source, lines }, diagnostics };
}

interface AnyLineReading {
  readonly line: CfLine;
  readonly diagnostics: readonly Diagnostic[];
}

function readLine(file: string, line: ControlLine, progress: Progress): AnyLineReading {
  const span: Span = {
    file,
    line: line.number,
    column: 1,
    endLine: line.endNumber,
    endColumn: line.lastLineLength + 1,
  };
  const { raw, text } = line;
  if (text === "") return { line: { kind: "blank", span, raw }, diagnostics: [] };
  if (text.startsWith("#")) return { line: { kind: "comment", span, raw, text: text.slice(1) }, diagnostics: [] };
  if (text.length > LONGEST_LINE) return refuseLong(file, line, span);
  const folded = fold(file, line.number, text, progress.level);
  if (folded.text === "") return { line: { kind: "blank", span, raw }, diagnostics: cutAtNul({ folded, span, raw }) };
  const source: LineSource = { folded, span, raw };
  const reading = readControlLine(source, progress.hasRuleset);
  advance(progress, reading);
  const names = reading.line.kind === "broken" ? [] : checkUsedNames(source);
  return { line: reading.line, diagnostics: [...cutAtNul(source), ...reading.diagnostics, ...names] };
}

function advance(progress: Progress, { line }: LineReading): void {
  if (line.kind === "version") progress.level = line.level ?? progress.level;
  // A broken S line is reported; the rules behind it are not reported again, one by one.
  if (line.kind === "ruleset" || (line.kind === "broken" && line.letter === "S")) progress.hasRuleset = true;
}

function cutAtNul({ folded }: LineSource): readonly Diagnostic[] {
  if (!folded.nul) return [];
  const at = lineSpan(folded.file, folded.nul.line, folded.nul.column, folded.nul.column + 1);
  return [diagnose("CF1004", at, "sendmail reads this line only up to the NUL byte")];
}

function refuseLong(file: string, line: ControlLine, span: Span): AnyLineReading {
  const folded = { file, text: line.text, anchors: [{ offset: 0, line: line.number, column: 1 }], nul: undefined };
  const at = lineSpan(file, line.number, 1, 2);
  const message = `the control line has ${line.text.length} bytes; above ${LONGEST_LINE} it is not read`;
  return { line: brokenLine({ folded, span, raw: line.raw }), diagnostics: [diagnose("CF1003", at, message)] };
}

function refuseRest(source: SourceFile, offset: number, line: number): AnyLineReading {
  const raw = source.text.slice(offset);
  const at = lineSpan(source.path, line, 1, 2);
  return {
    line: { kind: "broken", span: at, raw, letter: raw[0] ?? "", text: raw.slice(1) },
    diagnostics: [diagnose("CF1005", at, `the file has more than ${MOST_LINES} lines; from here on it is not read`)],
  };
}

function refuseBinary(source: SourceFile, offset: number): CfParse {
  const before = source.text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  const message = "this is a binary file, not a sendmail.cf: nothing in it was read";
  const at = lineSpan(source.path, line, column, column + 1);
  const lines: CfLine[] = [
    { kind: "broken", span: lineSpan(source.path, 1, 1), raw: source.text, letter: "", text: source.text },
  ];
  return { ast: { source, lines }, diagnostics: [diagnose("CF1002", at, message)] };
}
