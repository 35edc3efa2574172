import { kindOf } from "../check/verification/kind-of.ts";
import { outcomeText } from "../check/verification/outcome.ts";
import { sendmailAnswer } from "../check/verification/sendmail-answer.ts";
import type { Difference } from "../check/verification/verify.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { IndexedType, PostfixConfig } from "../postfix/config.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { type CoveringSet, coveringSet } from "../sendmail/probe/covering.ts";
import { probeText } from "../sendmail/probe/probe.ts";
import { compileRulesets, type RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { Rule } from "../sendmail/ruleset/program.ts";
import type { LocatedSource } from "../source/locate.ts";
import { emittedFiles } from "./emitted-files.ts";
import { emptyTables } from "./empty-tables.ts";
import { openPostfix } from "./postfix.ts";
import { postfixConstants } from "./postfix-constants.ts";
import { behindTcpWrappers } from "./tcp-wrappers.ts";
import { type Said, verified, withOwnAddresses } from "./verified.ts";

export interface LeftoverRequest {
  readonly config: SendmailConfig;
  readonly source: LocatedSource;
  readonly translated: PostfixConfig;
  readonly mapType: IndexedType;
  readonly facts: ReadonlyMap<string, string>;
  readonly said: Said;
}

/** Kinds of differences that are named at one rule; a rule that has more of them is not understood. */
const KINDS = 400;

/**
 * What still ends otherwise when a conversion is verified and nothing says so beforehand: each kind of difference
 * becomes a claim with its witness at the rule that was rarest on the old way (behaviour.md, repair: what no entry puts
 * right is a finding). It predicts this question with these two answers and nothing else.
 */
export function leftoverClaims(request: LeftoverRequest): readonly Claim[] {
  const { config, source, translated, mapType, said } = request;
  const { site } = source;
  const bare = compileRulesets(config, site);
  const { asAnswers } = emptyTables(config, bare, site);
  const engine = behindTcpWrappers(compileRulesets(config, site, { answers: asAnswers }), source);
  const facts = withOwnAddresses(request.facts, { config });
  const postfix = openPostfix(emittedFiles(translated, mapType, site), site, { facts, version: translated.version });
  const sendmail = { config, engine, placeOf: (span: Claim["at"]) => span };
  const { differ } = verified(sendmail, postfix, said, site, { choice: { kind: "covering" } });
  const open = differ.filter(({ explained }) => explained === undefined);
  return open.length === 0 ? [] : claimsOf(open, engine, coveringSet(config, engine, postfixConstants(postfix.config)));
}

function claimsOf(
  open: readonly Difference[],
  engine: RulesetEngine,
  { probes, fresh, material }: CoveringSet,
): readonly Claim[] {
  const sender = `${fresh.otherUser}@${fresh.otherDomain}`;
  const live = engine.live().live.filter(({ span }) => span !== undefined);
  const rulesOf = (probe: Difference["probe"]): readonly Rule[] => {
    if (probe.question === "limit") return [];
    engine.fired.fill(0);
    sendmailAnswer(engine, probe, sender);
    return live.filter(({ id }) => (engine.fired[id] ?? 0) > 0);
  };
  const uses = new Map<Rule, number>();
  for (const probe of probes) for (const rule of rulesOf(probe)) uses.set(rule, (uses.get(rule) ?? 0) + 1);
  const byRule = new Map<Rule, Difference[]>();
  for (const one of open) {
    const [rarest] = [...rulesOf(one.probe)].sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0));
    if (rarest) byRule.set(rarest, [...(byRule.get(rarest) ?? []), one]);
  }
  return [...byRule].flatMap(([{ span }, differences]): readonly Claim[] => {
    const kinds = [...new Set(differences.map((one) => kindOf(one, material.words)))];
    const [witness] = differences;
    if (!span || !witness || kinds.length > KINDS) return [];
    const count = differences.length === 1 ? "One question" : `${differences.length} questions`;
    const note = `${count} that came by this rule end otherwise in Postfix. ${probeText(witness.probe)}: ${outcomeText(witness.sendmail.outcome)}; in Postfix: ${outcomeText(witness.postfix.outcome)}.`;
    return [{ at: span, disposition: "approximate", code: "LI2907", note, differences: kinds }];
  });
}
