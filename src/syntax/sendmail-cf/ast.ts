import type { SourceFile, Span } from "../../source/source-file.ts";

/**
 * A sendmail.cf as its lines. Every physical line belongs to exactly one `CfLine`, and the `raw` texts in order are
 * the file, byte for byte. Meaning (last definition wins, what an option is called) is not decided here.
 */
export interface CfFile {
  readonly source: SourceFile;
  readonly lines: readonly CfLine[];
}

export type CfLine = BlankLine | CommentLine | Directive;

interface LineBase {
  /** The whole control line with its continuation lines, without the final line end. */
  readonly span: Span;
  /** Exact bytes, line ends included. */
  readonly raw: string;
}

export interface BlankLine extends LineBase {
  readonly kind: "blank";
}

export interface CommentLine extends LineBase {
  readonly kind: "comment";
  readonly text: string;
}

/** A control line with its continuations: what the accounting law counts. */
export type Directive =
  | VersionLine
  | MacroLine
  | ClassLine
  | ClassFileLine
  | RulesetLine
  | RuleLine
  | MailerLine
  | HeaderLine
  | PrecedenceLine
  | TrustedLine
  | OptionLine
  | MapLine
  | EnvironmentLine
  | LicenceLine
  | MilterLine
  | QueueGroupLine
  | BrokenLine;

/**
 * A piece of text with its place. `text` is as written, but folded: comments (level 3 and above) are taken out, `\#`
 * is `#`, CR LF is LF. `$` notation and quotes stay.
 */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** `V10/Berkeley`. */
export interface VersionLine extends LineBase {
  readonly kind: "version";
  readonly level: number | undefined;
  readonly vendor: string | undefined;
}

/** `DMname`, `D{name}value`. The value keeps `$` as written; the template has quotes and backslashes undone. */
export interface MacroLine extends LineBase {
  readonly kind: "macro";
  readonly name: string;
  readonly value: Word;
  readonly template: Template;
}

/** `Cw a b`, `C{name}a b`. */
export interface ClassLine extends LineBase {
  readonly kind: "class";
  readonly name: string;
  /** All that follows the name: sendmail expands macros here before it looks for words. */
  readonly value: Word;
  readonly members: readonly Word[];
}

/** `Fw/file`, `Fw-o /file %[^#]`, `F{name}|program`, `Fw@ldap:...`, `Fwkey@map:spec`. A program is never run. */
export interface ClassFileLine extends LineBase {
  readonly kind: "class-file";
  readonly name: string;
  readonly optional: boolean;
  readonly source:
    | { readonly kind: "file"; readonly path: string; readonly format: string | undefined }
    | { readonly kind: "program"; readonly command: string }
    | { readonly kind: "map"; readonly key: string; readonly mapClass: string; readonly spec: string };
}

/** `S3`, `Sname`, `Sname=3`. */
export interface RulesetLine extends LineBase {
  readonly kind: "ruleset";
  readonly name: string | undefined;
  readonly number: number | undefined;
}

/** `Rlhs<TAB>rhs<TAB>comment`. The sides are as written; `lhsTokens`/`rhsTokens` say what the notation holds. */
export interface RuleLine extends LineBase {
  readonly kind: "rule";
  readonly lhs: Word;
  readonly rhs: Word;
  readonly comment: Word | undefined;
  readonly lhsTokens: readonly RuleToken[];
  readonly rhsTokens: readonly RuleToken[];
}

/** `Mname, P=path, F=flags, ...`. Equates in order; `field` is the upper-case letter sendmail acts on. */
export interface MailerLine extends LineBase {
  readonly kind: "mailer";
  readonly name: string;
  readonly equates: readonly Equate[];
}

export interface Equate {
  readonly field: string;
  /** The word before `=` as written (`Argv` for `A`). */
  readonly written: string;
  readonly value: Word;
  /** The value as sendmail stores it: quotes undone, `\n` a newline, `\,` a comma (readcf.c, munchstring). */
  readonly munched: string;
}

/** `H?flags?Name: value`, `H?${macro}?Name: value`, `HName: $>ruleset`, `HName: $>+ruleset`, `H*: $>...`. */
export interface HeaderLine extends LineBase {
  readonly kind: "header";
  readonly flags: string | undefined;
  readonly conditionMacro: string | undefined;
  readonly name: string;
  readonly value: Word;
  readonly template: Template;
  readonly check: { readonly ruleset: string; readonly keepComments: boolean } | undefined;
}

/** `Pname=number`. */
export interface PrecedenceLine extends LineBase {
  readonly kind: "precedence";
  readonly name: string;
  readonly value: number | undefined;
}

/** `Tuser user`. */
export interface TrustedLine extends LineBase {
  readonly kind: "trusted";
  readonly users: readonly Word[];
}

/** `OAvalue` (letter) or `O Name=value` (long). */
export interface OptionLine extends LineBase {
  readonly kind: "option";
  readonly form: "short" | "long";
  readonly name: string;
  readonly nameSpan: Span;
  /** undefined: no `=` and no text after the name. */
  readonly value: Word | undefined;
}

/** `Kname class -flags arguments`. */
export interface MapLine extends LineBase {
  readonly kind: "map";
  readonly name: string;
  readonly mapClass: string;
  readonly flags: readonly MapFlag[];
  /** Everything after the flags, in words. */
  readonly args: readonly Word[];
}

export interface MapFlag {
  readonly letter: string;
  readonly value: string;
  readonly span: Span;
}

/** `EPATH=/bin`. */
export interface EnvironmentLine extends LineBase {
  readonly kind: "environment";
  readonly name: string;
  readonly value: string | undefined;
}

/** `L...`: a vendor's line, without meaning in open-source sendmail. */
export interface LicenceLine extends LineBase {
  readonly kind: "licence";
  readonly text: string;
}

/** `Xname, S=socket, F=, T=, C=`. */
export interface MilterLine extends LineBase {
  readonly kind: "milter";
  readonly name: string;
  readonly equates: readonly Equate[];
}

/** `Qname, P=path, ...`. */
export interface QueueGroupLine extends LineBase {
  readonly kind: "queue-group";
  readonly name: string;
  readonly equates: readonly Equate[];
}

/** A line that sendmail would refuse or that cannot be read: a diagnostic says why, the text is kept. */
export interface BrokenLine extends LineBase {
  readonly kind: "broken";
  readonly letter: string;
  readonly text: string;
}

/** Text with macro references, in order. */
export type Template = readonly TemplatePart[];

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /** `$x`, `${name}`; deferred: `$&x`, `$&{name}`. */
  | { readonly kind: "macro"; readonly name: string; readonly deferred: boolean }
  /** `$?x then $| otherwise $.` */
  | {
      readonly kind: "conditional";
      readonly macro: string;
      readonly deferred: boolean;
      readonly whenSet: Template;
      readonly otherwise: Template;
    }
  /** Anything else that begins with `$`, as written (`$u` forms of rules, `$|` alone, `$=x`). */
  | { readonly kind: "metasymbol"; readonly text: string };

/** What one side of a rule holds, in order; `text` is as written. */
export interface RuleToken {
  readonly kind:
    | "text"
    | "blank"
    | "any" // $*
    | "some" // $+
    | "one" // $-
    | "zero" // $@ on the left, host or return mark on the right
    | "class" // $=x
    | "not-class" // $~x
    | "macro" // $x ${x}
    | "deferred-macro" // $&x
    | "conditional-if" // $?x
    | "conditional-else" // $|
    | "conditional-end" // $.
    | "colon" // $:
    | "mailer" // $#
    | "call" // $>n $>name
    | "map-begin" // $(
    | "map-end" // $)
    | "host-begin" // $[
    | "host-end" // $]
    | "positional" // $1
    | "dollar" // $$
    | "unknown";
  readonly text: string;
  /** Name of the macro, class, ruleset or position where there is one. */
  readonly name?: string;
  readonly span: Span;
}
