import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { Residue, ResidueRule } from "../model/residue.ts";
import type { RulesetSymbol } from "../sendmail/config.ts";
import { type RuleSource, recognise } from "../sendmail/library-rules.ts";
import { written } from "../source/origin.ts";
import type { Directive, RuleLine, RulesetLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";

/**
 * Rewriting rules, by name: a rule of sendmail's own library does what the FEATUREs, MAILERs and defines behind it do,
 * and those are lifted where they are set; a rule that a person wrote is carried into the residue with its ruleset.
 */
export function liftRules({ config, isBuiltin = () => false }: LiftContext): Lifted<Residue> {
  const known = recognise(config);
  const sources = new Map(
    [...known].map(([rule, source]): [RuleLine, RuleSource] => [
      rule,
      source.kind === "hand-written" && isBuiltin(rule.span.line) ? builtin : source,
    ]),
  );
  const rulesets = config.rulesets.map((ruleset) => ({
    ruleset,
    byHand: ruleset.rules.filter((rule) => sources.get(rule)?.kind !== "library"),
  }));
  const handWritten = rulesets.filter(({ byHand }) => byHand.length > 0);
  return {
    value: handWritten.map(({ ruleset, byHand }) => ({
      ruleset: ruleset.name,
      origin: ruleset.origin,
      rules: byHand.map(residueRule),
    })),
    claims: [
      ...[...sources].map(([rule, source]) => ruleClaim(rule, source)),
      ...config.directives.flatMap((line) =>
        line.kind === "broken" && line.letter === "R" ? [brokenClaim(line)] : [],
      ),
      ...rulesetClaims(config.directives, rulesets),
    ],
    diagnostics: handWritten.map(({ ruleset, byHand }) => handWrittenFinding(ruleset, byHand)),
  };
}

/** Rules of the built-in macros say what is lifted from the names behind them. */
const builtin: RuleSource = { kind: "library", feature: "base" };

function residueRule(rule: RuleLine): ResidueRule {
  return { lhs: rule.lhs.text, rhs: rule.rhs.text, origin: written(rule.span) };
}

function ruleClaim(rule: RuleLine, source: RuleSource): Claim {
  if (source.kind === "hand-written") {
    const note = "A rule written by hand: it is listed, and a person must decide what Postfix should do instead.";
    return { at: rule.span, disposition: "manual", code: "LI2901", note };
  }
  const bringer = source.feature === "base" ? "every configuration" : source.feature;
  const note = `Text of sendmail's own library, brought by ${bringer}: what it does is lifted from the settings behind it.`;
  return { at: rule.span, disposition: "default", code: "LI2900", note };
}

/** A rule before the first S line, or without a tab between its sides: readcf.c refuses it, and the syntax says why. */
function brokenClaim(line: Directive): Claim {
  const note = "sendmail itself refuses this rule, so it has no part in any ruleset: mend it, or take it out.";
  return { at: line.span, disposition: "manual", code: "LI2901", note };
}

interface RulesetByHand {
  readonly ruleset: RulesetSymbol;
  readonly byHand: readonly RuleLine[];
}

/** An S line ends as the rules below it do; one without rules does nothing. */
function rulesetClaims(directives: readonly Directive[], rulesets: readonly RulesetByHand[]): readonly Claim[] {
  const byHand = new Set(rulesets.flatMap((one) => one.byHand));
  const claims: Claim[] = [];
  directives.forEach((directive, index) => {
    if (directive.kind === "ruleset") claims.push(rulesetClaim(directive, holdsOneOf(byHand, directives, index + 1)));
  });
  return claims;
}

function holdsOneOf(byHand: ReadonlySet<Directive>, directives: readonly Directive[], from: number): boolean {
  for (let at = from; at < directives.length; at += 1) {
    const directive = directives[at];
    if (!directive || directive.kind === "ruleset") return false;
    if (byHand.has(directive)) return true;
  }
  return false;
}

function rulesetClaim(line: RulesetLine, holdsHandWritten: boolean): Claim {
  return holdsHandWritten
    ? { at: line.span, disposition: "manual", code: "LI2901", note: "A ruleset with rules written by hand." }
    : { at: line.span, disposition: "default", code: "LI2900", note: "A ruleset of sendmail's own library, or empty." };
}

function handWrittenFinding(ruleset: RulesetSymbol, byHand: readonly RuleLine[]): Diagnostic {
  const count = byHand.length === 1 ? "One rule" : `${byHand.length} rules`;
  return diagnose(
    "LI2901",
    byHand[0]?.span,
    `${count} of ruleset ${ruleset.name} ${byHand.length === 1 ? "was" : "were"} written by hand.`,
    {
      disposition: "manual",
      related: byHand.slice(1, 4).map((rule) => ({ message: "and here", at: rule.span })),
    },
  );
}
