import type { SourceFile, Span } from "../../source/source-file.ts";

/** A WIDE CF definition file. Spans count bytes. */
export interface WideFile {
  readonly source: SourceFile;
  readonly directives: readonly WideDirective[];
  readonly comments: readonly WideComment[];
}

export interface WideComment {
  readonly span: Span;
  /** With its `#`, as bytes. */
  readonly text: string;
}

/** What must be accounted for: an assignment, or a command that a definition file should not have. */
export type WideDirective = WideAssignment | WideCommand;

export interface WideAssignment {
  readonly kind: "assignment";
  readonly name: string;
  readonly value: WideValue;
  readonly span: Span;
  readonly valueSpan: Span;
  /** As written. */
  readonly text: string;
  /** Why the shell would not set the variable for the file, or would only under a condition. */
  readonly unset: "command-follows" | "conditional" | undefined;
}

export interface WideCommand {
  readonly kind: "command";
  /** First word (`if`, `.`, `NAME` of `NAME = value`). */
  readonly name: string;
  readonly span: Span;
  readonly text: string;
  /** `NAME = value` */
  readonly looksLikeAssignment: boolean;
}

/** A value before the shell's expansions. */
export type WideValue = readonly WidePiece[];

export type WidePiece =
  | { readonly kind: "text"; readonly text: string; readonly span: Span }
  /** Read as if real quotes stood there. */
  | { readonly kind: "typographic"; readonly text: string; readonly span: Span }
  /** `$NAME` outside of single quotes. */
  | { readonly kind: "variable"; readonly name: string; readonly span: Span }
  /** `` `...` ``, `$(...)`, `${...:-...}`: what only a shell can tell. */
  | { readonly kind: "opaque"; readonly text: string; readonly span: Span }
  | { readonly kind: "unclosed"; readonly text: string; readonly span: Span };
