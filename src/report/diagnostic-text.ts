import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { Paint } from "./paint.ts";

/** The text of a line of an input file, as a person should see it; undefined when the file is not at hand. */
export type LineLookup = (file: string, line: number) => string | undefined;

/**
 * A finding as design.md section 5 shapes it: `file:line:col severity CODE message`, the source line, a caret under
 * the place, `= becomes` and `= help`, and the related places.
 */
export function renderDiagnostic(diagnostic: Diagnostic, lineOf: LineLookup, paint: Paint): string {
  const { at, severity, code, message } = diagnostic;
  const place = at ? `${at.file}:${at.line}:${at.column} ` : "";
  const lines = [`${paint.bold(place)}${paintSeverity(severity, paint)} ${code} ${message}`];
  const text = at ? lineOf(at.file, at.line) : undefined;
  if (at && text !== undefined) lines.push(...snippet(text, at.line, at.column, caretWidth(diagnostic, text), paint));
  for (const suggestion of diagnostic.suggestions) {
    lines.push(`  = ${suggestion.kind}: ${suggestion.text.split("\n").join("\n    ")}`);
  }
  for (const related of diagnostic.related) {
    lines.push(`  note: ${related.at.file}:${related.at.line}:${related.at.column} ${related.message}`);
  }
  return lines.join("\n");
}

function caretWidth({ at }: Diagnostic, text: string): number {
  if (!at) return 1;
  const end = at.endLine === at.line ? at.endColumn : text.length + 1;
  return Math.max(1, Math.min(end, text.length + 1) - at.column);
}

const widest = 160;

/** The source line with a caret; a long line is cut around the place. */
function snippet(text: string, line: number, column: number, width: number, paint: Paint): readonly string[] {
  const from = column > widest - 20 ? column - 40 : 0;
  const shown = text.slice(from, from + widest);
  const lead = shown.slice(0, Math.max(0, column - 1 - from)).replace(/[^\t]/g, " ");
  const number = String(line).padStart(5);
  const caret = "^".repeat(Math.max(1, Math.min(width, widest - lead.length)));
  return [`${number} | ${shown}`, `${" ".repeat(number.length)} | ${lead}${paint.yellow(caret)}`];
}

function paintSeverity(severity: Severity, paint: Paint): string {
  if (severity === "error") return paint.red(severity);
  return severity === "warning" ? paint.yellow(severity) : paint.cyan(severity);
}
