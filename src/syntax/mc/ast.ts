import type { SourceFile, Span } from "../../source/source-file.ts";

/** A .mc file as its directives, in order. Nothing is expanded: calls are seen as they are written. */
export interface McFile {
  readonly source: SourceFile;
  readonly directives: readonly McDirective[];
  /** `dnl` comments and text that m4 is told to discard. */
  readonly comments: readonly McComment[];
}

/** What the accounting law counts in a .mc. */
export type McDirective = McCall | McRawLine;

interface DirectiveBase {
  readonly span: Span;
  /** As written. */
  readonly text: string;
  /** Offsets in the file. */
  readonly from: number;
  readonly to: number;
}

/** A macro call at top level, `NAME(...)` or a name alone that is known to be a macro. */
export interface McCall extends DirectiveBase {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly McArgument[];
}

export interface McArgument {
  /** Without one pair of quotes around all of it, and without the blanks before it. */
  readonly text: string;
  readonly span: Span;
}

/** A line of the cf file that stands in the .mc itself, with its continuation lines. */
export interface McRawLine extends DirectiveBase {
  readonly kind: "cf-line";
  /** The section it stands in: LOCAL_CONFIG, MAILER_DEFINITIONS, ...; undefined before the first. */
  readonly section: string | undefined;
}

export interface McComment {
  readonly span: Span;
  readonly text: string;
}
