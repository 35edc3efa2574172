import type { AddressPattern, MailEnd } from "../../model/behaviour.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import { rulesetsFrom } from "../../sendmail/ruleset/live-rules.ts";
import type { Rule } from "../../sendmail/ruleset/program.ts";
import { type Origin, written } from "../../source/origin.ts";
import type { LiftContext } from "../context.ts";
import { type Lookup, observe } from "./ask.ts";
import { type Filling, freshWord, holesOf, isLiteral, isWholeDomain, patternsOf } from "./instances.ts";
import { shapesOf } from "./shapes.ts";

/** Everything that studying a pattern needs. */
export interface Study {
  readonly context: LiftContext;
  readonly engine: RulesetEngine;
  /** Rules that a person wrote, by line. */
  readonly byHand: ReadonlyMap<number, Origin>;
  /** Two names of this host, to see what depends on them. */
  readonly localDomains: readonly string[];
  readonly known: (word: string) => boolean;
}

export function newStudy(context: LiftContext, engine: RulesetEngine, byHand: ReadonlySet<number>): Study {
  const { config } = context;
  const { text } = config.file.source;
  const lower = text.toLowerCase();
  const names = (config.classes.get("w")?.members ?? []).map((member) => member.text.toLowerCase());
  const proper = [...new Set(names)].filter(
    (name) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) && !/^localhost\b/.test(name),
  );
  return {
    context,
    engine,
    byHand: originsByLine(engine, byHand),
    localDomains: proper.length > 0 ? proper.slice(0, 2) : names.slice(0, 2),
    known: remembered((word) => lower.includes(word)),
  };
}

/** The same words are asked for thousands of times, and each time the whole text would be searched. */
function remembered(known: (word: string) => boolean): (word: string) => boolean {
  const answers = new Map<string, boolean>();
  return (word) => {
    const before = answers.get(word);
    if (before !== undefined) return before;
    const answer = known(word);
    answers.set(word, answer);
    return answer;
  };
}

function originsByLine(engine: RulesetEngine, lines: ReadonlySet<number>): ReadonlyMap<number, Origin> {
  const rules = engine.program.rulesets.flatMap((ruleset) => ruleset?.rules ?? []);
  return new Map(
    rules.flatMap(({ span }) => (span && lines.has(span.line) ? [[span.line, written(span)] as const] : [])),
  );
}

/** A pattern and the rule that it was made for. */
export interface Wanted {
  readonly pattern: AddressPattern;
  readonly line: number;
}

/** The patterns that the hand-written ones of the rules were written for, the most general ones first. */
export function patternsOfRules(study: Study, rules: readonly Rule[]): readonly Wanted[] {
  const { engine, byHand, context } = study;
  const shapes = new Map<string, Wanted>();
  for (const rule of rules) {
    if (rule.span === undefined || !byHand.has(rule.span.line)) continue;
    for (const shape of shapesOf(engine.program, rule)) {
      for (const pattern of patternsOf(shape, context.config)) {
        const key = JSON.stringify(pattern);
        if (!shapes.has(key)) shapes.set(key, { pattern, line: rule.span.line });
      }
    }
  }
  return [...shapes.values()].sort((a, b) => constants(a.pattern) - constants(b.pattern));
}

/** How much of a pattern is fixed. */
function constants({ user, domain }: AddressPattern): number {
  const texts = (parts: AddressPattern["user"]): number => parts.filter((part) => part.kind === "text").length;
  return texts(user) * 2 + (domain === "local" ? 1 : texts(domain));
}

/** Fresh words for the holes of a pattern: another spelling gives others, more labels give longer ones. */
export function fillingFor(study: Study, pattern: AddressPattern, spelling: number, labels: number): Filling {
  return new Map(
    holesOf(pattern).map((hole, index) => {
      const word = (at: number): string => freshWord(index * 3 + at, spelling, study.known);
      if (isLiteral(pattern, hole)) return [hole, `192.0.2.${100 + spelling}`];
      const wanted = isWholeDomain(pattern, hole) && lengthOf(pattern, hole) === "some" ? labels + 1 : labels;
      return [hole, Array.from({ length: wanted }, (_, at) => word(at)).join(".")];
    }),
  );
}

function lengthOf({ user, domain }: AddressPattern, hole: string): "one" | "some" {
  const parts = [...user, ...(domain === "local" ? [] : domain)];
  return parts.some((part) => part.kind === "hole" && part.name === hole && part.length === "one") ? "one" : "some";
}

/** Where the hand-written ones of the rules stand, and the maps that they asked. */
export function originsOf(
  { byHand, context }: Study,
  lines: readonly number[],
  lookups: readonly Lookup[] = [],
): readonly Origin[] {
  const maps = new Set(lookups.filter(({ line }) => byHand.has(line)).map(({ map }) => map));
  return [
    ...lines.flatMap((line) => byHand.get(line) ?? []),
    ...[...maps].flatMap((name) => context.config.maps.get(name)?.origin ?? []),
  ];
}

/** A fresh word for what stands behind a plus sign. */
export function extensionWord({ known }: Study): string {
  return freshWord(0, 2, known);
}

/** The rules that can run once one of the hooks is called; numbers or names of rulesets. */
export function rulesFrom({ engine }: Study, hooks: readonly (string | number)[]): readonly Rule[] {
  const { program } = engine;
  const numbers = hooks.flatMap((hook) => (typeof hook === "number" ? hook : (program.rulesetNumbers.get(hook) ?? [])));
  return [...rulesetsFrom(program, numbers)].flatMap((number) => program.rulesets[number]?.rules ?? []);
}

/** Where mail for an unknown host ends, and for a user of this one. */
export function usualEnds(study: Study): readonly MailEnd[] {
  const { engine, context } = study;
  const word = (index: number): string => freshWord(index, 0, study.known);
  const elsewhere = observe(engine, context.config, `${word(0)}@${word(1)}.${word(2)}`);
  return [...elsewhere.ends, { kind: "local", user: word(0) }];
}

/** Holes for which the same holds with several words in them. */
export function wideHoles(
  pattern: AddressPattern,
  filling: Filling,
  longer: Filling,
  holds: (filling: Filling) => boolean,
): readonly string[] {
  return holesOf(pattern).filter((hole) => holds(new Map([...filling, [hole, longer.get(hole) ?? ""]])));
}

/** The pattern with the lengths that its holes were found to have. */
export function withLengths(pattern: AddressPattern, wide: readonly string[]): AddressPattern {
  const side = (parts: AddressPattern["user"]): AddressPattern["user"] =>
    parts.map((part) => (part.kind === "hole" ? { ...part, length: wide.includes(part.name) ? "some" : "one" } : part));
  return { user: side(pattern.user), domain: pattern.domain === "local" ? "local" : side(pattern.domain) };
}

/** Lines of rules, each once, the one that the pattern was made for first. */
export function decidedBy(order: number, lines: readonly number[]): readonly number[] {
  const unique = [...new Set(lines)];
  return unique.includes(order) ? [order, ...unique.filter((line) => line !== order)] : unique;
}
