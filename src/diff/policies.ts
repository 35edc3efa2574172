import type { MailPolicy } from "../model/policy.ts";

/** A leaf of the policy that two readings do not agree on; `undefined` where one of them has none. */
export interface PolicyDifference {
  /** Dotted, lists by the names of their members where they have any: `agents.local.work`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Compares what two policies want done with mail. Only values count: where they stand and how certain they are may
 * differ. Tables are compared by their path and state, not row by row, and functions are passed over.
 */
export function comparePolicies(before: MailPolicy, after: MailPolicy): readonly PolicyDifference[] {
  const old = leavesOf(before);
  const now = leavesOf(after);
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

/** Fields that tell where a value comes from, or in which words it is spoken of. */
const provenance = new Set(["origin", "origins", "certainty", "at", "remark"]);

function leavesOf(policy: MailPolicy): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collect(policy, [], leaves);
  return leaves;
}

function collect(value: unknown, path: readonly string[], leaves: Map<string, string>): void {
  if (value === undefined || typeof value === "function") return;
  if (typeof value !== "object" || value === null) {
    leaves.set(path.join("."), String(value));
    return;
  }
  if (isFact(value)) collect(value.value, path, leaves);
  else if (Array.isArray(value) || value instanceof Set) collectMembers([...value], path, leaves);
  else if (value instanceof Map) {
    for (const [key, member] of value) collect(member, [...path, String(key)], leaves);
  } else if (!isOrigin(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (!provenance.has(name)) collect(member, [...path, name], leaves);
    }
  }
}

/** Members that are words are one leaf, in their order; others are told apart by their name or text. */
function collectMembers(members: readonly unknown[], path: readonly string[], leaves: Map<string, string>): void {
  const values = members.map((member) => (isFact(member) ? member.value : member));
  if (values.length === 0) return;
  if (values.every((value) => typeof value !== "object" || value === null)) {
    leaves.set(path.join("."), values.map(String).join(" "));
    return;
  }
  const seen = new Map<string, number>();
  for (const value of values) {
    const name = nameOf(value);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    collect(value, [...path, count === 1 ? name : `${name}#${count}`], leaves);
  }
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  for (const field of ["name", "path", "ruleset", "text"] as const) {
    const found: unknown = Reflect.get(value, field);
    if (typeof found === "string") return found;
  }
  return "member";
}

const originKinds: ReadonlySet<unknown> = new Set([
  "written",
  "expanded",
  "included",
  "derived",
  "defaulted",
  "assumed",
]);

function isOrigin(value: object): boolean {
  return (
    originKinds.has(Reflect.get(value, "kind")) &&
    ["span", "call", "from", "by", "fact"].some((field) => field in value)
  );
}

function isFact(value: unknown): value is { readonly value: unknown } {
  return typeof value === "object" && value !== null && "value" in value && "origins" in value;
}
