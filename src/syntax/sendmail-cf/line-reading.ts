import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import { type Diagnostic, diagnose, type Suggestion } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { BrokenLine, Directive, Word } from "./ast.ts";
import { type FoldedLine, spanOf } from "./fold.ts";

/** A control line on its way from text to tree. */
export interface LineSource {
  readonly folded: FoldedLine;
  readonly span: Span;
  readonly raw: string;
}

/** What a control line became, and what is to be said of it. A broken one keeps its text. */
export interface LineReading {
  readonly line: Directive;
  readonly diagnostics: readonly Diagnostic[];
}

/** Span and bytes that every line of the tree carries. */
export function baseOf(source: LineSource): { readonly span: Span; readonly raw: string } {
  return { span: source.span, raw: source.raw };
}

export function read(line: Directive, diagnostics: readonly Diagnostic[] = []): LineReading {
  return { line, diagnostics };
}

/** A line that sendmail refuses: `from` and `to` are offsets in the folded text. */
export function refuse(
  source: LineSource,
  code: DiagnosticCode,
  message: string,
  at: { readonly from: number; readonly to: number },
  suggestions: readonly Suggestion[] = [],
): LineReading {
  return {
    line: brokenLine(source),
    diagnostics: [diagnose(code, placeIn(source, at.from, at.to), message, { suggestions })],
  };
}

export function brokenLine(source: LineSource): BrokenLine {
  const { text } = source.folded;
  return { kind: "broken", ...baseOf(source), letter: text[0] ?? "", text: text.slice(1) };
}

/** The place of a stretch of the folded text, at least one column wide. */
export function placeIn(source: LineSource, from: number, to: number): Span {
  const end = source.folded.text.length;
  const start = Math.min(from, end);
  const span = spanOf(source.folded, start, Math.min(Math.max(to, start), end));
  return span.line === span.endLine && span.column === span.endColumn
    ? { ...span, endColumn: span.endColumn + 1 }
    : span;
}

export function wordIn(source: LineSource, from: number, to: number): Word {
  return { text: source.folded.text.slice(from, to), span: spanOf(source.folded, from, to) };
}
