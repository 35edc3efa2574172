import type { Behaviour } from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { RulesetEngine } from "../sendmail/ruleset/engine.ts";
import { seenAddressSyntax } from "./by-behaviour/address-syntax.ts";
import { decisionBehaviours } from "./by-behaviour/decisions.ts";
import { type AliasMembers, recipientBehaviours } from "./by-behaviour/recipients.ts";
import { agentsOf, senderBehaviours, userOnlyAgents } from "./by-behaviour/senders.ts";
import { newStudy, usualEnds } from "./by-behaviour/study.ts";
import type { LiftContext } from "./context.ts";

/**
 * What rules do that no name tells, found by running them: addresses are made from the left-hand sides of the rules
 * that a person wrote, from the classes they name and the tables they ask; names that the configuration does not know
 * show what is carried through. `byHand`: lines of the rules to explain; `aliases`: what may lead to local names.
 */
export function liftByBehaviour(
  context: LiftContext,
  engine: RulesetEngine,
  byHand: ReadonlySet<number>,
  aliases: Iterable<AliasMembers>,
): Behaviour {
  const study = newStudy(context, engine, byHand);
  const recipients = recipientBehaviours(study, aliases);
  const ends = recipients.asked.flatMap((example) => example.ends);
  return {
    ...recipients,
    userOnlyAgents: userOnlyAgents(ends),
    ...decisionBehaviours(study),
    ...senderBehaviours(study, agentsOf([...ends, ...usualEnds(study)])),
  };
}

/** The policy with what running the rules tells of single settings. */
export function policyAsSeen(
  context: LiftContext,
  engine: RulesetEngine,
  byHand: ReadonlySet<number>,
  policy: MailPolicy,
): MailPolicy {
  const study = newStudy(context, engine, byHand);
  return { ...policy, addressSyntax: seenAddressSyntax(study, policy.addressSyntax) };
}
