import { liftByBehaviour } from "../lift/by-behaviour.ts";
import type { LiftContext } from "../lift/context.ts";
import { type Behaviour, noBehaviour, type RecipientBehaviour } from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import { readPostfixDirectory } from "../postfix/read/directory.ts";
import { printedFiles } from "../postfix/read/printed-files.ts";
import { createResolver, type Resolver } from "../postfix/resolve/resolver.ts";
import { compileRulesets } from "../sendmail/ruleset/engine.ts";
import type { TranslateOptions } from "../translate/context.ts";
import { type Translation, translatePolicy } from "../translate/index.ts";
import { agreesOnRecipient, oldEnds, postfixEnds } from "./by-behaviour/agreement.ts";
import { type Account, accountOfRules, type Evidence } from "./by-behaviour/claims.ts";

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
  const translate = (behaviour: Behaviour): Translation => translatePolicy({ ...policy, behaviour }, options);
  const engine = compileRulesets(context.config, context.site);
  const found = liftByBehaviour(context, engine, byHand, aliasMembers(policy));
  const trial = (recipients: readonly RecipientBehaviour[]): Trial => {
    const translation = translate({ ...noBehaviour, recipients });
    return { recipients, translation, resolver: resolverOf(translation, request) };
  };
  const { translation, resolver } = withoutIdle(found, withNeeded(found, trial), trial);
  const live = new Set(engine.live().live.flatMap((rule) => rule.span?.line ?? []));
  const account = accountOfRules(context.config, byHand, live, evidenceOf(found, resolver));
  return { translation, ...account };
}

/** A configuration with some of the findings in it, ready to be asked. */
interface Trial {
  readonly recipients: readonly RecipientBehaviour[];
  readonly translation: Translation;
  readonly resolver: Resolver;
}

type MakeTrial = (recipients: readonly RecipientBehaviour[]) => Trial;

/** Adds the findings that Postfix does not follow by itself, level by level of generality. */
function withNeeded(found: Behaviour, trial: MakeTrial): Trial {
  let current = trial([]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { recipients, resolver } = current;
    const differing = found.recipients.filter((one) => !recipients.includes(one) && !agrees(one, resolver));
    const least = Math.min(...differing.map(generality));
    const added = round < ROUNDS - 1 ? differing.filter((one) => generality(one) === least) : differing;
    if (added.length === 0) break;
    current = trial([...recipients, ...added]);
  }
  return current;
}

/** Takes out again what was added and did not help: its addresses differ with it as without it. */
function withoutIdle(found: Behaviour, full: Trial, trial: MakeTrial): Trial {
  const agreeing = ({ resolver }: Trial): number =>
    found.asked.filter((example) => agreesOnRecipient(example, resolver)).length;
  let current = full;
  const idle = full.recipients.filter((one) => !agrees(one, full.resolver)).slice(0, IDLE);
  for (const one of idle) {
    const less = trial(current.recipients.filter((other) => other !== one));
    if (agreeing(less) >= agreeing(current)) current = less;
  }
  return current;
}

function evidenceOf({ asked }: Behaviour, resolver: Resolver): readonly Evidence[] {
  return asked.map(({ address, ends, rules }) => ({
    rules,
    question: address,
    old: oldEnds(ends),
    now: postfixEnds(address, resolver),
  }));
}

function* aliasMembers({ aliases }: MailPolicy): Generator<{ name: string; members: readonly string[] }> {
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias" && !entry.anyExtension) yield entry;
  }
}

function agrees(one: RecipientBehaviour, resolver: Resolver): boolean {
  return one.examples.every((example) => agreesOnRecipient(example, resolver));
}

/** General patterns first; a name before the names that begin with it, whose extension they may be. */
function generality({ pattern, outcome }: RecipientBehaviour): number {
  const texts = (parts: typeof pattern.user): number => parts.filter((part) => part.kind === "text").length;
  const holes = pattern.user.length - texts(pattern.user);
  const user = texts(pattern.user) === 0 ? 0 : holes === 0 ? 10 : 20;
  // A place first: the other address that goes with it may be made by Postfix itself.
  const kind = outcome.kind === "alias" ? 0.2 : 0;
  return user + kind + (pattern.domain === "local" ? 0.5 : texts(pattern.domain));
}

function resolverOf(translation: Translation, { context, options }: BehaviourRequest): Resolver {
  const files = printedFiles(translation.config, options.mapType, context.site);
  const host = { hostname: context.config.facts.hostname };
  return createResolver(readPostfixDirectory(files, { version: options.version, host }));
}
