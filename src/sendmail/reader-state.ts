import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import { type Diagnostic, type DiagnosticDetails, diagnose } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import type { Site } from "../source/site.ts";
import type { Span } from "../source/source-file.ts";
import type {
  CfFile,
  Directive,
  HeaderLine,
  MilterLine,
  QueueGroupLine,
  RuleLine,
  Template,
} from "../syntax/sendmail-cf/ast.ts";
import type {
  ClassFileContent,
  ClassMember,
  ExpandedRule,
  MachineFacts,
  MailerSymbol,
  MapSymbol,
  OptionSymbol,
} from "./config.ts";
import { expandMacros } from "./expand-macros.ts";
import type { RulesetBook } from "./ruleset-book.ts";

/** What sendmail has in memory at one point of the file. Only the readers in this room change it. */
export interface ReaderState {
  readonly file: CfFile;
  readonly site: Site;
  readonly facts: MachineFacts;
  readonly diagnostics: Diagnostic[];
  level: number;
  vendor: string | undefined;
  readonly macros: Map<string, StoredMacro>;
  /** Stored values only: what expandMacros() reads. */
  readonly macroValues: Map<string, Template>;
  /** Class name -> member in lower case -> member. */
  readonly classes: Map<string, Map<string, ClassMember>>;
  readonly classFiles: ClassFileContent[];
  readonly options: Map<string, OptionSymbol>;
  readonly maps: Map<string, MapSymbol>;
  readonly mailers: Map<string, MailerSymbol>;
  readonly rulesets: RulesetBook;
  readonly expandedRules: Map<RuleLine, ExpandedRule>;
  readonly headers: HeaderLine[];
  readonly headerChecks: Map<string, HeaderLine>;
  readonly milters: Map<string, MilterLine>;
  readonly queueGroups: Map<string, QueueGroupLine>;
  readonly superseded: Map<Directive, Directive>;
}

export interface StoredMacro {
  readonly template: Template;
  readonly origin: Origin;
  readonly directive: Directive | undefined;
  /** Something was made of this value already: a later D line does not undo that. */
  wasUsed: boolean;
}

export function report(
  state: ReaderState,
  code: DiagnosticCode,
  at: Span | undefined,
  message: string,
  details?: DiagnosticDetails,
): void {
  state.diagnostics.push(diagnose(code, at, message, details));
}

export function defineMacro(
  state: ReaderState,
  name: string,
  template: Template,
  origin: Origin,
  directive?: Directive,
): void {
  const before = state.macros.get(name);
  if (before?.directive && directive && !before.wasUsed) state.superseded.set(before.directive, directive);
  state.macros.set(name, { template, origin, directive, wasUsed: false });
  state.macroValues.set(name, template);
}

/** Expands a text of a directive with the macros as they are now; `at` is where a complaint belongs. */
export function expandNow(state: ReaderState, template: Template, at: Span): Template {
  const expansion = expandMacros(template, state.macroValues);
  for (const name of expansion.used) {
    const macro = state.macros.get(name);
    if (macro) macro.wasUsed = true;
  }
  if (expansion.tooDeep) {
    report(state, "CF1081", at, "a macro in this line contains itself: sendmail gives up after 10 rounds");
  }
  return expansion.parts;
}

/** sendmail compares class members without regard to case; the first spelling stays (stab.c, readcf.c setclass). */
export function addToClass(state: ReaderState, name: string, text: string, origin: Origin): ClassMember {
  const members = membersOf(state, name);
  const key = text.toLowerCase();
  const known = members.get(key);
  if (known) return known;
  const member: ClassMember = { text, origin };
  members.set(key, member);
  return member;
}

export function membersOf(state: ReaderState, name: string): Map<string, ClassMember> {
  const members = state.classes.get(name) ?? new Map<string, ClassMember>();
  state.classes.set(name, members);
  return members;
}
