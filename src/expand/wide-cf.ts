import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { WideAssignment, WideDirective } from "../syntax/wide-cf/ast.ts";
import { parseWideCf } from "../syntax/wide-cf/parse.ts";
import { cfLines } from "./wide-cf/cf-lines.ts";
import { readDefinition } from "./wide-cf/definition.ts";
import { readFacts, type WideFacts } from "./wide-cf/facts.ts";
import type { ReadSiteFile } from "./wide-cf/lists.ts";
import { addRuleLines } from "./wide-cf/rule-lines.ts";
import { addSymbolLines } from "./wide-cf/symbol-lines.ts";

export interface WideExpansionRequest {
  /** The machine's own name, for what the definition leaves to it. */
  readonly hostname: string;
  readonly read: ReadSiteFile;
}

/** A definition file and the sendmail.cf that it stands for. */
export interface WideExpansion {
  readonly facts: WideFacts;
  /** The whole file: names, options and mailers, then rules of ours with the meaning of the definition. */
  readonly cf: SourceFile;
  /** The same file up to its rules. */
  readonly symbols: SourceFile;
  /** What must be accounted for, in file order. */
  readonly directives: readonly WideDirective[];
  readonly diagnostics: readonly Diagnostic[];
  /** The assignments that made a line of the cf. */
  makersOf(line: number): readonly WideAssignment[];
  /** The place in the definition that stands for a span of the cf. */
  relocate(span: Span): Span | undefined;
}

/**
 * Writes the sendmail.cf of a WIDE CF definition, so that it can be traced, verified and lifted like any other. CF's
 * own templates are not needed and not read; nothing is run.
 */
export function expandWideCf(source: SourceFile, { hostname, read }: WideExpansionRequest): WideExpansion {
  const definition = readDefinition(parseWideCf(source));
  const facts = readFacts(definition, hostname, read);
  const lines = cfLines(definition);
  addSymbolLines(lines, facts);
  const path = `${source.path} (expanded)`;
  // Rulesets that the mailers name; without their rules here.
  const symbols = lines.file(path, "S10\nS20\nS30\nS40\n");
  addRuleLines(lines, facts);
  return {
    facts,
    cf: lines.file(path),
    symbols,
    directives: definition.file.directives,
    diagnostics: [...definition.diagnostics, ...facts.diagnostics],
    makersOf: lines.makersOf,
    relocate: (span) => lines.makersOf(span.line)[0]?.span,
  };
}
