import type { MailPolicy } from "../../model/policy.ts";
import type { VirtualEntry, VirtualTemplate, VirtualUsers } from "../../model/virtual-users.ts";
import { localNames, localUserNames } from "./local-names.ts";

/**
 * What becomes of everybody else in a domain. `same-user`: the local user of that name, so the domain is as good as
 * local; `known-users`: a local user whose name is made from it, so the known ones can be listed; `computed`: anything
 * else that is made from the recipient.
 */
export type RestOfDomain = "address" | "same-user" | "known-users" | "computed" | "refuse";

/** What the rows of one virtual or local domain are, as far as other features need it. */
export interface VirtualDomainShape {
  readonly rest: RestOfDomain | undefined;
  /** An entry for any other user with an extension. */
  readonly extensions: boolean;
}

type DomainEntry = Extract<VirtualEntry, { domain: string }>;

/** Beyond this many names a pattern for all is better than a row for each. */
const namesLimit = 5000;

const surveys = new WeakMap<VirtualUsers, ReadonlyMap<string, VirtualDomainShape>>();

/** One reading of the table: its domains, and which have more than plain users. Remembered for the policy. */
export function surveyVirtualDomains(policy: MailPolicy): ReadonlyMap<string, VirtualDomainShape> {
  const { virtualUsers } = policy;
  const known = surveys.get(virtualUsers);
  if (known) return known;
  const domains = new Map<string, VirtualDomainShape>();
  const rests: DomainEntry[] = [];
  for (const entry of virtualUsers.entries()) {
    if (entry.kind !== "alias" && entry.kind !== "refuse") continue;
    const shape = domains.get(entry.domain) ?? { rest: undefined, extensions: false };
    const extensions = shape.extensions || entry.match.kind === "extension";
    if (!domains.has(entry.domain) || extensions !== shape.extensions)
      domains.set(entry.domain, { ...shape, extensions });
    if (entry.match.kind === "rest") rests.push(entry);
  }
  const listable = rests.length > 0 && localUserNames(policy).length <= namesLimit;
  for (const entry of rests) {
    const shape = domains.get(entry.domain) ?? { rest: undefined, extensions: false };
    domains.set(entry.domain, { ...shape, rest: restOf(entry, shape.extensions, domains, policy, listable) });
  }
  surveys.set(virtualUsers, domains);
  return domains;
}

function restOf(
  entry: DomainEntry,
  extensions: boolean,
  domains: ReadonlyMap<string, VirtualDomainShape>,
  policy: MailPolicy,
  listable: boolean,
): RestOfDomain {
  if (entry.kind === "refuse") return "refuse";
  if (entry.target.every((part) => part.kind === "text")) return "address";
  const local = localTemplate(entry.target, domains, policy);
  if (local === undefined || extensions) return "computed";
  if (local.before === "" && local.after === "") return "same-user";
  return listable && !local.keepsExtension ? "known-users" : "computed";
}

/** A template that makes a local user's name, once, from the recipient's; the domain has no entries of its own. */
export function localTemplate(
  target: VirtualTemplate,
  domains: ReadonlyMap<string, VirtualDomainShape>,
  policy: MailPolicy,
): { readonly before: string; readonly after: string; readonly keepsExtension: boolean } | undefined {
  const text = target
    .map((part) => (part.kind === "text" ? part.text : part.kind === "user" ? "\0" : "\x01"))
    .join("")
    .trim();
  const parts = /^([^\0\x01@]*)\0(\x01?)([^\0\x01@]*)(?:@([^\0\x01@]+))?$/.exec(text);
  if (!parts || target.some((part) => part.kind === "extension")) return undefined;
  const [, before = "", extension = "", after = "", domain] = parts;
  const isHere =
    domain === undefined || (localNames(policy).has(domain.toLowerCase()) && !domains.has(domain.toLowerCase()));
  return isHere ? { before, after, keepsExtension: extension !== "" } : undefined;
}

/**
 * Where a virtual domain that is not local belongs: users that the table lacks are routed on by the old host, so the
 * domain is relayed, unless an entry for everybody else leaves nobody over.
 */
export function virtualDomainClass(shape: VirtualDomainShape | undefined): "local" | "alias" | "relay" {
  switch (shape?.rest) {
    case "same-user":
      return "local";
    case "address":
    case "computed":
    case "known-users":
      return "alias";
    default:
      return "relay";
  }
}
