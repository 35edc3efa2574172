import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { ConnectionRules } from "../../model/connection-rules.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { Site, TextLine } from "../../source/site.ts";
import { lineSpan, type Span } from "../../source/source-file.ts";

/** A line or file beside the configuration, and how it ends. */
export interface SurroundingDirective {
  readonly span: Span;
  readonly text: string;
}

/** What one kind of file gives. */
export interface SurroundingPart {
  readonly directives: readonly SurroundingDirective[];
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
  readonly connectionRules?: ConnectionRules | undefined;
  /** Delivery agents as the files show them; undefined: as the configuration says. */
  readonly agents?: MailPolicy["agents"] | undefined;
}

/** Gathers what is said of the files of one kind. */
export interface PartBuilder {
  readonly directives: { readonly span: Span; readonly text: string }[];
  readonly claims: Claim[];
  readonly diagnostics: Diagnostic[];
  /** A line and how it ends. */
  line(path: string, line: TextLine, disposition: Disposition, note: string): void;
  /** A whole file and how it ends. */
  file(path: string, disposition: Disposition, note: string): void;
}

const openEnds: ReadonlySet<Disposition> = new Set(["manual", "unsupported", "unknown"]);

export function partBuilder(site: Site): PartBuilder {
  const directives: PartBuilder["directives"] = [];
  const claims: Claim[] = [];
  const add = (span: Span, text: string, disposition: Disposition, note: string): void => {
    const code: DiagnosticCode = openEnds.has(disposition) ? "LI2501" : "LI2500";
    directives.push({ span, text });
    claims.push({ at: span, disposition, code, note });
  };
  return {
    directives,
    claims,
    diagnostics: [],
    line: (path, { number, text }, disposition, note) =>
      add(lineSpan(site.shown(path), number, 1, text.length + 1), text.trim(), disposition, note),
    file: (path, disposition, note) =>
      add(lineSpan(site.shown(path), 1), `file ${site.shown(path)}`, disposition, note),
  };
}

/** Lines that say something: no comment, not empty. */
export function* saidLines(site: Site, path: string): Generator<TextLine> {
  for (const line of site.lines(path)) {
    const text = line.text.trim();
    if (text !== "" && !text.startsWith("#")) yield line;
  }
}
