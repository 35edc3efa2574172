import type {
  AddressPattern,
  AddressRole,
  MailEnd,
  SenderBehaviour,
  SenderExample,
  Template,
} from "../../model/behaviour.ts";
import { type Lookup, readSteps } from "./ask.ts";
import { addressOf, type Filling } from "./instances.ts";
import { patternsOfKeys } from "./lookups.ts";
import {
  decidedBy,
  fillingFor,
  originsOf,
  patternsOfRules,
  rulesFrom,
  type Study,
  wideHoles,
  withLengths,
} from "./study.ts";
import { generalise, templateOf } from "./templates.ts";

export interface SenderFindings {
  readonly senders: readonly SenderBehaviour[];
  readonly shown: readonly SenderExample[];
}

const PATTERNS = 120;
const roles: readonly AddressRole[] = ["envelope-sender", "header-sender", "header-recipient"];

/** A pattern as one agent shows it. */
interface Shown {
  readonly agent: string;
  readonly becomes: Template;
  /** Holes that may have several words. */
  readonly wide: readonly string[];
  readonly examples: readonly SenderExample[];
}

/** How hand-written rules show senders, and recipients in headers, by each agent that mail leaves by. */
export function senderBehaviours(study: Study, agents: readonly string[]): SenderFindings {
  const { mailers } = study.engine.program;
  const own = mailers.flatMap((mailer) => [mailer.senderEnvelope, mailer.senderHeader, mailer.recipientHeader]);
  const rules = rulesFrom(study, [1, 2, 3, 4, ...own.filter((number) => number > 0)]);
  const senders: SenderBehaviour[] = [];
  const shown: SenderExample[] = [];
  const waiting = [...patternsOfRules(study, rules)];
  const known = new Set<string>();
  for (let next = waiting.shift(); next && known.size < PATTERNS; next = waiting.shift()) {
    const { pattern, line } = next;
    const key = JSON.stringify(pattern);
    if (known.has(key)) continue;
    known.add(key);
    const lookups: Lookup[] = [];
    for (const role of roles) {
      const byAgent = agents.flatMap((agent): readonly Shown[] => {
        const { found, asked, looked } = studySender(study, pattern, role, agent);
        shown.push(...asked);
        lookups.push(...looked);
        return found ? [found] : [];
      });
      senders.push(...groups(study, pattern, role, line, agents, byAgent));
    }
    for (const more of patternsOfKeys(study, pattern, lookups)) waiting.push({ pattern: more, line });
  }
  return { senders: bothRoles(senders), shown };
}

/** Names of the agents that observed mail left by, with the one for users of this host. */
export function agentsOf(ends: readonly MailEnd[]): readonly string[] {
  const names = ends.flatMap((end) => {
    if (end.kind === "local") return ["local"];
    return end.kind === "route" && "agent" in end.route ? [end.route.agent.toLowerCase()] : [];
  });
  return [...new Set(names)].sort();
}

/** Agents that run programs and were only ever given users without a domain. */
export function userOnlyAgents(ends: readonly MailEnd[]): readonly string[] {
  const told = new Map<string, boolean>();
  for (const end of ends) {
    if (end.kind !== "route" || end.route.kind !== "agent") continue;
    const name = end.route.agent.toLowerCase();
    told.set(name, (told.get(name) ?? true) && !end.address.includes("@"));
  }
  return [...told].flatMap(([name, isUserOnly]) => (isUserOnly ? [name] : []));
}

function studySender(
  study: Study,
  pattern: AddressPattern,
  role: AddressRole,
  agent: string,
): {
  readonly found: Shown | undefined;
  readonly asked: readonly SenderExample[];
  readonly looked: readonly Lookup[];
} {
  const [local = "", otherLocal = local] = study.localDomains;
  const asked: SenderExample[] = [];
  const looked: Lookup[] = [];
  const ask = (filling: Filling, domain: string): string | undefined => {
    const address = addressOf(pattern, filling, domain);
    const rewritten = study.engine.rewrite(address, { as: role, mailer: agent, steps: "rules-and-maps" });
    if (rewritten.text === undefined || rewritten.status !== 0) return undefined;
    const { lines, lookups } = readSteps(rewritten.steps ?? []);
    const rules = lines.filter((line) => study.byHand.has(line));
    if (looked.length === 0) looked.push(...lookups.filter(({ line }) => study.byHand.has(line)));
    const becomes = rewritten.text.replace(/\.$/, "");
    if (rules.length > 0) asked.push({ address, role, agent, becomes, rules });
    return becomes;
  };
  const filling = shownFilling(study, pattern, role, 0);
  const respelt = shownFilling(study, pattern, role, 1);
  const first = ask(filling, local);
  const second = ask(respelt, otherLocal);
  if (first === undefined || second === undefined || asked.length < 2) return { found: undefined, asked, looked };
  // One domain for all names of this host is no hole, although it is one of these names itself.
  const fixed = templateOf(generalise({ text: first }, filling).text);
  const isFixed =
    local !== otherLocal &&
    JSON.stringify(fixed) === JSON.stringify(templateOf(generalise({ text: second }, respelt).text));
  const opened = (text: string, words: Filling, domain: string): Template =>
    isFixed ? templateOf(generalise({ text }, words).text) : open(text, words, pattern, domain);
  const becomes = opened(first, filling, local);
  const wide = wideHoles(pattern, filling, fillingFor(study, pattern, 0, 2), (longer) => {
    const third = ask(longer, local);
    return third !== undefined && JSON.stringify(opened(third, longer, local)) === JSON.stringify(becomes);
  });
  const alike = JSON.stringify(becomes) === JSON.stringify(opened(second, respelt, otherLocal));
  const isAddress = /^[^\s@<>"]+@[^\s@<>"]+$/.test(first);
  return { found: alike && isAddress ? { agent, becomes, wide, examples: asked } : undefined, asked, looked };
}

/** Recipients of this host get rows of their own in Postfix, so that users who are there stand for all of them. */
function shownFilling(study: Study, pattern: AddressPattern, role: AddressRole, spelling: number): Filling {
  const filling = fillingFor(study, pattern, spelling, 1);
  const [hole, ...more] = pattern.user;
  const names = study.engine.sources.accounts.all
    .map(({ name }) => name)
    .filter((name) => /^[a-z][a-z0-9]*$/.test(name));
  const name = names.at(spelling);
  if (role !== "header-recipient" || pattern.domain !== "local" || more.length > 0) return filling;
  return hole?.kind !== "hole" || name === undefined ? filling : new Map([...filling, [hole.name, name]]);
}

function open(text: string, filling: Filling, pattern: AddressPattern, local: string): Template {
  const holes = pattern.domain === "local" ? new Map([...filling, ["domain", `@${local}`]]) : filling;
  return templateOf(generalise({ text }, holes).text);
}

/** Agents that show a pattern alike; where all do, no agent is named. */
function groups(
  study: Study,
  pattern: AddressPattern,
  role: AddressRole,
  order: number,
  agents: readonly string[],
  shown: readonly Shown[],
): readonly SenderBehaviour[] {
  const alike = new Map<string, Shown[]>();
  for (const one of shown) {
    const key = JSON.stringify([one.becomes, one.wide]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((members): readonly SenderBehaviour[] => {
    const [first] = members;
    if (!first) return [];
    const examples = members.flatMap((one) => one.examples);
    const found: SenderBehaviour = {
      pattern: withLengths(pattern, first.wide),
      becomes: first.becomes,
      roles: [role],
      agents: members.length === agents.length ? undefined : members.map(({ agent }) => agent),
      isFinal: false,
      origins: originsOf(
        study,
        decidedBy(
          order,
          examples.flatMap(({ rules }) => rules),
        ),
      ),
      order,
      examples,
    };
    return [found, { ...found, isFinal: true }];
  });
}

/** What holds of senders in envelope and header alike is one finding. */
function bothRoles(senders: readonly SenderBehaviour[]): readonly SenderBehaviour[] {
  const joined = new Map<string, SenderBehaviour>();
  for (const one of senders) {
    const {
      pattern,
      becomes,
      agents,
      isFinal,
      roles: [role = "header-sender"],
    } = one;
    const kind = role === "header-recipient" ? role : "sender";
    const key = JSON.stringify({ pattern, becomes, agents, isFinal, kind });
    const known = joined.get(key);
    joined.set(
      key,
      known ? { ...known, roles: [...known.roles, role], examples: [...known.examples, ...one.examples] } : one,
    );
  }
  return [...joined.values()];
}
