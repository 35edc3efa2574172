import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { displayWidth, type ShownLine, shownText } from "../source/decode.ts";
import type { Span } from "../source/source-file.ts";
import type { Paint } from "./paint.ts";

/**
 * A line of an input file, as a person should see it; undefined when the file is not at hand. A plain string stands for
 * a line that is shown byte by byte.
 */
export type LineLookup = (file: string, line: number) => ShownLine | string | undefined;

/**
 * A finding as design.md section 5 shapes it: `file:line:col severity CODE message`, the source line, a caret under
 * the place, `= becomes` and `= help`, and the related places.
 */
export function renderDiagnostic(diagnostic: Diagnostic, lineOf: LineLookup, paint: Paint): string {
  const { at, severity, code, message } = diagnostic;
  const place = at ? `${at.file}:${at.line}:${at.column} ` : "";
  const lines = [`${paint.bold(place)}${paintSeverity(severity, paint)} ${code} ${shownText(message)}`];
  const line = at ? lineOf(at.file, at.line) : undefined;
  if (at && line !== undefined) lines.push(...snippet(line, at, paint));
  for (const suggestion of diagnostic.suggestions) {
    lines.push(`  = ${suggestion.kind}: ${shownText(suggestion.text).split("\n").join("\n    ")}`);
  }
  for (const related of diagnostic.related) {
    lines.push(`  note: ${related.at.file}:${related.at.line}:${related.at.column} ${related.message}`);
  }
  return lines.join("\n");
}

const widest = 160;

/** The source line with a caret under the span; a long line is cut around the place. Spans count bytes. */
function snippet(line: ShownLine | string, at: Span, paint: Paint): readonly string[] {
  const { text, before } = typeof line === "string" ? asBytes(line) : line;
  const start = before(at.column);
  const end = at.endLine === at.line ? before(at.endColumn) : text;
  const from = start.length > widest - 20 ? start.length - 39 : 0;
  const shown = text.slice(from, from + widest);
  const lead = start.slice(from).replace(/[^\t]/gu, (character) => " ".repeat(displayWidth(character)));
  const number = String(at.line).padStart(5);
  const width = displayWidth(end.slice(start.length));
  const caret = "^".repeat(Math.max(1, Math.min(width, widest - lead.length)));
  return [`${number} | ${shown}`, `${" ".repeat(number.length)} | ${lead}${paint.yellow(caret)}`];
}

function asBytes(text: string): ShownLine {
  return { text, before: (byteColumn) => text.slice(0, byteColumn - 1) };
}

function paintSeverity(severity: Severity, paint: Paint): string {
  if (severity === "error") return paint.red(severity);
  return severity === "warning" ? paint.yellow(severity) : paint.cyan(severity);
}
