import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { RuleLine, RuleToken } from "./ast.ts";

/** sendmail.h MAXMATCH: `$*` `$+` `$-` `$@` `$=` `$~` of one left side. */
const MOST_WILDCARDS = 9;

const WILDCARDS = new Set<RuleToken["kind"]>(["any", "some", "one", "zero", "class", "not-class"]);
const NEVER_LEFT = new Set<RuleToken["kind"]>([
  "positional",
  "colon",
  "call",
  "map-begin",
  "map-end",
  "host-begin",
  "host-end",
]);
const NEVER_RIGHT = new Set<RuleToken["kind"]>(["any", "some", "one", "class", "not-class"]);
const MAP_BEGINS: Partial<Record<RuleToken["kind"], RuleToken["kind"]>> = {
  "map-begin": "map-end",
  "host-begin": "host-end",
};

/** What sendmail says of a rule while it reads it (readcf.c, case 'R'). It keeps the rule in all these cases. */
export function checkRule(rule: RuleLine): readonly Diagnostic[] {
  return [...checkLeft(rule), ...checkRight(rule)];
}

function checkLeft(rule: RuleLine): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (isEmpty(rule.lhsTokens)) {
    found.push(diagnose("CF1022", atRule(rule), "the left side is empty: the rule never matches"));
  }
  for (const token of rule.lhsTokens) {
    if (NEVER_LEFT.has(token.kind)) {
      found.push(diagnose("CF1023", token.span, `${token.text} has no meaning on the left side of a rule`));
    }
  }
  const wildcards = rule.lhsTokens.filter((token) => WILDCARDS.has(token.kind));
  const tenth = wildcards[MOST_WILDCARDS];
  if (tenth) {
    const message = `the left side has ${wildcards.length} wildcards, sendmail takes ${MOST_WILDCARDS}: the rule never matches`;
    found.push(diagnose("CF1026", tenth.span, message));
  }
  return found;
}

function checkRight(rule: RuleLine): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (isEmpty(rule.rhsTokens)) {
    found.push(diagnose("CF1022", atRule(rule), "the right side is empty", { severity: "warning" }));
  }
  const wildcards = rule.lhsTokens.filter((token) => WILDCARDS.has(token.kind)).length;
  let mapEnd: RuleToken["kind"] | undefined;
  let mapBegin: RuleToken | undefined;
  for (const token of rule.rhsTokens) {
    if (NEVER_RIGHT.has(token.kind)) {
      found.push(diagnose("CF1023", token.span, `${token.text} has no meaning on the right side of a rule`));
    }
    if (token.kind === "positional" && !(Number(token.name) >= 1 && Number(token.name) <= wildcards)) {
      const message = `${token.text} is out of bounds: the left side has ${wildcards} wildcards`;
      found.push(diagnose("CF1024", token.span, message));
    }
    const ends = MAP_BEGINS[token.kind];
    if (ends !== undefined) {
      if (mapEnd !== undefined) {
        found.push(diagnose("CF1025", token.span, "a map lookup cannot stand inside another one"));
      }
      mapEnd = ends;
      mapBegin = token;
    } else if (token.kind === mapEnd) {
      mapEnd = undefined;
    }
  }
  if (mapEnd !== undefined && mapBegin) {
    const wanted = mapEnd === "map-end" ? "$)" : "$]";
    found.push(diagnose("CF1025", mapBegin.span, `the lookup has no closing ${wanted}`));
  }
  return found;
}

function isEmpty(tokens: readonly RuleToken[]): boolean {
  return tokens.every((token) => token.kind === "blank");
}

function atRule(rule: RuleLine): RuleLine["span"] {
  return rule.span;
}
