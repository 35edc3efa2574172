/**
 * outcome — what becomes of a probe, in words that both programs can be held to
 */

/** How mail leaves for a place, or ends: `local anna`, `smtp [hub.example]:25 anna@example.com`, `reject` ... */
export type Outcome =
  | { readonly kind: "leaves"; readonly leaves: readonly string[] }
  | { readonly kind: "rewritten"; readonly address: string }
  /** "none" where there is no limit. */
  | { readonly kind: "limit"; readonly most: string }
  | { readonly kind: "decision"; readonly answer: "accept" | "reject" | "tempfail" | "discard" | "hold" };

/** One side's answer: what is compared, and what a person wants to see beside it. */
export interface Answer {
  readonly outcome: Outcome;
  /** Reply, texts, recipients on the way: not compared. */
  readonly detail: Readonly<Record<string, string | readonly string[]>>;
}

export function sameOutcome(a: Outcome, b: Outcome): boolean {
  return outcomeText(a) === outcomeText(b);
}

export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "leaves":
      return outcome.leaves.length === 0 ? "(nobody)" : outcome.leaves.join(" + ");
    case "rewritten":
      return outcome.address;
    case "limit":
      return outcome.most;
    case "decision":
      return outcome.answer;
  }
}

export function limitOutcome(most: number): Outcome {
  return { kind: "limit", most: most > 0 ? String(most) : "none" };
}

/** Leaves as a set: order and repetition have no meaning. */
export function leavesOutcome(leaves: readonly string[]): Outcome {
  return { kind: "leaves", leaves: [...new Set(leaves)].sort() };
}

/** An address for comparison: no final dot, domain in lower case, a quoted local part without its quotes. */
export function comparableAddress(address: string): string {
  const bare = address.replace(/^<(.*)>$/s, "$1").replace(/\.$/, "");
  const at = bare.lastIndexOf("@");
  if (at === -1) return unquoted(bare);
  return `${unquoted(bare.slice(0, at))}@${bare.slice(at + 1).toLowerCase()}`;
}

function unquoted(local: string): string {
  return /^"(?:[^"\\]|\\.)*"$/s.test(local) ? local.slice(1, -1).replace(/\\(.)/gs, "$1") : local;
}

/** A host for comparison: lower case, no final dot, `[IPv6:...]` as Postfix writes literals. */
export function comparableHost(host: string): string {
  return host
    .toLowerCase()
    .trim()
    .replace(/\.(?=\]|$)/g, "")
    .replace(/^\[ipv6:/, "[");
}

/** A delivery over SMTP or LMTP: hosts in the order in which they are tried, each with its port. */
export function hopText(kind: "smtp" | "lmtp", hosts: readonly (readonly [string, string])[], address: string): string {
  const tried = hosts.map(([host, port]) => `${comparableHost(host)}:${port}`).join("|");
  return `${kind} ${tried} ${comparableAddress(address)}`;
}
