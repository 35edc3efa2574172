import type { ConnectionRules } from "../model/connection-rules.ts";
import type { LookupRow, LookupTable, Parameter } from "../postfix/config.ts";
import type { Origin } from "../source/origin.ts";
import { type Check, decisionOf, type Outcome } from "./connection-rules/decision.ts";
import {
  type ListWord,
  type TranslateContext,
  type Translated,
  type TranslateOptions,
  tableReference,
} from "./context.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { lookupTable } from "./shared/table.ts";

const refusal = "550 5.7.1 Access denied";

/**
 * Rules about connecting, as look-ups in `smtpd_client_restrictions`: each step is one table that ends in a row for
 * everybody else, which names the next step (a restriction class). So the order of the old rules stays, and a client that
 * may connect is still judged by all other restrictions: nothing here permits.
 */
export function translateConnectionRules({ policy, options }: TranslateContext): Partial<Translated> {
  const { connectionRules: rules } = policy;
  if (!rules) return {};
  const first = decisionOf(rules);
  if (first === "accept") return {};
  const origins = rules.rules.map(({ origin }) => origin);
  const word = (text: string): ListWord => ({
    parameter: "smtpd_client_restrictions",
    rank: restrictionRank.client.connection,
    word: text,
    origins,
    group: "access",
  });
  if (first === "refuse") return { words: [word("reject")] };
  const checks = numbered(first);
  const names = new Map(
    checks.map((check, index) => [check, index === 0 ? "hosts_access" : `hosts_access_${index + 1}`]),
  );
  return {
    tables: checks.map((check) => tableOf(check, names, originsOf(rules))),
    parameters: classParameters(checks.slice(1), names, origins, options),
    words: [word(restrictionOf(first, names, options))],
  };
}

function originsOf(rules: ConnectionRules): readonly Origin[] {
  return rules.rules.map(({ origin }) => origin);
}

/** Every check once, the first one first. */
function numbered(first: Check): readonly Check[] {
  const found: Check[] = [];
  const open: Outcome[] = [first];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (typeof next === "string" || found.includes(next)) continue;
    found.push(next);
    open.push(...next.rows.map(({ outcome }) => outcome), next.otherwise);
  }
  return found;
}

type Names = ReadonlyMap<Check, string>;

function classParameters(
  classes: readonly Check[],
  names: Names,
  origins: readonly Origin[],
  options: TranslateOptions,
): readonly Parameter[] {
  if (classes.length === 0) return [];
  const parameter = (name: string, value: string): Parameter => ({ name, value, origins, group: "access" });
  return [
    parameter("smtpd_restriction_classes", classes.map((check) => names.get(check) ?? "").join(", ")),
    ...classes.map((check) => parameter(names.get(check) ?? "", restrictionOf(check, names, options))),
  ];
}

function restrictionOf(check: Check, names: Names, options: TranslateOptions): string {
  const table = { name: names.get(check) ?? "", type: check.kind === "address" ? "cidr" : "pcre" } as LookupTable;
  const word = check.kind === "reverse-name" ? "check_reverse_client_hostname_access" : "check_client_access";
  return `${word} ${tableReference(table, options)}`;
}

const comments: Readonly<Record<Check["kind"], string>> = {
  address: "Clients by address, first match. DUNNO: they may connect; a name: the next look-up.",
  name: "Clients by the name that leads back to their address (`unknown`: none does).",
  "reverse-name": "Clients by the name of their address, whether it leads back or not.",
  "address-text": "Clients by the text of their address.",
};

function tableOf(check: Check, names: Names, origins: readonly Origin[]): LookupTable {
  const answer = (outcome: Outcome): string =>
    outcome === "accept" ? "DUNNO" : outcome === "refuse" ? refusal : (names.get(outcome) ?? "DUNNO");
  const rows = (): readonly LookupRow[] => [
    ...check.rows.map(({ key, outcome, at }) => ({ key, value: answer(outcome), ...(at ? { at } : {}) })),
    ...endKeys[check.kind].map((key) => ({ key, value: answer(check.otherwise) })),
  ];
  const type = check.kind === "address" ? "cidr" : "pcre";
  return lookupTable(names.get(check) ?? "hosts_access", origins, [comments[check.kind]], rows, type);
}

/** The rows for everybody else. An address-text table must not answer for names, which are looked up first. */
const endKeys: Readonly<Record<Check["kind"], readonly string[]>> = {
  address: ["0.0.0.0/0", "::/0"],
  name: ["/^/"],
  "reverse-name": ["/^/"],
  "address-text": ["/^[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$/", "/:/"],
};
