/**
 * program — rulesets ready to run, and what a run needs beside them
 */
import type { Span } from "../../source/source-file.ts";
import type { Atom, Atoms, BlankSub } from "./atoms.ts";
import type { ClassTable } from "./classes.ts";
import type { HeaderChecks } from "./headers.ts";
import type { LeftHandSide } from "./left-hand-side.ts";
import type { MacroNames } from "./macro-names.ts";
import type { MacroValues } from "./macros.ts";
import type { MapTable } from "./maps/map.ts";
import type { RightHandSide } from "./right-hand-side.ts";
import type { RuleIndex } from "./rule-index.ts";
import type { CallTarget } from "./ruleset-names.ts";
import type { TokenTables } from "./token-types.ts";

/** What one element of a left-hand side asks of the workspace. */
export const OP = {
  literal: 0,
  any: 1,
  some: 2,
  one: 3,
  inClass: 4,
  notInClass: 5,
  zero: 6,
  macro: 7,
} as const;

/** A rule: `R lhs <tab> rhs`. Arrays run in parallel, one element a token of the left-hand side. */
export interface Rule {
  /** Number from 1 over the whole file: for counting which rules fired. */
  readonly id: number;
  /** Line of the file in sendmail's count: the last one of a folded rule. */
  readonly line: number;
  readonly span: Span | undefined;
  readonly text: string;
  readonly ops: readonly number[];
  /** Folded atom of a literal; code of a class or macro; the token itself is in `lhs`. */
  readonly args: readonly number[];
  readonly lhs: readonly Atom[];
  readonly rhs: readonly Atom[];
  /** `rhs` without its `$:` or `$@` prefix. */
  readonly body: readonly Atom[];
  readonly then: "again" | "next" | "return";
}

export interface Ruleset {
  readonly number: number;
  readonly name: string;
  readonly rules: Rule[];
}

/** A ruleset made ready to run. */
export interface ReadyRuleset {
  readonly rules: readonly Rule[];
  readonly left: readonly LeftHandSide[];
  readonly right: readonly RightHandSide[];
  readonly index: RuleIndex;
}

export interface Mailer {
  readonly name: string;
  readonly number: number;
  readonly path: string;
  readonly flags: ReadonlySet<string>;
  readonly argv: readonly string[];
  readonly senderEnvelope: number;
  readonly senderHeader: number;
  readonly recipientEnvelope: number;
  readonly recipientHeader: number;
  readonly equates: ReadonlyMap<string, string>;
  readonly span: Span | undefined;
}

/** Options of the configuration that rewriting obeys. */
export interface RewriteOptions {
  readonly blank: BlankSub;
  readonly ruleRecursion: number;
  readonly macroRecursion: number;
  readonly aliasRecursion: number;
  readonly colonOkInAddress: boolean;
  readonly mustQuote: string;
  readonly wildcardMx: boolean;
  readonly keepCnames: boolean;
}

/** A compiled configuration. Only `atoms`, `classes` and map handles grow after compilation. */
export interface Program {
  readonly level: number;
  readonly atoms: Atoms;
  readonly tables: TokenTables;
  readonly names: MacroNames;
  readonly macros: MacroValues;
  readonly classes: ClassTable;
  /** By number; named rulesets count down from 199. */
  readonly rulesets: readonly (Ruleset | undefined)[];
  /** The same, each made ready when it runs for the first time. */
  readonly ready: (ReadyRuleset | undefined)[];
  /** What `$>` and a token call, as far as it has been asked. */
  readonly calls: Map<Atom, CallTarget>;
  /** Name to number; -1 while a name is known without one. */
  readonly rulesetNumbers: ReadonlyMap<string, number>;
  readonly rulesetNames: readonly (string | undefined)[];
  readonly mailers: readonly Mailer[];
  /** By the names under which they have been asked for. */
  readonly mailersByName: Map<string, Mailer>;
  readonly maps: MapTable;
  readonly headerChecks: HeaderChecks;
  readonly options: RewriteOptions;
  readonly ruleCount: number;
}
