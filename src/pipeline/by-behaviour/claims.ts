import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type Claim, type Disposition, worseOf } from "../../diagnostics/disposition.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import { primarySpan } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";
import type { RuleLine, RulesetLine } from "../../syntax/sendmail-cf/ast.ts";

/** One question that was asked of both sides, and the hand-written rules that had a part in the old answer. */
export interface Evidence {
  readonly rules: readonly number[];
  readonly question: string;
  readonly old: string;
  readonly now: string;
}

/** A header field that was run through the rules: `Subject: make money fast`, and what they say of it. */
export interface HeaderEvidence {
  readonly field: string;
  readonly answer: string;
}

export interface Account {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Examples in a note: enough to see what a rule is for. */
const SHOWN = 3;

/**
 * What is said of each hand-written rule, its S line and the maps it asks: `exact` where everything that fired it ends
 * alike on both sides, `approximate` or `manual` with a witness where something does not. `headers`: by line, rules
 * that run for header fields alone. `written`: the lines that a person wrote, where rules of a library were run as well.
 */
export function accountOfRules(
  config: SendmailConfig,
  byHand: ReadonlySet<number>,
  live: ReadonlySet<number>,
  evidence: readonly Evidence[],
  headers: ReadonlyMap<number, readonly HeaderEvidence[]>,
  written: ReadonlySet<number> = byHand,
): Account {
  const byRule = new Map<number, Evidence[]>();
  for (const one of evidence) {
    for (const rule of one.rules) byRule.set(rule, [...(byRule.get(rule) ?? []), one]);
  }
  const claims = new Map<number, Claim>();
  for (const rule of config.rulesets.flatMap((ruleset) => ruleset.rules)) {
    const { line } = rule.span;
    if (!byHand.has(line)) continue;
    const seen = headers.get(line);
    const shown = byRule.get(line) ?? [];
    if (seen && written.has(line)) claims.set(line, headerClaim(rule.span, seen));
    else if (written.has(line)) claims.set(line, ruleClaim(rule.span, live.has(line), shown));
    else if (shown.length > 0) claims.set(line, libraryClaim(rule.span, shown));
  }
  return {
    claims: [...claims.values(), ...rulesetClaims(config, claims, written), ...mapClaims(config, claims)],
    diagnostics: findings(config, claims),
  };
}

/** Of a rule that nobody wrote who could decide, what ends otherwise is a difference that is named. */
function libraryClaim(at: Span, evidence: readonly Evidence[]): Claim {
  const claim = ruleClaim(at, true, evidence);
  if (claim.disposition !== "manual") return claim;
  return { at, disposition: "approximate", code: "LI2904", note: `Found by running it: ${firstDifference(evidence)}.` };
}

/** Fields are looked at by header_checks(5): what a rule does is shown, and a person writes it there. */
function headerClaim(at: Span, seen: readonly HeaderEvidence[]): Claim {
  const shown = seen.slice(0, SHOWN).map(({ field, answer }) => `${field}: ${answer}`);
  const examples = shown.length === 0 ? "" : ` ${shown.join("; ")}.`;
  const note = `A rule written by hand for header fields: what it refuses goes into header_checks.${examples}`;
  return { at, disposition: "manual", code: "LI2901", note };
}

function ruleClaim(at: Span, isLive: boolean, evidence: readonly Evidence[]): Claim {
  if (!isLive) {
    return { at, disposition: "obsolete", code: "LI2905", note: "Nothing that sendmail runs calls this ruleset." };
  }
  if (evidence.length === 0) {
    const note = "A rule written by hand that no address was found for: a person must decide what it is to do.";
    return { at, disposition: "manual", code: "LI2901", note };
  }
  const differing = evidence.filter(({ old, now }) => old !== now);
  if (differing.length === 0) {
    const shown = evidence.slice(0, SHOWN).map(({ question, old }) => `${question}: ${old}`);
    return { at, disposition: "exact", code: "LI2903", note: `Found by running it: ${shown.join("; ")}.` };
  }
  const difference = firstDifference(differing);
  return differing.length === evidence.length
    ? {
        at,
        disposition: "manual",
        code: "LI2901",
        note: `A rule written by hand that has no form in Postfix yet. ${difference}.`,
      }
    : {
        at,
        disposition: "approximate",
        code: "LI2904",
        note: `Found by running it; ${differing.length} of ${evidence.length} questions end otherwise. ${difference}.`,
      };
}

function firstDifference(evidence: readonly Evidence[]): string {
  const witness = evidence.find(({ old, now }) => old !== now);
  return `${witness?.question}: ${witness?.old}; in Postfix: ${witness?.now}`;
}

function worst(claims: readonly Claim[]): Disposition {
  return claims.map((claim) => claim.disposition).reduce<Disposition>(worseOf, "default");
}

/** An S line ends as the worst of the rules below it. */
function rulesetClaims(
  config: SendmailConfig,
  rules: ReadonlyMap<number, Claim>,
  written: ReadonlySet<number>,
): readonly Claim[] {
  const claims: Claim[] = [];
  let current: RulesetLine | undefined;
  let below: Claim[] = [];
  const close = (): void => {
    if (!current || below.length === 0) return;
    const disposition = worst(below);
    const code = disposition === "manual" ? "LI2901" : disposition === "approximate" ? "LI2904" : "LI2903";
    claims.push({
      at: current.span,
      disposition,
      code,
      note: below.every(({ at }) => !written.has(at.line))
        ? "Rules of it were run: it ends as they do."
        : "A ruleset with rules written by hand: it ends as they do.",
    });
  };
  for (const directive of config.directives) {
    if (directive.kind === "ruleset") {
      close();
      current = directive;
      below = [];
    } else if (directive.kind === "rule") {
      const claim = rules.get(directive.span.line);
      if (claim) below.push(claim);
    }
  }
  close();
  return claims;
}

/** A map of the site's own ends as the worst of the hand-written rules that ask it. */
function mapClaims(config: SendmailConfig, rules: ReadonlyMap<number, Claim>): readonly Claim[] {
  const all = config.rulesets.flatMap((ruleset) => ruleset.rules);
  return [...config.maps.values()].flatMap((map): Claim[] => {
    const at = primarySpan(map.origin);
    const asked = all.filter((rule) => asksMap(rule, map.name));
    const claims = asked.flatMap((rule) => rules.get(rule.span.line) ?? []);
    if (!at || claims.length === 0 || claims.length < asked.length) return [];
    const disposition = worst(claims);
    if (disposition === "manual") return [];
    const lines = asked.map((rule) => rule.span.line).join(", ");
    return [
      {
        at,
        disposition,
        code: "LI2906",
        note: `It was asked as the rules ask it (line ${lines}): it ends as they do.`,
      },
    ];
  });
}

function asksMap(rule: RuleLine, name: string): boolean {
  const call = /\$\(\s*([\w-]+)/g;
  return [...rule.rhs.text.matchAll(call)].some((match) => match[1]?.toLowerCase() === name.toLowerCase());
}

function findings(config: SendmailConfig, rules: ReadonlyMap<number, Claim>): readonly Diagnostic[] {
  return config.rulesets.flatMap((ruleset): Diagnostic[] => {
    const left = ruleset.rules.filter((rule) => rules.get(rule.span.line)?.disposition === "manual");
    const [first] = left;
    if (!first) return [];
    const count = left.length === 1 ? "One rule" : `${left.length} rules`;
    const message = `${count} of ruleset ${ruleset.name}, written by hand, ${left.length === 1 ? "waits" : "wait"} for a decision.`;
    const related = left.slice(1, 4).map((rule) => ({ message: "and here", at: rule.span }));
    return [diagnose("LI2901", first.span, message, { disposition: "manual", related })];
  });
}
