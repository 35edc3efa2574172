import type { MailPolicy } from "../../model/policy.ts";
import type { VirtualEntry, VirtualUsers } from "../../model/virtual-users.ts";

/** What the rows of one virtual or local domain are, as far as other features need it. */
export interface VirtualDomainShape {
  /** Everybody else becomes somebody, or is refused. */
  readonly rest: "alias" | "refuse" | undefined;
  /** What everybody else becomes takes parts of the recipient over. */
  readonly restIsComputed: boolean;
  /** An entry for any other user with an extension. */
  readonly extensions: boolean;
}

const none: VirtualDomainShape = { rest: undefined, restIsComputed: false, extensions: false };
const surveys = new WeakMap<VirtualUsers, ReadonlyMap<string, VirtualDomainShape>>();

/** One reading of the table: the domains that have more than plain users. Remembered for the policy. */
export function surveyVirtualDomains({ virtualUsers }: MailPolicy): ReadonlyMap<string, VirtualDomainShape> {
  const known = surveys.get(virtualUsers);
  if (known) return known;
  const domains = new Map<string, VirtualDomainShape>();
  for (const entry of virtualUsers.entries()) {
    if (entry.kind !== "alias" && entry.kind !== "refuse") continue;
    if (entry.match.kind !== "rest" && entry.match.kind !== "extension") continue;
    domains.set(entry.domain, withEntry(domains.get(entry.domain) ?? none, entry));
  }
  surveys.set(virtualUsers, domains);
  return domains;
}

function withEntry(shape: VirtualDomainShape, entry: Extract<VirtualEntry, { domain: string }>): VirtualDomainShape {
  if (entry.match.kind === "extension") return { ...shape, extensions: true };
  const computed = entry.kind === "alias" && entry.target.some((part) => part.kind !== "text");
  return { ...shape, rest: entry.kind, restIsComputed: computed };
}

/**
 * Where a virtual domain that is not local belongs: users that the table lacks are routed on by the old host, so the
 * domain is relayed, unless an entry for everybody else leaves nobody over.
 */
export function virtualDomainClass(shape: VirtualDomainShape | undefined): "alias" | "relay" {
  return shape?.rest === "alias" ? "alias" : "relay";
}
