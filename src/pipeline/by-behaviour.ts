import { liftByBehaviour } from "../lift/by-behaviour.ts";
import type { LiftContext } from "../lift/context.ts";
import { type Behaviour, type DecisionBehaviour, noBehaviour, type RecipientBehaviour } from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { PostfixConfig } from "../postfix/config.ts";
import { readPostfixDirectory } from "../postfix/read/directory.ts";
import { printedFiles } from "../postfix/read/printed-files.ts";
import { createResolver, type Resolver } from "../postfix/resolve/resolver.ts";
import { createDecider, type Decider } from "../postfix/restrictions/decide.ts";
import { assumedDns } from "../sendmail/dns.ts";
import { compileRulesets } from "../sendmail/ruleset/engine.ts";
import type { TranslateOptions } from "../translate/context.ts";
import { type Translation, translatePolicy } from "../translate/index.ts";
import { oldDecision, oldEnds, postfixDecision, postfixEnds, tripleText } from "./by-behaviour/agreement.ts";
import { type Account, accountOfRules, type Evidence } from "./by-behaviour/claims.ts";
import { postfixAccounts } from "./postfix.ts";
import { postfixDns } from "./postfix-dns.ts";

export interface BehaviourRequest {
  readonly context: LiftContext;
  /** Lines of the rules that a person wrote. */
  readonly byHand: ReadonlySet<number>;
  readonly policy: MailPolicy;
  readonly options: TranslateOptions;
}

export interface BehaviourResult extends Account {
  readonly translation: Translation;
}

/** Rounds of adding what still differs. */
const ROUNDS = 12;
/** Findings that are tried without, at most. */
const IDLE = 20;

/**
 * Finds by running the rules what no name told, and keeps of it what Postfix would not do by itself: the translated
 * configuration is asked for each finding, the most general ones first, and a finding is put into it only where the
 * answers differ (behaviour.md: an entry is emitted only if without it the answer would differ).
 */
export function migrateByBehaviour(request: BehaviourRequest): BehaviourResult {
  const { context, byHand, policy, options } = request;
  const engine = compileRulesets(context.config, context.site);
  const found = liftByBehaviour(context, engine, byHand, aliasMembers(policy));
  const trial: MakeTrial = (kept) => {
    const behaviour = { ...noBehaviour, recipients: recipientsOf(kept), decisions: decisionsOf(kept) };
    const translation = translatePolicy({ ...policy, behaviour }, options);
    return { kept, translation, ...openConfiguration(translation.config, request) };
  };
  const all: readonly Finding[] = [
    ...found.recipients.map((behaviour): Finding => ({ kind: "recipient", behaviour })),
    ...found.decisions.map((behaviour): Finding => ({ kind: "decision", behaviour })),
  ];
  const best = withoutIdle(found, withNeeded(all, trial), trial);
  const live = new Set(engine.live().live.flatMap((rule) => rule.span?.line ?? []));
  const account = accountOfRules(context.config, byHand, live, evidenceOf(found, best));
  return { translation: best.translation, ...account };
}

type Finding =
  | { readonly kind: "recipient"; readonly behaviour: RecipientBehaviour }
  | { readonly kind: "decision"; readonly behaviour: DecisionBehaviour };

function recipientsOf(findings: readonly Finding[]): readonly RecipientBehaviour[] {
  return findings.flatMap((one) => (one.kind === "recipient" ? [one.behaviour] : []));
}

function decisionsOf(findings: readonly Finding[]): readonly DecisionBehaviour[] {
  return findings.flatMap((one) => (one.kind === "decision" ? [one.behaviour] : []));
}

/** A configuration with some of the findings in it, ready to be asked. */
interface Trial extends OpenConfiguration {
  readonly kept: readonly Finding[];
  readonly translation: Translation;
}

type MakeTrial = (kept: readonly Finding[]) => Trial;

/** Adds the findings that Postfix does not follow by itself, level by level of generality. */
function withNeeded(found: readonly Finding[], trial: MakeTrial): Trial {
  let current = trial([]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = current;
    const differing = found.filter((one) => !before.kept.includes(one) && !agrees(one, before));
    const least = Math.min(...differing.map(generality));
    const added = round < ROUNDS - 1 ? differing.filter((one) => generality(one) === least) : differing;
    if (added.length === 0) break;
    current = trial([...before.kept, ...added]);
  }
  return current;
}

/** Takes out again what was added and did not help: its questions differ with it as without it. */
function withoutIdle(found: Behaviour, full: Trial, trial: MakeTrial): Trial {
  const agreeing = (one: Trial): number => evidenceOf(found, one).filter(({ old, now }) => old === now).length;
  let current = full;
  const idle = full.kept.filter((one) => !agrees(one, full)).slice(0, IDLE);
  for (const one of idle) {
    const less = trial(current.kept.filter((other) => other !== one));
    if (agreeing(less) >= agreeing(current)) current = less;
  }
  return current;
}

function evidenceOf({ asked, decided }: Behaviour, { resolver, decider }: OpenConfiguration): readonly Evidence[] {
  return [
    ...asked.map(({ address, ends, rules }) => ({
      rules,
      question: address,
      old: oldEnds(ends),
      now: postfixEnds(address, resolver),
    })),
    ...decided.map((example) => ({
      rules: example.rules,
      question: tripleText(example),
      old: oldDecision(example),
      now: postfixDecision(example, decider),
    })),
  ];
}

function* aliasMembers({ aliases }: MailPolicy): Generator<{ name: string; members: readonly string[] }> {
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias" && !entry.anyExtension) yield entry;
  }
}

function agrees(one: Finding, { resolver, decider }: OpenConfiguration): boolean {
  return one.kind === "recipient"
    ? one.behaviour.examples.every((example) => oldEnds(example.ends) === postfixEnds(example.address, resolver))
    : one.behaviour.examples.every((example) => oldDecision(example) === postfixDecision(example, decider));
}

/** General patterns first; a name before the names that begin with it, whose extension they may be. */
function generality(one: Finding): number {
  // What clients are told depends on where mail goes, so it is looked at last.
  if (one.kind === "decision") return one.behaviour.verdict.kind === "pass" ? 101 : 100;
  const { pattern, outcome } = one.behaviour;
  const texts = (parts: typeof pattern.user): number => parts.filter((part) => part.kind === "text").length;
  const holes = pattern.user.length - texts(pattern.user);
  const user = texts(pattern.user) === 0 ? 0 : holes === 0 ? 10 : 20;
  // A place first: the other address that goes with it may be made by Postfix itself.
  const kind = outcome.kind === "alias" ? 0.2 : 0;
  return user + kind + (pattern.domain === "local" ? 0.5 : texts(pattern.domain));
}

/** A configuration that can be asked without being written. */
interface OpenConfiguration {
  readonly resolver: Resolver;
  readonly decider: Decider;
}

function openConfiguration(config: PostfixConfig, { context, options }: BehaviourRequest): OpenConfiguration {
  const files = printedFiles(config, options.mapType, context.site);
  const host = { hostname: context.config.facts.hostname };
  const directory = readPostfixDirectory(files, { version: options.version, host });
  const resolver = createResolver(directory, { accounts: postfixAccounts(context.site).ask });
  return { resolver, decider: createDecider(resolver, { dns: postfixDns(assumedDns()) }) };
}
