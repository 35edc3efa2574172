import { sameOutcome } from "../../check/verification/outcome.ts";
import { postfixAnswer } from "../../check/verification/postfix-answer.ts";
import { sendmailAnswer } from "../../check/verification/sendmail-answer.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import { coveringSet } from "../../sendmail/probe/covering.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { OpenedPostfix } from "../postfix.ts";

/** Share of the recipients that must end otherwise before anything is done: single ones are reported as they are. */
const WORTH = 0.1;
/** Of the questions that fired a rule, so many must end otherwise for the rule to be looked at. */
const SHARE = 0.5;

export interface Suspects {
  readonly lines: ReadonlySet<number>;
  /** Recipients that end otherwise. */
  readonly differing: number;
}

/**
 * Lines of library rules that do more than the names behind them told: recipients that came by them end otherwise in
 * the translated configuration (behaviour.md, repair: what a fresh conversion does not agree in is found by running).
 * For files from before 8.12, whose library said in rules what later became features.
 */
export function suspectRules(
  config: SendmailConfig,
  engine: RulesetEngine,
  translated: OpenedPostfix,
  studied: ReadonlySet<number>,
): Suspects {
  const { probes, fresh } = coveringSet(config, engine);
  const sender = `${fresh.otherUser}@${fresh.otherDomain}`;
  const side = {
    resolver: translated.resolver,
    decider: translated.decider(undefined),
    rewritesForStrangers: true,
    serviceFor: () => undefined,
  };
  const rules = engine.live().live;
  let asked = 0;
  let differing = 0;
  const fired = new Map<number, { all: number; differing: number }>();
  for (const probe of probes) {
    if (probe.question !== "recipient") continue;
    engine.fired.fill(0);
    const old = sendmailAnswer(engine, probe, sender);
    const differs = !sameOutcome(old.outcome, postfixAnswer(side, probe, sender).outcome);
    asked += 1;
    // Where a rule that was run already had a part, it is said of that rule.
    const isSaid = rules.some(({ id, span }) => span && studied.has(span.line) && (engine.fired[id] ?? 0) > 0);
    if (isSaid) continue;
    if (differs) differing += 1;
    for (const { id, span } of rules) {
      if (span === undefined || (engine.fired[id] ?? 0) === 0) continue;
      const count = fired.get(span.line) ?? { all: 0, differing: 0 };
      count.all += 1;
      if (differs) count.differing += 1;
      fired.set(span.line, count);
    }
  }
  if (differing < asked * WORTH) return { lines: new Set(), differing };
  const lines = [...fired].flatMap(([line, count]) => (count.differing > count.all * SHARE ? [line] : []));
  return { lines: new Set(lines), differing };
}
