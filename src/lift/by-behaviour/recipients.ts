import type {
  AddressPattern,
  Behaviour,
  MailEnd,
  RecipientBehaviour,
  RecipientExample,
  RecipientOutcome,
  Template,
} from "../../model/behaviour.ts";
import type { Route } from "../../model/route.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import { type Origin, written } from "../../source/origin.ts";
import type { LiftContext } from "../context.ts";
import { refusalOf } from "../shared/refusal.ts";
import { type Observation, observe } from "./ask.ts";
import { addressOf, type Filling, freshWord, holesOf, isWholeDomain, patternsOf } from "./instances.ts";
import { keyForms, rowsOf } from "./lookups.ts";
import { shapesOf } from "./shapes.ts";
import { generalise, hasHoles, patternOf, templateOf } from "./templates.ts";

const PATTERNS = 4000;

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

/** A pattern asked: the answer with its holes open, and what was seen on the way. */
interface Studied {
  readonly behaviours: readonly RecipientBehaviour[];
  readonly asked: readonly RecipientExample[];
  readonly seen: Observation;
  readonly filling: Filling;
}

/** What becomes of the recipients that hand-written rules were written for, the most general patterns first. */
export function recipientBehaviours(
  context: LiftContext,
  engine: RulesetEngine,
  byHand: ReadonlySet<number>,
  members: Iterable<string>,
): Behaviour {
  const study = newStudy(context, engine, byHand);
  const waiting = [...firstPatterns(study), ...memberPatterns(study, members)];
  const asked = new Set<string>();
  const recipients: RecipientBehaviour[] = [];
  const examples = new Map<string, RecipientExample>();
  for (let next = waiting.shift(); next && asked.size < PATTERNS; next = waiting.shift()) {
    const { pattern, line } = next;
    const key = JSON.stringify(pattern);
    if (asked.has(key)) continue;
    asked.add(key);
    const studied = studyPattern(study, pattern, line);
    recipients.push(...studied.behaviours);
    for (const example of studied.asked) examples.set(example.address, example);
    for (const more of patternsOfLookups(study, pattern, studied)) waiting.push({ pattern: more, line });
  }
  return { recipients, asked: [...examples.values()] };
}

function newStudy(context: LiftContext, engine: RulesetEngine, byHand: ReadonlySet<number>): Study {
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
    known: (word) => lower.includes(word),
  };
}

function originsByLine(engine: RulesetEngine, lines: ReadonlySet<number>): ReadonlyMap<number, Origin> {
  const rules = engine.program.rulesets.flatMap((ruleset) => ruleset?.rules ?? []);
  return new Map(
    rules.flatMap(({ span }) => (span && lines.has(span.line) ? [[span.line, written(span)] as const] : [])),
  );
}

/** A pattern and the rule that it was made for. */
interface Wanted {
  readonly pattern: AddressPattern;
  readonly line: number;
}

function firstPatterns({ engine, byHand, context }: Study): Wanted[] {
  const shapes = new Map<string, Wanted>();
  for (const rule of engine.live().live) {
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

/** Users of this host that aliases name: local delivery looks at them without asking the tables of patterns again. */
function memberPatterns(study: Study, members: Iterable<string>): readonly Wanted[] {
  const { classes } = study.context.config;
  const local = new Set(classes.get("w")?.members.map(({ text }) => text.toLowerCase()));
  const names = new Set<string>();
  for (const member of members) {
    const address = /^([^\s@"\\|/:]+)(?:@([^\s@]+))?$/.exec(member.toLowerCase());
    const [, user, domain] = address ?? [];
    if (user !== undefined && (domain === undefined || local.has(domain))) names.add(user);
    if (names.size >= PATTERNS) break;
  }
  return [...names].map((text) => ({
    pattern: { user: [{ kind: "text", text }], domain: "local" },
    line: Number.MAX_SAFE_INTEGER,
  }));
}

/** How much of a pattern is fixed. */
function constants({ user, domain }: AddressPattern): number {
  const texts = (parts: AddressPattern["user"]): number => parts.filter((part) => part.kind === "text").length;
  return texts(user) * 2 + (domain === "local" ? 1 : texts(domain));
}

function fillingFor(study: Study, pattern: AddressPattern, spelling: number, labels: number): Filling {
  return new Map(
    holesOf(pattern).map((hole, index) => {
      const word = (at: number): string => freshWord(index * 3 + at, spelling, study.known);
      const wanted = isWholeDomain(pattern, hole) ? labels + 1 : labels;
      return [hole, Array.from({ length: wanted }, (_, at) => word(at)).join(".")];
    }),
  );
}

function studyPattern(study: Study, pattern: AddressPattern, order: number): Studied {
  const { engine, context, localDomains } = study;
  const asked: RecipientExample[] = [];
  const ask = (shape: AddressPattern, filling: Filling, local: string): Observation => {
    const observation = observe(engine, context.config, addressOf(shape, filling, local));
    const { address, ends, lines, waits } = observation;
    const rules = lines.filter((line) => study.byHand.has(line));
    if (rules.length > 0 && !waits) asked.push({ address, ends, rules });
    return observation;
  };
  const [local = "", otherLocal = local] = localDomains;
  const filling = fillingFor(study, pattern, 0, 1);
  const seen = ask(pattern, filling, local);
  const fired = seen.lines.filter((line) => study.byHand.has(line));
  const none: Studied = { behaviours: [], seen, filling, asked };
  if (fired.length === 0 || !seen.answer || seen.waits) return none;
  const open = openAnswer(seen.answer, filling, pattern, local);
  const same = (other: Observation, otherFilling: Filling, domain: string): boolean =>
    other.answer !== undefined &&
    JSON.stringify(openAnswer(other.answer, otherFilling, pattern, domain)) === JSON.stringify(open);
  const respelt = fillingFor(study, pattern, 1, 1);
  const second = ask(pattern, respelt, otherLocal);
  if (!same(second, respelt, otherLocal)) return none;
  const longer = fillingFor(study, pattern, 0, 2);
  const third = ask(pattern, longer, local);
  const widens = holesOf(pattern).length > 0 && same(third, longer, local);
  const extended = withExtension(study, pattern, ask);
  const outcomes = outcomesOf(study, seen, open, filling, pattern);
  for (const { pattern: there } of outcomes) {
    // A place given to the new address holds for mail to that address, too.
    if (there === pattern) continue;
    const { address, ends } = observe(engine, context.config, addressOf(there, filling, local));
    asked.push({ address, ends, rules: fired });
  }
  const found = {
    isExact: extended !== undefined && !same(extended, filling, local),
    origins: fired.flatMap((line): Origin[] => originOf(study, line)),
    order,
    examples: asked,
  };
  const behaviours = outcomes.map(({ pattern: meant, outcome }) => ({
    ...found,
    pattern: withLength(meant, widens ? "some" : "one"),
    outcome,
  }));
  return { behaviours, asked, seen, filling };
}

/** What becomes of `user+extension`, for a pattern that names a user. */
function withExtension(
  study: Study,
  pattern: AddressPattern,
  ask: (shape: AddressPattern, filling: Filling, local: string) => Observation,
): Observation | undefined {
  const [first, ...more] = pattern.user;
  if (first?.kind !== "text" || more.length > 0 || first.text.includes("+")) return undefined;
  const word = freshWord(0, 2, study.known);
  const user = [{ kind: "text" as const, text: `${first.text}+${word}` }];
  return ask({ ...pattern, user }, fillingFor(study, pattern, 0, 1), study.localDomains[0] ?? "");
}

function originOf({ byHand }: Study, line: number): Origin[] {
  const origin = byHand.get(line);
  return origin ? [origin] : [];
}

/** The answer with its fresh words opened; the local domain behind an `@` is a hole, too. */
function openAnswer(answer: MailEnd, filling: Filling, pattern: AddressPattern, local: string): MailEnd {
  const holes = pattern.domain === "local" && local !== "" ? new Map([...filling, ["domain", `@${local}`]]) : filling;
  return generalise(answer, holes);
}

function withLength(pattern: AddressPattern, length: "one" | "some"): AddressPattern {
  const side = (parts: AddressPattern["user"]): AddressPattern["user"] =>
    parts.map((part) => (part.kind === "hole" ? { ...part, length } : part));
  return { user: side(pattern.user), domain: pattern.domain === "local" ? "local" : side(pattern.domain) };
}

interface Meant {
  readonly pattern: AddressPattern;
  readonly outcome: RecipientOutcome;
}

/**
 * The answer in the words of the policy: what must hold of which addresses. Nothing where a fresh word decides
 * something that no pattern can say.
 */
function outcomesOf(
  study: Study,
  seen: Observation,
  open: MailEnd,
  filling: Filling,
  pattern: AddressPattern,
): readonly Meant[] {
  if (open.kind === "refuse") {
    const refusal = refusalOf(undefined, closed(`${open.code} ${open.text}`, filling));
    return [{ pattern, outcome: { kind: "refuse", refusal } }];
  }
  const target = aliasTarget(study, seen, filling);
  if (target) return [{ pattern, outcome: { kind: "alias", target } }];
  if (open.kind === "local") return [{ pattern, outcome: { kind: "local" } }];
  if (open.kind !== "route") return [];
  const route = byOwnDomain(open.route, open.address);
  if (hasHoles(route)) return [];
  if (sameAddress(addressIn(seen), seen.address, study)) return [{ pattern, outcome: { kind: "route", route } }];
  const becomes = templateOf(open.address);
  const there = patternOf(becomes, pattern);
  if (!there) return [];
  return [
    { pattern: there, outcome: { kind: "route", route } },
    { pattern, outcome: { kind: "alias", target: becomes } },
  ];
}

/** A host that is the address's own domain, or its literal: no host need be named. */
function byOwnDomain(route: Route, address: string): Route {
  const [host] = route.kind === "relay" ? route.hosts : [];
  if (route.kind !== "relay" || route.hosts.length !== 1 || !host) return route;
  const named = host.direct ? `[${host.host}]` : host.host;
  return address.toLowerCase().endsWith(`@${named}`) ? { ...route, hosts: [] } : route;
}

function addressIn({ answer, address }: Observation): string {
  return answer?.kind === "route" ? answer.address : address;
}

/** Refusals repeat the address in their text at times: the words of the example are better than none. */
function closed(text: string, filling: Filling): string {
  let out = text;
  for (const [hole, word] of filling) out = out.replaceAll(`\u0001${hole}\u0002`, word);
  return out.replaceAll("\u0001domain\u0002", "");
}

/**
 * The address whose own mail goes the same way: a value that a table gave, or the address that the rules made of it.
 */
function aliasTarget(study: Study, seen: Observation, filling: Filling): Template | undefined {
  const answer = seen.answer;
  if (!answer || answer.kind === "refuse") return undefined;
  const values = seen.lookups.filter(({ line, value }) => value !== undefined && study.byHand.has(line));
  const final = answer.kind === "local" ? answer.user : answer.kind === "route" ? answer.address : undefined;
  const candidates = [...values.map(({ value = "" }) => value), ...(final === undefined ? [] : [final])];
  for (const candidate of candidates) {
    if (sameAddress(candidate, seen.address, study)) continue;
    if (!/^[^\s@]+(@[^\s@]+)?$/.test(candidate)) continue;
    const there = observe(study.engine, study.context.config, candidate);
    if (JSON.stringify(there.ends) !== JSON.stringify(seen.ends)) continue;
    return templateOf(generalise({ text: candidate }, filling).text);
  }
  return undefined;
}

/** The same address, or the same user of this host. */
function sameAddress(a: string, b: string, { localDomains }: Study): boolean {
  const bare = (address: string): string => {
    const lower = address.toLowerCase();
    const domain = localDomains.find((name) => lower.endsWith(`@${name}`));
    return domain === undefined ? lower : lower.slice(0, -domain.length - 1);
  };
  return bare(a) === bare(b);
}

/** Patterns whose holes hold what a table that a rule asked has rows for. */
function patternsOfLookups(study: Study, pattern: AddressPattern, studied: Studied): readonly AddressPattern[] {
  return studied.seen.lookups
    .filter(({ line }) => study.byHand.has(line))
    .flatMap((lookup) =>
      keyForms(lookup.key, studied.filling).flatMap((form) => rowsOf(study, lookup.map, form, pattern)),
    );
}
