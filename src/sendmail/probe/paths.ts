/**
 * paths — which way through the rulesets a question takes
 *
 * Two probes that fired the same rules equally often and ended in the same kind of place took the same path. A probe
 * is worth keeping when its path is new.
 */
import type { Resolution, Rewritten, RulesetEngine } from "../ruleset/engine.ts";
import type { SmtpDecision } from "../ruleset/hooks.ts";
import { clientSeen, type Probe } from "./probe.ts";

/** What the engine has answered to the very probes that were walked. */
export interface KnownAnswers {
  resolution(probe: Probe): Resolution | undefined;
  decision(probe: Probe): SmtpDecision | undefined;
  rewriting(probe: Probe): Rewritten | undefined;
}

export const noKnownAnswers: KnownAnswers = {
  resolution: () => undefined,
  decision: () => undefined,
  rewriting: () => undefined,
};

export interface PathFinder {
  /** The path of a probe: a key that equal paths share. */
  path(probe: Probe): string;
  /** By Rule.id: true once any probe has fired the rule. */
  readonly fired: Uint8Array;
  readonly answers: KnownAnswers;
}

interface Walk {
  readonly path: string;
  readonly resolution?: Resolution;
  readonly decision?: SmtpDecision;
  readonly rewriting?: Rewritten;
}

export function pathFinder(engine: RulesetEngine): PathFinder {
  const everFired = new Uint8Array(engine.fired.length);
  // Searches come to the same probe from several sides.
  const walks = new Map<string, Walk>();
  const byProbe = new WeakMap<Probe, Walk>();
  const walkOf = (probe: Probe): Walk | undefined => byProbe.get(probe);
  return {
    fired: everFired,
    answers: {
      resolution: (probe) => walkOf(probe)?.resolution,
      decision: (probe) => walkOf(probe)?.decision,
      rewriting: (probe) => walkOf(probe)?.rewriting,
    },
    path: (probe) => {
      const text = JSON.stringify(probe);
      const walk = walks.get(text) ?? walked(engine, probe, everFired);
      walks.set(text, walk);
      byProbe.set(probe, walk);
      return walk.path;
    },
  };
}

function walked(engine: RulesetEngine, probe: Probe, everFired: Uint8Array): Walk {
  engine.fired.fill(0);
  const { path: end, ...answer } = endOf(engine, probe);
  let path = `${probe.question[0]}${end}`;
  for (let id = 0; id < everFired.length; id += 1) {
    const times = engine.fired[id] ?? 0;
    if (times === 0) continue;
    everFired[id] = 1;
    path += times === 1 ? `,${id}` : `,${id}*`;
  }
  return { path, ...answer };
}

/** What kind of end a question comes to: mailers, or a decision with its code. */
function endOf(engine: RulesetEngine, probe: Probe): Walk {
  if (probe.question === "decision") {
    const decision = engine.decide({ ...probe, client: clientSeen(engine, probe.client) });
    return { path: `${decision.stage} ${decision.decision.kind}`, decision };
  }
  if (probe.question === "recipient") {
    const resolution = engine.resolve(probe.address);
    const { leaves, error } = resolution;
    const ends = leaves.map((leaf) => (leaf.error ? leaf.error.code : leaf.mailer));
    return { path: `${error?.code ?? ""} ${[...new Set(ends)].sort().join(" ")}`, resolution };
  }
  if (probe.question === "limit") return { path: probe.address };
  const rewriting = engine.rewrite(probe.address, { as: probe.question, mailer: probe.mailer });
  return { path: `${probe.mailer} ${rewriting.status}`, rewriting };
}
