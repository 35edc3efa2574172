import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { type LogicalLine, logicalLines, placeOf } from "../postfix-lines/logical-lines.ts";

/** `name = value`. `value` is one line: continuation lines are glued as Postfix does it. */
export interface MainCfEntry {
  readonly name: string;
  readonly value: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly logical: LogicalLine;
}

export interface MainCf {
  readonly entries: readonly MainCfEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads main.cf (postconf(5), "GENERAL"). A line that Postfix would not accept is one diagnostic; the rest is read. */
export function parseMainCf(file: SourceFile): MainCf {
  const entries: MainCfEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const logical of logicalLines(file.text)) {
    const entry = parseEntry(file.path, logical);
    if ("code" in entry) diagnostics.push(entry);
    else entries.push(entry);
  }
  return { entries, diagnostics };
}

function parseEntry(path: string, logical: LogicalLine): MainCfEntry | Diagnostic {
  const { text } = logical;
  const whole = spanOf(path, logical, 0, text.length);
  if (logical.orphan) {
    return diagnose("PF4001", whole, "This line begins with white space and continues nothing: Postfix ignores it");
  }
  const name = /^[^\s=]+/.exec(text)?.[0] ?? "";
  if (name === "") return diagnose("PF4002", whole, `There is no name before "="`);
  const equals = /^\s*=\s*/.exec(text.slice(name.length));
  if (!equals) return diagnose("PF4002", whole, `"=" is missing after ${name}`);
  const from = name.length + equals[0].length;
  const value = text.slice(from).trimEnd();
  return {
    name,
    value,
    nameSpan: spanOf(path, logical, 0, name.length),
    valueSpan: spanOf(path, logical, from, from + value.length),
    logical,
  };
}

/** The span of a stretch of a logical line. */
export function spanOf(file: string, logical: LogicalLine, from: number, to: number): Span {
  const start = placeOf(logical, from);
  const end = placeOf(logical, Math.max(from, to - 1));
  return {
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: to > from ? end.column + 1 : end.column,
  };
}
