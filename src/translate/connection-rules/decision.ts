import type { ClientGroup, ClientTest, ConnectionRules } from "../../model/connection-rules.ts";
import type { Network } from "../../model/network.ts";
import { primarySpan } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";
import { literalPattern } from "../shared/table.ts";

/** What is asked of a client in one look-up; the first row that matches leads on. */
export interface Check {
  readonly kind: "address" | "name" | "reverse-name" | "address-text";
  readonly rows: readonly { readonly key: string; readonly outcome: Outcome; readonly at: Span | undefined }[];
  readonly otherwise: Outcome;
}

export type Outcome = "accept" | "refuse" | Check;

type Kind = Check["kind"];

/**
 * The rules as a tree of look-ups, built from the last rule to the first: who does not meet a rule goes on to what the
 * rules after it say. Look-ups of the same kind that follow each other become one table.
 */
export function decisionOf({ rules }: ConnectionRules): Outcome {
  let rest: Outcome = "accept";
  for (const { clients, verdict, origin } of [...rules].reverse()) {
    rest = groupOutcome(clients, verdict, rest, primarySpan(origin));
  }
  return rest;
}

function groupOutcome(group: ClientGroup, yes: Outcome, no: Outcome, at: Span | undefined): Outcome {
  // Who meets the exception goes on to the next rule; it is not turned into its opposite.
  const met = group.except ? groupOutcome(group.except, no, yes, at) : yes;
  if (group.tests.some(({ kind }) => kind === "any")) return met;
  if (met === no) return no;
  const keys = group.tests.flatMap(keysOf);
  const inOneTable = withException(keys, met, yes, no, at);
  if (inOneTable) return inOneTable;
  let outcome = no;
  for (const kind of ["address-text", "reverse-name", "name", "address"] as const) {
    const own = keys.filter((key) => key.kind === kind);
    if (own.length > 0) outcome = check(kind, own, met, outcome, at);
  }
  return outcome;
}

/**
 * An exception that is asked of the same table goes in front of what it is taken from: who meets it goes on to the next
 * rule, as does who meets neither.
 */
function withException(
  keys: readonly TestKey[],
  met: Outcome,
  yes: Outcome,
  no: Outcome,
  at: Span | undefined,
): Outcome | undefined {
  const [first] = keys;
  if (typeof met === "string" || first === undefined || met.kind !== first.kind || met.otherwise !== yes)
    return undefined;
  if (keys.some(({ kind }) => kind !== met.kind) || met.rows.some(({ outcome }) => outcome !== no)) return undefined;
  const outcome = check(met.kind, keys, yes, no, at);
  return typeof outcome === "string" ? outcome : { ...outcome, rows: [...met.rows, ...outcome.rows] };
}

/** Rows in front of what comes after; a misnamed client has no name that leads back, so both are asked. */
function check(kind: Kind, keys: readonly TestKey[], met: Outcome, otherwise: Outcome, at: Span | undefined): Outcome {
  if (kind === "reverse-name") return misnamed(keys, met, otherwise, at);
  const rows = keys.map(({ key }) => ({ key, outcome: met, at }));
  if (typeof otherwise !== "string" && otherwise.kind === kind) {
    return { kind, rows: [...rows, ...otherwise.rows], otherwise: otherwise.otherwise };
  }
  return { kind, rows, otherwise };
}

function misnamed(keys: readonly TestKey[], met: Outcome, otherwise: Outcome, at: Span | undefined): Outcome {
  const wants = (key: string): Outcome => (keys.some((one) => one.key === key) ? met : otherwise);
  const byReverse: Check = {
    kind: "reverse-name",
    rows: [{ key: "/^unknown$/", outcome: wants("unnamed"), at }],
    otherwise: wants("misnamed"),
  };
  return { kind: "name", rows: [{ key: "/^unknown$/", outcome: byReverse, at }], otherwise };
}

interface TestKey {
  readonly kind: Kind;
  readonly key: string;
}

function keysOf(test: ClientTest): readonly TestKey[] {
  const name = (key: string): TestKey => ({ kind: "name", key });
  switch (test.kind) {
    case "any":
      return [];
    case "network":
      return [{ kind: "address", key: networkKey(test.network) }];
    case "name":
      return [name(`/^${literalPattern(test.name)}$/`)];
    case "below":
      return [name(`/.\\.${literalPattern(test.domain)}$/`)];
    case "local-name":
      return [name("/^(?!unknown$)[^.]+$/")];
    case "named":
      return [name("/^(?!unknown$)/")];
    case "unnamed":
    case "misnamed":
      return [{ kind: "reverse-name", key: test.kind }];
    case "wildcard": {
      const pattern = literalPattern(test.text).replaceAll("\\*", ".*").replaceAll("\\?", ".");
      return [name(`/^(?!unknown$)${pattern}$/`), { kind: "address-text", key: `/^${pattern}$/` }];
    }
  }
}

function networkKey({ address, prefix }: Network): string {
  return `${address}/${prefix}`;
}
