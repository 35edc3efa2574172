import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { RuleLine, RuleToken } from "./ast.ts";

/** sendmail.h MAXMATCH: `$*` `$+` `$-` `$@` `$=` `$~` of one left side. */
const MOST_WILDCARDS = 9;

type Kind = RuleToken["kind"];

/** What a metasymbol is on the left side and on the right one; kinds that are not named here may stand anywhere. */
const ROLES: Partial<Record<Kind, "wildcard" | "zero" | "right only">> = {
  any: "wildcard",
  some: "wildcard",
  one: "wildcard",
  class: "wildcard",
  "not-class": "wildcard",
  zero: "zero",
  positional: "right only",
  colon: "right only",
  call: "right only",
  "map-begin": "right only",
  "map-end": "right only",
  "host-begin": "right only",
  "host-end": "right only",
};
const MAP_BEGINS: Partial<Record<Kind, Kind>> = {
  "map-begin": "map-end",
  "host-begin": "host-end",
};

/** What sendmail says of a rule while it reads it (readcf.c, case 'R'). It keeps the rule in all these cases. */
export function checkRule(rule: RuleLine): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const wildcards = checkLeft(rule, found);
  checkRight(rule, wildcards, found);
  return found;
}

/** Returns how many wildcards the left side has. */
function checkLeft(rule: RuleLine, found: Diagnostic[]): number {
  if (isEmpty(rule.lhsTokens)) {
    found.push(diagnose("CF1022", rule.span, "the left side is empty: the rule never matches"));
  }
  let wildcards = 0;
  let tenth: RuleToken | undefined;
  for (const token of rule.lhsTokens) {
    const role = ROLES[token.kind];
    if (role === "right only") {
      found.push(diagnose("CF1023", token.span, `${token.text} has no meaning on the left side of a rule`));
    } else if (role !== undefined) {
      wildcards += 1;
      if (wildcards === MOST_WILDCARDS + 1) tenth = token;
    }
  }
  if (tenth) {
    const message = `the left side has ${wildcards} wildcards, sendmail takes ${MOST_WILDCARDS}: the rule never matches`;
    found.push(diagnose("CF1026", tenth.span, message));
  }
  return wildcards;
}

function checkRight(rule: RuleLine, wildcards: number, found: Diagnostic[]): void {
  if (isEmpty(rule.rhsTokens)) {
    found.push(diagnose("CF1022", rule.span, "the right side is empty", { severity: "warning" }));
  }
  let open: { readonly token: RuleToken; readonly end: Kind } | undefined;
  for (const token of rule.rhsTokens) {
    if (ROLES[token.kind] === "wildcard") {
      found.push(diagnose("CF1023", token.span, `${token.text} has no meaning on the right side of a rule`));
    }
    if (token.kind === "positional" && !(Number(token.name) >= 1 && Number(token.name) <= wildcards)) {
      const message = `${token.text} is out of bounds: the left side has ${wildcards} wildcards`;
      found.push(diagnose("CF1024", token.span, message));
    }
    const end = MAP_BEGINS[token.kind];
    if (end !== undefined) {
      if (open) found.push(diagnose("CF1025", token.span, "a map lookup cannot stand inside another one"));
      open = { token, end };
    } else if (token.kind === open?.end) {
      open = undefined;
    }
  }
  if (open) {
    const wanted = open.end === "map-end" ? "$)" : "$]";
    found.push(diagnose("CF1025", open.token.span, `the lookup has no closing ${wanted}`));
  }
}

function isEmpty(tokens: readonly RuleToken[]): boolean {
  return tokens.every((token) => token.kind === "blank");
}
