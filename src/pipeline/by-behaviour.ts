import { liftByBehaviour, policyAsSeen } from "../lift/by-behaviour.ts";
import type { LiftContext } from "../lift/context.ts";
import {
  type Behaviour,
  type DecisionBehaviour,
  noBehaviour,
  type RecipientBehaviour,
  type SenderBehaviour,
} from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { PostfixConfig } from "../postfix/config.ts";
import { readPostfixDirectory } from "../postfix/read/directory.ts";
import { createResolver, type Resolver } from "../postfix/resolve/resolver.ts";
import { createDecider, type Decider } from "../postfix/restrictions/decide.ts";
import { assumedDns } from "../sendmail/dns.ts";
import { headerExamples } from "../sendmail/probe/header-values.ts";
import type { Decision } from "../sendmail/ruleset/check.ts";
import { compileRulesets, type RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { TranslateOptions } from "../translate/context.ts";
import { type Translation, translatePolicy } from "../translate/index.ts";
import { agentTransport } from "../translate/shared/agent-transport.ts";
import {
  foldedAddress,
  oldDecision,
  postfixAddress,
  postfixDecision,
  recipientAnswers,
  refusesWith,
  tripleText,
} from "./by-behaviour/agreement.ts";
import { type Account, accountOfRules, type Evidence, type HeaderEvidence } from "./by-behaviour/claims.ts";
import { emittedFiles } from "./emitted-files.ts";
import { postfixAccounts } from "./postfix.ts";
import { postfixDns } from "./postfix-dns.ts";

export interface BehaviourRequest {
  readonly context: LiftContext;
  /** Lines of the rules that a person wrote. */
  readonly byHand: ReadonlySet<number>;
  /** Those of them that a person wrote, where others are run beside them; of those nothing is said without evidence. */
  readonly written?: ReadonlySet<number>;
  readonly policy: MailPolicy;
  readonly options: TranslateOptions;
}

export interface BehaviourResult extends Account {
  readonly translation: Translation;
}

/**
 * Finds by running the rules what no name told, and keeps of it what Postfix would not do by itself: the translated
 * configuration is asked for each finding, the most general ones first, and a finding is put into it only where the
 * answers differ (behaviour.md: an entry is emitted only if without it the answer would differ).
 */
export function migrateByBehaviour(request: BehaviourRequest): BehaviourResult {
  const { context, byHand, options } = request;
  const engine = compileRulesets(context.config, context.site);
  const policy = policyAsSeen(context, engine, byHand, request.policy);
  const found = liftByBehaviour(context, engine, byHand, aliasMembers(policy));
  const trial: MakeTrial = (kept) => {
    const behaviour = {
      ...noBehaviour,
      userOnlyAgents: found.userOnlyAgents,
      recipients: recipientsOf(kept),
      decisions: decisionsOf(kept),
      senders: sendersOf(kept),
    };
    const translation = translatePolicy({ ...policy, behaviour }, options);
    return { kept, translation, ...openConfiguration(translation.config, request) };
  };
  const all: readonly Finding[] = [
    ...found.recipients.map((behaviour): Finding => ({ kind: "recipient", behaviour })),
    ...found.decisions.map((behaviour): Finding => ({ kind: "decision", behaviour })),
    ...found.senders.map((behaviour): Finding => ({ kind: "sender", behaviour })),
  ];
  const best = withoutIdle(withNeeded(mostGeneral(all), trial), trial);
  const live = new Set(engine.live().live.flatMap((rule) => rule.span?.line ?? []));
  const evidence = evidenceOf(found, best);
  const account = accountOfRules(context.config, byHand, live, evidence, headerEvidence(engine), request.written);
  return { translation: best.translation, ...account };
}

/** By line, what the rules that run for header fields alone say of values made for them. */
function headerEvidence(engine: RulesetEngine): ReadonlyMap<number, readonly HeaderEvidence[]> {
  const examples = headerExamples(engine);
  return new Map(
    engine.live().headers.flatMap(({ id, span }) => {
      const seen = (examples.get(id) ?? []).map(({ name, value, decision }) => ({
        field: `${name}: ${value}`,
        answer: headerAnswer(decision),
      }));
      return span ? [[span.line, seen] as const] : [];
    }),
  );
}

function headerAnswer(decision: Decision): string {
  if (decision.kind !== "reject" && decision.kind !== "tempfail") return decision.kind;
  return ["refuse", decision.code, decision.enhanced, decision.text].filter(Boolean).join(" ");
}

type Finding =
  | { readonly kind: "recipient"; readonly behaviour: RecipientBehaviour }
  | { readonly kind: "decision"; readonly behaviour: DecisionBehaviour }
  | { readonly kind: "sender"; readonly behaviour: SenderBehaviour };

function recipientsOf(findings: readonly Finding[]): readonly RecipientBehaviour[] {
  return findings.flatMap((one) => (one.kind === "recipient" ? [one.behaviour] : []));
}

function decisionsOf(findings: readonly Finding[]): readonly DecisionBehaviour[] {
  return findings.flatMap((one) => (one.kind === "decision" ? [one.behaviour] : []));
}

function sendersOf(findings: readonly Finding[]): readonly SenderBehaviour[] {
  return findings.flatMap((one) => (one.kind === "sender" ? [one.behaviour] : []));
}

/** Findings of one kind that are tried: each is asked of a configuration that holds all that came before it. */
const TRIED = 80;
/** Questions of one kind that are asked in the end, for what is said of the rules. */
const EVIDENCE = 300;

/**
 * The most general findings of each kind. A file whose tables of gateways stand in its rules (V1 files of universities)
 * has thousands; what is left out is asked as evidence, and its rules are then a person's, with a witness.
 */
function mostGeneral(all: readonly Finding[]): readonly Finding[] {
  return (["recipient", "decision", "sender"] as const).flatMap((kind) =>
    all
      .filter((one) => one.kind === kind)
      .sort((a, b) => generality(a) - generality(b))
      .slice(0, TRIED),
  );
}

/** At most `most` members, evenly over the list. */
function share<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(list.length / most);
  return step <= 1 ? list : list.filter((_, at) => at % step === 0);
}

/** A configuration with some of the findings in it, ready to be asked. */
interface Trial extends OpenConfiguration {
  readonly kept: readonly Finding[];
  readonly translation: Translation;
}

type MakeTrial = (kept: readonly Finding[]) => Trial;

const SWEEPS = 3;

/**
 * Adds the findings that Postfix does not follow by itself, level by level of generality: what a level brought may
 * spare the next one.
 */
function withNeeded(found: readonly Finding[], trial: MakeTrial): Trial {
  const levels = new Map<number, Finding[]>();
  for (const one of found) {
    const level = levels.get(generality(one));
    if (level) level.push(one);
    else levels.set(generality(one), [one]);
  }
  let current = trial([]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const atFirst = current.kept.length;
    for (const [, level] of [...levels].sort(([a], [b]) => a - b)) {
      const before = current;
      const added = level.filter((one) => !before.kept.includes(one) && !isSaid(one, before));
      if (added.length > 0) current = trial([...before.kept, ...added]);
    }
    // What a later level broke again is put right in the next sweep.
    if (current.kept.length === atFirst) break;
  }
  return current;
}

/** Takes out again what was added and did not help: its questions differ with it as without it. */
function withoutIdle(full: Trial, trial: MakeTrial): Trial {
  const doubtful = full.kept.filter((one) => !agrees(one, full));
  if (doubtful.length === 0) return full;
  const without = trial(full.kept.filter((one) => !doubtful.includes(one)));
  const helpful = doubtful.filter((one) => agreeing(one, full) > agreeing(one, without));
  if (helpful.length === 0) return without;
  return trial(full.kept.filter((one) => !doubtful.includes(one) || helpful.includes(one)));
}

function evidenceOf({ asked, decided, shown }: Behaviour, open: OpenConfiguration): readonly Evidence[] {
  const { decider } = open;
  return [
    ...share(asked, EVIDENCE).map((example) => ({
      rules: example.rules,
      question: example.address,
      ...recipientAnswers(example, open),
    })),
    ...share(decided, EVIDENCE).map((example) => ({
      rules: example.rules,
      question: tripleText(example),
      old: oldDecision(example),
      now: postfixDecision(example, decider),
    })),
    ...share(shown, EVIDENCE).map((example) => ({
      rules: example.rules,
      question: `${example.address} (${example.role} by ${example.agent})`,
      old: foldedAddress(example.becomes),
      now: postfixAddress(example, open),
    })),
  ];
}

function* aliasMembers({ aliases }: MailPolicy): Generator<{ name: string; members: readonly string[] }> {
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias" && !entry.anyExtension) yield entry;
  }
}

/** Nothing need be added: all examples agree, and a refusal has the words that a person gave it. */
function isSaid(one: Finding, open: OpenConfiguration): boolean {
  if (!agrees(one, open)) return false;
  if (one.kind !== "recipient" || one.behaviour.outcome.kind !== "refuse" || !one.behaviour.outcome.isWorded)
    return true;
  const [example] = one.behaviour.examples;
  return example === undefined || refusesWith(example.address, one.behaviour.outcome.refusal.text, open.resolver);
}

function agrees(one: Finding, open: OpenConfiguration): boolean {
  return agreeing(one, open, 1) === one.behaviour.examples.length;
}

/** How many examples of a finding end alike on both sides, up to the given number of others. */
function agreeing(one: Finding, open: OpenConfiguration, patience = Number.POSITIVE_INFINITY): number {
  let agreed = 0;
  let differing = 0;
  for (const isAlike of answersOf(one, open)) {
    if (isAlike) agreed += 1;
    else differing += 1;
    if (differing >= patience) break;
  }
  return agreed;
}

function* answersOf(one: Finding, open: OpenConfiguration): Generator<boolean> {
  switch (one.kind) {
    case "recipient":
      for (const example of one.behaviour.examples) {
        const { old, now } = recipientAnswers(example, open);
        yield old === now;
      }
      break;
    case "decision":
      for (const each of one.behaviour.examples) yield oldDecision(each) === postfixDecision(each, open.decider);
      break;
    case "sender":
      for (const each of one.behaviour.examples) yield foldedAddress(each.becomes) === postfixAddress(each, open);
  }
}

/** General patterns first; a name before the names that begin with it, whose extension they may be. */
function generality(one: Finding): number {
  if (one.kind === "sender") return senderGenerality(one.behaviour);
  // What clients are told depends on where mail goes, so it is looked at last.
  if (one.kind === "decision") return one.behaviour.verdict.kind === "pass" ? 101 : 100;
  const { pattern, outcome } = one.behaviour;
  const texts = (parts: typeof pattern.user): number => parts.filter((part) => part.kind === "text").length;
  const holes = pattern.user.length - texts(pattern.user);
  const user = texts(pattern.user) === 0 ? 0 : holes === 0 ? 10 : 20;
  // A place first: the other address that goes with it may be made by Postfix itself.
  const words = pattern.user.some((part) => part.kind === "hole" && part.length === "one") ? 0.1 : 0;
  const kind = (outcome.kind === "alias" ? 0.2 : 0) + words;
  return user + kind + (pattern.domain === "local" ? 0.5 : texts(pattern.domain));
}

function senderGenerality({ pattern, isFinal, agents }: SenderBehaviour): number {
  const texts = [...pattern.user, ...(pattern.domain === "local" ? [] : pattern.domain)].filter(
    (part) => part.kind === "text",
  ).length;
  const words = pattern.user.some((part) => part.kind === "hole" && part.length === "one") ? 0.1 : 0;
  return 50 + texts + words + (isFinal ? 0.5 : 0) + (agents ? 0.2 : 0);
}

/** How far virtual aliases may go while findings are tried, in a configuration that does not say so itself. */
const shortChains = { virtual_alias_recursion_limit: "20", virtual_alias_expansion_limit: "200" } as const;

/**
 * A finding may be a pattern whose result it matches again, longer or more each time. Postfix goes on for a thousand
 * levels or addresses and then puts the message off; a trial sees the same end after fewer, and no finding that does so
 * is kept.
 */
function withShortChains(config: PostfixConfig): PostfixConfig {
  const own = new Set(config.parameters.map(({ name }) => name));
  const limits = Object.entries(shortChains).flatMap(([name, value]) =>
    own.has(name) ? [] : [{ name, value, origins: [], group: "limits" } as const],
  );
  return { ...config, parameters: [...config.parameters, ...limits] };
}

/** A configuration that can be asked without being written. */
interface OpenConfiguration {
  readonly resolver: Resolver;
  readonly decider: Decider;
  readonly hasAccount: (user: string) => boolean;
  /** Service of master.cf by the old agent's name. */
  readonly serviceOf: (agent: string) => string | undefined;
}

function openConfiguration(config: PostfixConfig, { context, options, policy }: BehaviourRequest): OpenConfiguration {
  const files = emittedFiles(withShortChains(config), options.mapType, context.site);
  const host = { hostname: context.config.facts.hostname };
  const directory = readPostfixDirectory(files, { version: options.version, host });
  const accounts = postfixAccounts(context.site).ask;
  const resolver = createResolver(directory, { accounts });
  const hasAccount = (user: string): boolean => accounts("passwd", user) !== undefined;
  const serviceOf = (name: string): string | undefined => {
    const agent = policy.agents.find((fact) => fact.value.name === name)?.value;
    return agent && agentTransport(agent)?.service;
  };
  return { resolver, hasAccount, serviceOf, decider: createDecider(resolver, { dns: postfixDns(assumedDns()) }) };
}
