import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";
import type {
  CfFile,
  ClassFileLine,
  Directive,
  Equate,
  HeaderLine,
  MailerLine,
  MapLine,
  MilterLine,
  OptionLine,
  QueueGroupLine,
  RuleLine,
  Template,
} from "../syntax/sendmail-cf/ast.ts";

/**
 * What a sendmail.cf defines once it is read: sendmail's own order, the last definition wins (readcf.c). Nothing here
 * knows Postfix. The ruleset engine, lifting and probes all start from this value.
 */
export interface SendmailConfig {
  readonly file: CfFile;
  /** Configuration level (V line); 0 without one. */
  readonly level: number;
  readonly vendor: string | undefined;
  /** By name without `$` and braces: `j`, `w`, `client_name`. */
  readonly macros: ReadonlyMap<string, MacroSymbol>;
  /** By name without braces. */
  readonly classes: ReadonlyMap<string, ClassSymbol>;
  /** By canonical long name; short letters are resolved. Unknown ones keep their written name. */
  readonly options: ReadonlyMap<string, OptionSymbol>;
  /** By lower-case name. */
  readonly maps: ReadonlyMap<string, MapSymbol>;
  /** By lower-case name. */
  readonly mailers: ReadonlyMap<string, MailerSymbol>;
  /** In order of first appearance; a repeated S line appends. */
  readonly rulesets: readonly RulesetSymbol[];
  /** The sides of every rule as sendmail keeps them. */
  readonly expandedRules: ReadonlyMap<RuleLine, ExpandedRule>;
  readonly headers: readonly HeaderLine[];
  readonly milters: readonly MilterLine[];
  readonly queueGroups: readonly QueueGroupLine[];
  /** Every directive in file order: what must be accounted for. */
  readonly directives: readonly Directive[];
  /** What sendmail takes from the running machine, as given or assumed. */
  readonly facts: MachineFacts;
  /** Text files that were read for classes, with what each line gave. */
  readonly classFiles: readonly ClassFileContent[];
  /** Directives that a later one replaces: earlier -> the one that counts. */
  readonly superseded: ReadonlyMap<Directive, Directive>;
}

export interface MachineFacts {
  /** Fully qualified name of the host. */
  readonly hostname: string;
  readonly hostnameAssumed: boolean;
  readonly other: ReadonlyMap<string, string>;
}

export interface MacroSymbol {
  readonly name: string;
  /** What the macro stands for once the whole file is read: `$x` inside is replaced then (macro.c), `$&x` is kept. */
  readonly value: string;
  /** As stored: sendmail looks up the macros inside whenever the value is used, not at the D line. */
  readonly template: Template;
  readonly origin: Origin;
  readonly directive: Directive | undefined;
}

export interface ClassMember {
  readonly text: string;
  readonly origin: Origin;
}

export interface ClassSymbol {
  readonly name: string;
  readonly members: readonly ClassMember[];
}

export interface ClassFileContent {
  readonly directive: ClassFileLine;
  readonly path: string;
  readonly state: "read" | "missing" | "missing-optional" | "unreadable" | "not-run" | "external";
  readonly members: readonly ClassMember[];
}

export interface OptionSymbol {
  /** Canonical long name (`AliasFile`), or as written when the catalogue has none. */
  readonly name: string;
  readonly known: boolean;
  /** Value that counts, as text; bools as `true`/`false`, times in seconds with `s` are left to typed readers. */
  readonly value: string;
  /** All values that count, in order: one, but for options that gather (AliasFile, DaemonPortOptions, ...). */
  readonly values: readonly string[];
  readonly settings: readonly OptionLine[];
  readonly origin: Origin;
}

export interface MapSymbol {
  readonly name: string;
  readonly mapClass: string;
  readonly line: MapLine;
  readonly flags: ReadonlyMap<string, string>;
  /** The file or specification: last argument, as written. */
  readonly spec: string | undefined;
  readonly origin: Origin;
}

export interface MailerSymbol {
  readonly name: string;
  readonly path: string;
  /** F= letters, with the level's implicit ones added (readcf.c, makemailer). */
  readonly flags: ReadonlySet<string>;
  readonly argv: string;
  readonly equates: ReadonlyMap<string, Equate>;
  readonly line: MailerLine;
  readonly origin: Origin;
}

/**
 * A rule as it is after reading (readcf.c, case R): `$x` and `$?x..$|..$.` are replaced by what the macros were at that
 * line, `$&x` and the other metasymbols stay. Still in the notation: a dollar of a macro's value is written `$$`.
 */
export interface ExpandedRule {
  readonly lhs: string;
  readonly rhs: string;
}

export interface RulesetSymbol {
  /** Name as given, or the number in digits. */
  readonly name: string;
  readonly number: number | undefined;
  readonly rules: readonly RuleLine[];
  readonly origin: Origin;
  readonly span: Span;
}
