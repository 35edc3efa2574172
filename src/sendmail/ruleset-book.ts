import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";
import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import type { RulesetSymbol } from "./config.ts";

/** conf.h MAXRWSETS / 2: numbers that a file may use. */
export const RULESET_NUMBERS = 100;

interface OpenRuleset {
  name: string;
  number: number | undefined;
  readonly rules: RuleLine[];
  readonly origin: Origin;
  readonly span: Span;
}

/**
 * The rulesets of a file as they grow. A name and a number may mean the same set (`Scanonify=3`, then `S3`); a set that
 * is named again goes on where it ended (readcf.c, case 'S' and strtorwset()).
 */
export interface RulesetBook {
  readonly sets: OpenRuleset[];
  readonly byName: Map<string, OpenRuleset>;
  readonly byNumber: Map<number, OpenRuleset>;
  /** Names that a mailer or header gave before any S line did: each has a number of its own by then. */
  readonly mentioned: Set<string>;
  /** Rules go here; undefined before the first S line and after a broken one. */
  current: OpenRuleset | undefined;
}

export function emptyRulesetBook(): RulesetBook {
  return { sets: [], byName: new Map(), byNumber: new Map(), mentioned: new Set(), current: undefined };
}

export interface Opened {
  /** The set had rules already. */
  readonly again: boolean;
  /** The name had another number before: sendmail complains and keeps that one. */
  readonly keptNumber: number | "of its own" | undefined;
}

/** Turns to the ruleset that an S line names. */
export function openRuleset(
  book: RulesetBook,
  name: string | undefined,
  number: number | undefined,
  origin: Origin,
  span: Span,
): Opened {
  const named = name === undefined ? undefined : book.byName.get(name);
  if (name !== undefined && !named && number !== undefined && book.mentioned.has(name)) {
    return { ...openRuleset(book, name, undefined, origin, span), keptNumber: "of its own" };
  }
  const numbered = number === undefined ? undefined : book.byNumber.get(number);
  const found = named ?? numbered;
  const set: OpenRuleset = found ?? { name: name ?? String(number), number, rules: [], origin, span };
  if (!found) book.sets.push(set);
  if (numbered === set && name !== undefined) set.name = name;
  if (name !== undefined) book.byName.set(name, set);
  if (set.number !== undefined) book.byNumber.set(set.number, set);
  book.current = set;
  const changed = named !== undefined && number !== undefined && named.number !== number;
  return { again: set.rules.length > 0, keptNumber: changed ? (named.number ?? "of its own") : undefined };
}

/** Notes that a mailer or header names the set: the name has its number from then on (readcf.c strtorwset()). */
export function mentionRuleset(book: RulesetBook, called: string): void {
  if (!/^\d/.test(called)) book.mentioned.add(called);
}

/** The set that `$>name`, `$>3` or S= mean, if the file has it. */
export function findRuleset(book: RulesetBook, called: string): OpenRuleset | undefined {
  return /^\d+$/.test(called) ? book.byNumber.get(Number(called)) : book.byName.get(called);
}

export function rulesetSymbols(book: RulesetBook): readonly RulesetSymbol[] {
  return book.sets.map(({ name, number, rules, origin, span }) => ({ name, number, rules, origin, span }));
}
