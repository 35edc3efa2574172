/**
 * coverage — which rules the probes fired, which can never run, and which stayed silent
 */
import { headerExamples } from "../../sendmail/probe/header-values.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";

export interface RulePlace {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** rules = fired + unreachable + silent.length */
export interface Coverage {
  readonly rules: number;
  readonly fired: number;
  /** In rulesets that nothing calls, and those that cannot match (see never-matching.ts). */
  readonly unreachable: number;
  readonly silent: readonly RulePlace[];
}

/**
 * `fired`: by Rule.id, 1 where a probe fired the rule; rules about header fields are tried with values made for them.
 * `never`: ids of rules that cannot run. `placeOf`: the place in a file that a person wrote.
 */
export function coverageOf(
  engine: RulesetEngine,
  fired: Uint8Array,
  never: ReadonlySet<number>,
  placeOf: (file: string, line: number) => { readonly file: string; readonly line: number } | undefined,
): Coverage {
  const { live: asked, headers, dead: uncalled } = engine.live();
  const called = [...asked, ...headers];
  const byHeaders = headerExamples(engine);
  const hasFired = (id: number): boolean => fired[id] === 1 || byHeaders.has(id);
  const live = called.filter(({ id }) => !never.has(id) || hasFired(id));
  const dead = [...uncalled, ...called.filter(({ id }) => never.has(id) && !hasFired(id))];
  const silent = live.filter(({ id }) => !hasFired(id));
  return {
    rules: live.length + dead.length,
    fired: live.length - silent.length,
    unreachable: dead.length,
    silent: silent.map((rule) => {
      const file = rule.span?.file ?? "";
      const line = rule.span?.line ?? rule.line;
      return { ...(placeOf(file, line) ?? { file, line }), text: rule.text };
    }),
  };
}
