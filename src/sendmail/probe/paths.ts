/**
 * paths — which way through the rulesets a question takes
 *
 * Two probes that fired the same rules equally often and ended in the same kind of place took the same path. A probe
 * is worth keeping when its path is new.
 */
import type { Resolution, Rewritten, RulesetEngine } from "../ruleset/engine.ts";
import type { SmtpDecision } from "../ruleset/hooks.ts";
import type { Probe } from "./probe.ts";

/** What the engine has answered to probes, by their identity. */
export interface KnownAnswers {
  readonly resolutions: WeakMap<Probe, Resolution>;
  readonly decisions: WeakMap<Probe, SmtpDecision>;
  readonly rewritings: WeakMap<Probe, Rewritten>;
}

export function noKnownAnswers(): KnownAnswers {
  return { resolutions: new WeakMap(), decisions: new WeakMap(), rewritings: new WeakMap() };
}

export interface PathFinder {
  /** The path of a probe: a key that equal paths share. */
  path(probe: Probe): string;
  /** By Rule.id: true once any probe has fired the rule. */
  readonly fired: Uint8Array;
  readonly answers: KnownAnswers;
}

export function pathFinder(engine: RulesetEngine): PathFinder {
  const everFired = new Uint8Array(engine.fired.length);
  const answers = noKnownAnswers();
  return {
    fired: everFired,
    answers,
    path: (probe) => {
      engine.fired.fill(0);
      const end = endOf(engine, probe, answers);
      let key = `${probe.question[0]}${end}`;
      for (let id = 0; id < everFired.length; id += 1) {
        const times = engine.fired[id] ?? 0;
        if (times === 0) continue;
        everFired[id] = 1;
        key += times === 1 ? `,${id}` : `,${id}*`;
      }
      return key;
    },
  };
}

/** What kind of end a question comes to: mailers, or a decision with its code. */
function endOf(engine: RulesetEngine, probe: Probe, answers: KnownAnswers): string {
  if (probe.question === "decision") {
    const answer = engine.decide(probe);
    answers.decisions.set(probe, answer);
    const { stage, decision } = answer;
    return `${stage} ${decision.kind}`;
  }
  if (probe.question === "recipient") {
    const resolution = engine.resolve(probe.address);
    answers.resolutions.set(probe, resolution);
    const { leaves, error } = resolution;
    const ends = leaves.map((leaf) => (leaf.error ? leaf.error.code : leaf.mailer));
    return `${error?.code ?? ""} ${[...new Set(ends)].sort().join(" ")}`;
  }
  if (probe.question === "limit") return probe.address;
  const rewritten = engine.rewrite(probe.address, { as: probe.question, mailer: probe.mailer });
  answers.rewritings.set(probe, rewritten);
  return `${probe.mailer} ${rewritten.status}`;
}
