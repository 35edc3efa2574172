import type {
  AddressMatch,
  AddressPattern,
  ClientPlace,
  DecisionBehaviour,
  DecisionExample,
} from "../../model/behaviour.ts";
import type { Refusal } from "../../model/refusal.ts";
import type { Rule } from "../../sendmail/ruleset/program.ts";
import { refusalOf } from "../shared/refusal.ts";
import { isBroken, type Lookup, readSteps } from "./ask.ts";
import { clientsOf, type SampleClient, strangerOf } from "./clients.ts";
import { expressionSample } from "./expression.ts";
import { addressOf } from "./instances.ts";
import { patternsOfKeys } from "./lookups.ts";
import { extensionWord, fillingFor, originsOf, patternsOfRules, rulesFrom, type Study, type Wanted } from "./study.ts";

export interface DecisionFindings {
  readonly decisions: readonly DecisionBehaviour[];
  readonly decided: readonly DecisionExample[];
}

type Role = "sender" | "recipient";

interface Triple {
  readonly client: { readonly name: string | undefined; readonly address: string };
  readonly sender: string;
  readonly recipient: string;
}

/** What every question about decisions is asked with. */
interface Court {
  readonly study: Study;
  readonly rules: ReadonlyMap<Role, readonly Rule[]>;
  /** Lines of hand-written rules that decide, not those that only say where mail goes. */
  readonly deciding: ReadonlySet<number>;
  readonly clients: readonly SampleClient[];
  /** A stranger's message to a user of this host, and to another host. */
  readonly inward: Triple;
  readonly outward: Triple;
  readonly decided: Map<string, DecisionExample>;
  readonly lineOf: ReadonlyMap<number, number>;
}

const PATTERNS = 2000;
/** Clients that stand as examples of a finding. */
const SHOWN = 24;
const hooks: Readonly<Record<Role, readonly string[]>> = {
  sender: ["check_mail", "check_relay", "checkmail"],
  recipient: ["check_rcpt", "check_compat", "checkrcpt", "checkcompat"],
};

/** What hand-written check rulesets tell clients, by sender, by recipient, and by client alone. */
export function decisionBehaviours(study: Study): DecisionFindings {
  const court = newCourt(study);
  if (court.deciding.size === 0) return { decisions: [], decided: [] };
  const decisions = [...clientDecisions(court)];
  for (const role of ["sender", "recipient"] as const) {
    const waiting = [...patternsOfRules(study, court.rules.get(role) ?? [])];
    const asked = new Set<string>();
    for (let next = waiting.shift(); next && asked.size < PATTERNS; next = waiting.shift()) {
      const key = JSON.stringify(next.pattern);
      if (asked.has(key)) continue;
      asked.add(key);
      decisions.push(...patternDecisions(court, role, next));
      const lookups = lookupsOf(court, role, next.pattern);
      for (const pattern of patternsOfKeys(study, next.pattern, lookups)) waiting.push({ pattern, line: next.line });
      decisions.push(...expressionDecisions(court, role, lookups, next));
    }
  }
  return { decisions, decided: [...court.decided.values()] };
}

function newCourt(study: Study): Court {
  const rules = new Map<Role, readonly Rule[]>([
    ["sender", rulesFrom(study, hooks.sender)],
    ["recipient", rulesFrom(study, hooks.recipient)],
  ]);
  const all = [...rules.values()].flat();
  const routing = new Set(rulesFrom(study, [0, 1, 2, 3, 4, 5]).map((rule) => rule.span?.line));
  const lines = all.flatMap((rule) => (rule.span && study.byHand.has(rule.span.line) ? [rule.span.line] : []));
  const client = strangerOf(study);
  const word = (index: number, spelling: number): string =>
    [...fillingFor(study, outsider, spelling, 1).values()][index] ?? "someone";
  const sender = `${word(0, 1)}@${word(1, 1)}`;
  const elsewhere = `${word(0, 0)}@${word(1, 0)}`;
  const lineOf = new Map(all.flatMap((rule) => (rule.span ? [[rule.id, rule.span.line] as const] : [])));
  return {
    study,
    rules,
    deciding: new Set(lines.filter((line) => !routing.has(line))),
    clients: lines.length === 0 ? [] : clientsOf(study, all),
    inward: { client, sender, recipient: userOf(study, client, sender) },
    outward: { client, sender, recipient: elsewhere },
    decided: new Map(),
    lineOf,
  };
}

const outsider: AddressPattern = {
  user: [{ kind: "hole", name: "user", length: "one" }],
  domain: [{ kind: "hole", name: "domain", length: "some" }],
};

/** A user whose mail a stranger may send to. */
function userOf({ engine, localDomains }: Study, client: Triple["client"], sender: string): string {
  const [domain = ""] = localDomains;
  const names = engine.sources.accounts.all.slice(0, 50).map(({ name }) => name);
  const takes = (name: string): boolean =>
    engine.decide({ client, sender, recipient: `${name}@${domain}` }).decision.kind === "accept";
  return `${names.find((name) => /^[a-z][a-z0-9]*$/.test(name) && takes(name)) ?? "postmaster"}@${domain}`;
}

/** Asks the engine; what hand-written check rules had a part in is remembered. */
function decide(court: Court, triple: Triple): DecisionExample & { readonly refusal: Refusal | undefined } {
  const { engine } = court.study;
  engine.fired.fill(0);
  const { decision: said, noMailbox } = engine.decide(triple);
  // Whether a mailbox is there is no rule's decision: Postfix asks its own lists of recipients.
  const decision = noMailbox || ("text" in said && isBroken(said.text)) ? ({ kind: "accept" } as const) : said;
  const rules: number[] = [];
  for (const [id, line] of court.lineOf) {
    if ((engine.fired[id] ?? 0) > 0 && court.deciding.has(line)) rules.push(line);
  }
  const refused = decision.kind === "reject" || decision.kind === "tempfail";
  const example: DecisionExample = {
    client: triple.client,
    sender: triple.sender,
    recipient: triple.recipient,
    answer: decision.kind === "reject" ? "refuse" : decision.kind === "tempfail" ? "wait" : "accept",
    code: refused ? decision.code : undefined,
    rules: [...new Set(rules)],
  };
  if (example.rules.length > 0) {
    court.decided.set(`${triple.client.name} ${triple.client.address} ${triple.sender} ${triple.recipient}`, example);
  }
  const refusal = refused
    ? refusalOf(decision.enhanced, `${decision.code} ${decision.text.replace(/^\S+\.\.\. /, "")}`)
    : undefined;
  return { ...example, refusal };
}

/** Clients that are refused, or may send everywhere, whoever writes to whom. */
function* clientDecisions(court: Court): Generator<DecisionBehaviour> {
  const stranger = decide(court, court.inward);
  const strangerOut = decide(court, court.outward);
  for (const client of court.clients) {
    const inward = decide(court, { ...court.inward, client: plain(client) });
    const outward = decide(court, { ...court.outward, client: plain(client) });
    const only = { only: [client.place] };
    if (inward.refusal && stranger.answer === "accept" && inward.rules.length > 0) {
      yield finding(court, inward, { clients: only }, [inward]);
    } else if (outward.answer === "accept" && strangerOut.answer !== "accept" && outward.rules.length > 0) {
      yield finding(court, outward, { clients: only }, [outward]);
    }
  }
}

function plain({ name, address }: SampleClient): Triple["client"] {
  return { name, address };
}

function finding(
  court: Court,
  seen: DecisionExample & { readonly refusal?: Refusal | undefined },
  what: Pick<DecisionBehaviour, "clients"> & { readonly sender?: AddressMatch; readonly recipient?: AddressMatch },
  examples: readonly DecisionExample[],
): DecisionBehaviour {
  return {
    sender: what.sender,
    recipient: what.recipient,
    clients: what.clients,
    verdict: seen.refusal ? { kind: "refuse", refusal: seen.refusal } : { kind: "relay" },
    origins: originsOf(court.study, [...seen.rules].reverse()),
    order: Math.min(...seen.rules),
    examples,
  };
}

/** A pattern of senders or recipients: refused for all but some clients, for some clients only, or relayed to. */
function patternDecisions(court: Court, role: Role, { pattern }: Wanted): readonly DecisionBehaviour[] {
  const { study } = court;
  const [local = "", otherLocal = local] = study.localDomains;
  const address = addressOf(pattern, fillingFor(study, pattern, 0, 1), local);
  const respelt = addressOf(pattern, fillingFor(study, pattern, 1, 1), otherLocal);
  const base = role === "recipient" ? court.outward : court.inward;
  const ask = (text: string, client = base.client): ReturnType<typeof decide> =>
    decide(court, { ...base, client, [role]: text });
  const first = ask(address);
  const second = ask(respelt);
  if (first.answer !== second.answer || first.code !== second.code) return [];
  const match: AddressMatch = { kind: "pattern", pattern, isExact: isExact(court, pattern, ask, first) };
  return decisionsOf(court, role, match, first, [first, second], (client) => ask(address, client));
}

/** Whether `user+extension` is judged otherwise. */
function isExact(
  court: Court,
  pattern: AddressPattern,
  ask: (text: string) => DecisionExample,
  first: DecisionExample,
): boolean {
  const [user, ...more] = pattern.user;
  if (user?.kind !== "text" || more.length > 0) return false;
  const extended = { ...pattern, user: [{ ...user, text: `${user.text}+${extensionWord(court.study)}` }] };
  const filling = fillingFor(court.study, pattern, 0, 1);
  const seen = ask(addressOf(extended, filling, court.study.localDomains[0] ?? ""));
  return seen.answer !== first.answer || seen.code !== first.code;
}

function decisionsOf(
  court: Court,
  role: Role,
  match: AddressMatch,
  first: DecisionExample & { readonly refusal: Refusal | undefined },
  examples: readonly DecisionExample[],
  ask: (client: Triple["client"]) => DecisionExample & { readonly refusal: Refusal | undefined },
): readonly DecisionBehaviour[] {
  const who = role === "sender" ? { sender: match } : { recipient: match };
  const by = court.clients.map((client) => ({ client, seen: ask(plain(client)) }));
  const places = (wanted: (seen: DecisionExample) => boolean): readonly ClientPlace[] =>
    by.filter(({ seen }) => wanted(seen)).map(({ client }) => client.place);
  if (first.refusal && first.rules.length > 0) {
    // Other hosts' recipients are refused by everybody who is no relay for them: no row says that.
    if (role === "recipient" && isAnything(match)) return [];
    const except = places((seen) => seen.answer === "accept");
    return [
      finding(court, first, { ...who, clients: { except } }, [
        ...examples,
        ...by.slice(0, SHOWN).map(({ seen }) => seen),
      ]),
    ];
  }
  if (first.refusal) return [];
  const refused = by.find(({ seen }) => seen.refusal && seen.rules.length > 0);
  if (refused) {
    const only = places((seen) => seen.code === refused.seen.code);
    return [finding(court, refused.seen, { ...who, clients: { only } }, [...examples, refused.seen])];
  }
  if (first.rules.length === 0) return [];
  const accepted = finding(court, first, { ...who, clients: { except: [] } }, examples);
  const passed: DecisionBehaviour = { ...accepted, verdict: { kind: "pass" } };
  return role === "recipient" ? [accepted, passed] : [passed];
}

function isAnything(match: AddressMatch): boolean {
  if (match.kind !== "pattern" || match.pattern.domain === "local") return false;
  return [...match.pattern.user, ...match.pattern.domain].every((part) => part.kind === "hole");
}

/** Lookups that the hook of a role makes for an address. */
function lookupsOf(court: Court, role: Role, pattern: AddressPattern): readonly Lookup[] {
  const { study } = court;
  const [local = ""] = study.localDomains;
  const address = addressOf(pattern, fillingFor(study, pattern, 0, 1), local);
  const { client, sender } = court.inward;
  const macros = {
    client_addr: client.address,
    client_name: client.name ?? "",
    f: role === "sender" ? address : sender,
  };
  return hooks[role]
    .filter((hook) => study.engine.program.rulesetNumbers.has(hook))
    .flatMap(
      (hook) =>
        readSteps(study.engine.run([hook], `<${address}>`, { steps: "rules-and-maps", macros }).steps ?? []).lookups,
    )
    .filter(({ line }) => study.byHand.has(line));
}

/** Regular expressions that rules ask with an address or a part of it. */
function expressionDecisions(
  court: Court,
  role: Role,
  lookups: readonly Lookup[],
  { pattern }: Wanted,
): readonly DecisionBehaviour[] {
  const { study } = court;
  const whole = addressOf(pattern, fillingFor(study, pattern, 0, 1), study.localDomains[0] ?? "");
  return lookups.flatMap(({ map, key }): readonly DecisionBehaviour[] => {
    const symbol = study.context.config.maps.get(map);
    const [user = "", domain = ""] = whole.toLowerCase().split("@");
    const asked = key.toLowerCase();
    // The key may be a part of the address with something put around it: the expression is tried on the whole address.
    if (symbol?.mapClass.toLowerCase() !== "regex" || !(asked.includes(domain) || asked.includes(user))) return [];
    const expression = symbol.spec ?? "";
    const sample = expressionSample(expression, whole);
    if (sample === undefined) return [];
    const base = role === "recipient" ? court.outward : court.inward;
    const ask = (client: Triple["client"]): ReturnType<typeof decide> =>
      decide(court, { ...base, client, [role]: sample });
    const first = ask(base.client);
    return decisionsOf(court, role, { kind: "expression", expression }, first, [first], ask);
  });
}
