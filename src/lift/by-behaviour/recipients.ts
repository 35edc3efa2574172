import type {
  AddressPattern,
  MailEnd,
  RecipientBehaviour,
  RecipientExample,
  RecipientOutcome,
  Template,
} from "../../model/behaviour.ts";
import type { Route } from "../../model/route.ts";
import { refusalOf } from "../shared/refusal.ts";
import { type Observation, observe } from "./ask.ts";
import { addressOf, type Filling } from "./instances.ts";
import { patternsOfKeys } from "./lookups.ts";
import {
  decidedBy,
  extensionWord,
  fillingFor,
  originsOf,
  patternsOfRules,
  type Study,
  type Wanted,
  wideHoles,
  withLengths,
} from "./study.ts";
import { generalise, hasHoles, patternOf, templateOf } from "./templates.ts";

const PATTERNS = 4000;

/** An alias and what it stands for. */
export interface AliasMembers {
  readonly name: string;
  readonly members: readonly string[];
}

export interface RecipientFindings {
  readonly recipients: readonly RecipientBehaviour[];
  readonly asked: readonly RecipientExample[];
}

interface Asked extends Wanted {
  /** The alias whose mail comes to the pattern. */
  readonly owner?: string;
}

/** A pattern asked: the answer with its holes open, and what was seen on the way. */
interface Studied {
  readonly behaviours: readonly RecipientBehaviour[];
  readonly asked: readonly RecipientExample[];
  readonly seen: Observation;
  readonly filling: Filling;
}

/** What becomes of the recipients that hand-written rules were written for, the most general patterns first. */
export function recipientBehaviours(study: Study, aliases: Iterable<AliasMembers>): RecipientFindings {
  const waiting: Asked[] = [...patternsOfRules(study, study.engine.live().live), ...memberPatterns(study, aliases)];
  const asked = new Set<string>();
  const recipients: RecipientBehaviour[] = [];
  const examples = new Map<string, RecipientExample>();
  for (let next = waiting.shift(); next && asked.size < PATTERNS; next = waiting.shift()) {
    const { pattern, line, owner } = next;
    const key = JSON.stringify([pattern, owner]);
    if (asked.has(key)) continue;
    asked.add(key);
    const studied = studyPattern(study, pattern, line, owner);
    recipients.push(...studied.behaviours);
    for (const example of studied.asked) examples.set(example.address, example);
    const lookups = studied.seen.lookups.filter((lookup) => study.byHand.has(lookup.line));
    for (const more of patternsOfKeys(study, pattern, lookups)) waiting.push({ pattern: more, line });
  }
  return { recipients, asked: [...examples.values()] };
}

/** Users of this host that aliases name: local delivery looks at them without asking the tables of patterns again. */
function memberPatterns(study: Study, aliases: Iterable<AliasMembers>): readonly Asked[] {
  const { classes } = study.context.config;
  const local = new Set(classes.get("w")?.members.map(({ text }) => text.toLowerCase()));
  const found = new Map<string, Asked>();
  for (const { name: owner, members } of aliases) {
    for (const member of members) {
      const [, user, domain] = /^([^\s@"\\|/:]+)(?:@([^\s@]+))?$/.exec(member.toLowerCase()) ?? [];
      if (user === undefined || (domain !== undefined && !local.has(domain))) continue;
      const key = `${user}@${domain ?? ""}`;
      if (found.has(key)) continue;
      const there: AddressPattern["domain"] = domain === undefined ? "local" : [{ kind: "text", text: domain }];
      const pattern: AddressPattern = { user: [{ kind: "text", text: user }], domain: there };
      found.set(key, { pattern, line: Number.MAX_SAFE_INTEGER, owner });
    }
    if (found.size >= PATTERNS) break;
  }
  return [...found.values()];
}

function studyPattern(study: Study, pattern: AddressPattern, order: number, owner?: string): Studied {
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
  const wide = wideHoles(pattern, filling, fillingFor(study, pattern, 0, 2), (longer) =>
    same(ask(pattern, longer, local), longer, local),
  );
  const extended = withExtension(study, pattern, ask);
  const outcomes = outcomesOf(study, seen, open, filling, pattern);
  for (const { pattern: there } of outcomes) {
    // A place given to the new address holds for mail to that address, too.
    if (there === pattern) continue;
    const { address, ends } = observe(engine, context.config, addressOf(there, filling, local));
    asked.push({ address, ends, rules: fired });
  }
  if (owner !== undefined)
    asked.push({ address: owner, ends: observe(engine, context.config, owner).ends, rules: fired });
  const found = {
    isExact: extended !== undefined && !same(extended, filling, local),
    origins: originsOf(study, decidedBy(order, fired), seen.lookups),
    order,
    examples: asked,
  };
  const behaviours = outcomes.map(({ pattern: meant, outcome }) => ({
    ...found,
    pattern: withLengths(meant, wide),
    outcome,
  }));
  return { behaviours: [...behaviours, ...byBang(study, behaviours, asked)], asked, seen, filling };
}

/** `host!user` is `user@host.UUCP` to the old rules (ruleset 3), and `user@host` to others: the same for this host. */
function byBang(
  study: Study,
  behaviours: readonly RecipientBehaviour[],
  asked: RecipientExample[],
): readonly RecipientBehaviour[] {
  return behaviours.flatMap((one): readonly RecipientBehaviour[] => {
    const { domain } = one.pattern;
    const [host, ...more] = domain === "local" ? [] : domain;
    if (host?.kind !== "text" || more.length > 0 || !/^[^.]+\.uucp$/i.test(host.text)) return [];
    const name = host.text.slice(0, -".uucp".length);
    const examples = one.examples.map(({ address }): RecipientExample => {
      const banged = `${name}!${address.slice(0, address.lastIndexOf("@"))}`;
      const { ends, lines } = observe(study.engine, study.context.config, banged);
      return { address: banged, ends, rules: lines.filter((line) => study.byHand.has(line)) };
    });
    asked.push(...examples);
    return [{ ...one, pattern: { ...one.pattern, domain: [{ kind: "text", text: name }] }, examples }];
  });
}

/** What becomes of `user+extension`, for a pattern that names a user. */
function withExtension(
  study: Study,
  pattern: AddressPattern,
  ask: (shape: AddressPattern, filling: Filling, local: string) => Observation,
): Observation | undefined {
  const [first, ...more] = pattern.user;
  if (first?.kind !== "text" || more.length > 0 || first.text.includes("+")) return undefined;
  const user = [{ kind: "text" as const, text: `${first.text}+${extensionWord(study)}` }];
  return ask({ ...pattern, user }, fillingFor(study, pattern, 0, 1), study.localDomains[0] ?? "");
}

/** The answer with its fresh words opened; the local domain behind an `@` is a hole, too. */
function openAnswer(answer: MailEnd, filling: Filling, pattern: AddressPattern, local: string): MailEnd {
  const holes = pattern.domain === "local" && local !== "" ? new Map([...filling, ["domain", `@${local}`]]) : filling;
  return generalise(answer, holes);
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
    const isWorded = study.byHand.has(seen.lines.at(-1) ?? 0);
    return [{ pattern, outcome: { kind: "refuse", refusal, isWorded } }];
  }
  const target = aliasTarget(study, seen, filling);
  if (target) return [{ pattern, outcome: { kind: "alias", target } }];
  if (open.kind === "local") return [{ pattern, outcome: { kind: "local" } }];
  if (open.kind !== "route") return [];
  const route = byOwnDomain(open.route, open.address);
  if (hasHoles(route)) return [];
  if (route.kind === "agent" && !open.address.includes("@")) return byProgram(pattern, route, seen, open.address);
  if (sameAddress(addressIn(seen), seen.address, study)) return [{ pattern, outcome: { kind: "route", route } }];
  const becomes = templateOf(open.address);
  const there = patternOf(becomes, pattern);
  if (!there) return [];
  // A program that is told an address of this host: a place for that would take all of this host's mail along.
  if (route.kind === "agent" && isOwn(there, study)) return [{ pattern, outcome: { kind: "route", route } }];
  return [
    { pattern: there, outcome: { kind: "route", route } },
    { pattern, outcome: { kind: "alias", target: becomes } },
  ];
}

/** A pattern in a domain of this host. */
function isOwn({ domain }: AddressPattern, { context }: Study): boolean {
  if (domain === "local") return true;
  const text = domain.map((part) => (part.kind === "text" ? part.text : "*")).join("");
  return (context.config.classes.get("w")?.members ?? []).some(
    (member) => member.text.toLowerCase() === text.toLowerCase(),
  );
}

/**
 * A program that is told a user without a domain. Where rules change the user, the new one gets a domain that no host
 * has, so that nothing else is sent that way.
 */
function byProgram(
  pattern: AddressPattern,
  route: Route & { readonly kind: "agent" },
  seen: Observation,
  address: string,
): readonly Meant[] {
  const { address: user = "" } = seen.answer?.kind === "route" ? seen.answer : {};
  const place: RecipientOutcome = { kind: "route", route };
  const asked = seen.address.slice(0, seen.address.lastIndexOf("@"));
  if (user.toLowerCase() === asked.toLowerCase()) return [{ pattern, outcome: place }];
  const target = templateOf(`${address}@${route.agent.toLowerCase()}.invalid`);
  const there = patternOf(target, pattern);
  return there
    ? [
        { pattern: there, outcome: place },
        { pattern, outcome: { kind: "alias", target } },
      ]
    : [];
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
