import type { MailPolicy } from "../../model/policy.ts";
import type { VirtualEntry, VirtualTemplate, VirtualUsers } from "../../model/virtual-users.ts";
import { localNames, localUserNames } from "./local-names.ts";

/**
 * What becomes of everybody else in a domain. `same-user`: the local user of that name, so the domain is as good as
 * local; `known-users`: a local user whose name is made from it, so the known ones can be listed; `listed-elsewhere`: the
 * same user of another virtual domain, which has nobody but the users of the table; `computed`: anything else that is
 * made from the recipient.
 */
export type RestOfDomain = "address" | "same-user" | "known-users" | "listed-elsewhere" | "computed" | "refuse";

/** What the rows of one virtual or local domain are, as far as other features need it. */
export interface VirtualDomainShape {
  readonly rest: RestOfDomain | undefined;
  /** An entry for any other user with an extension. */
  readonly extensions: boolean;
  /** What the policy says of users that the table lacks; undefined: the entries tell. */
  readonly absent?: "refused" | "routed" | undefined;
}

type DomainEntry = Extract<VirtualEntry, { domain: string }>;

/** Beyond this many names a pattern for all is better than a row for each. */
const namesLimit = 5000;

/** What one reading of the table tells. Entries that are carried over as they are are only counted. */
export interface VirtualSurvey {
  /** Domains by name; one that has plain users only has neither of the two marks. */
  readonly shapes: ReadonlyMap<string, VirtualDomainShape>;
  readonly plain: number;
  /** The same by the file that they stand in. */
  readonly plainByFile: ReadonlyMap<string, number>;
  /** All others: those that are left out, refused, computed, with an extension, or for everybody else. */
  readonly special: readonly VirtualEntry[];
}

const surveys = new WeakMap<VirtualUsers, VirtualSurvey>();

/** Remembered for the policy. */
export function surveyVirtualUsers(policy: MailPolicy): VirtualSurvey {
  const { virtualUsers } = policy;
  const known = surveys.get(virtualUsers);
  if (known) return known;
  const shapes = new Map<string, VirtualDomainShape>();
  const special: VirtualEntry[] = [];
  let plain = 0;
  const plainByFile = new Map<string, number>();
  for (const entry of virtualUsers.entries()) {
    if ("domain" in entry && !shapes.has(entry.domain)) shapes.set(entry.domain, unmarked);
    if (isPlain(entry)) {
      plain += 1;
      plainByFile.set(entry.at.file, (plainByFile.get(entry.at.file) ?? 0) + 1);
    } else special.push(entry);
  }
  markDomains(shapes, special, policy);
  for (const [domain, absent] of virtualUsers.absentUsers ?? []) {
    shapes.set(domain, { ...(shapes.get(domain) ?? unmarked), absent });
  }
  const survey = { shapes, plain, plainByFile, special };
  surveys.set(virtualUsers, survey);
  return survey;
}

const unmarked: VirtualDomainShape = { rest: undefined, extensions: false };

function isPlain(entry: VirtualEntry): boolean {
  if (entry.kind !== "alias" || entry.match.kind !== "user" || entry.match.user.includes("+")) return false;
  return entry.target.every((part) => part.kind === "text");
}

function markDomains(
  shapes: Map<string, VirtualDomainShape>,
  special: readonly VirtualEntry[],
  policy: MailPolicy,
): void {
  for (const entry of special) {
    if ("domain" in entry && entry.match.kind === "extension")
      shapes.set(entry.domain, { ...unmarked, extensions: true });
  }
  const rests = special.filter((entry): entry is DomainEntry => "domain" in entry && entry.match.kind === "rest");
  const closed = new Set(rests.flatMap((entry) => (entry.kind === "refuse" ? [entry.domain] : [])));
  const listable = rests.length > 0 && localUserNames(policy).length <= namesLimit;
  for (const entry of rests) {
    const shape = shapes.get(entry.domain) ?? unmarked;
    shapes.set(entry.domain, { ...shape, rest: restOf(entry, shape.extensions, { shapes, closed, policy, listable }) });
  }
}

interface Surroundings {
  readonly shapes: ReadonlyMap<string, VirtualDomainShape>;
  /** Domains whose entry for everybody else is a refusal. */
  readonly closed: ReadonlySet<string>;
  readonly policy: MailPolicy;
  /** The local users are few enough for a row each. */
  readonly listable: boolean;
}

function restOf(
  entry: DomainEntry,
  extensions: boolean,
  { shapes, closed, policy, listable }: Surroundings,
): RestOfDomain {
  if (entry.kind === "refuse") return "refuse";
  if (entry.target.every((part) => part.kind === "text")) return "address";
  const elsewhere = sameUserElsewhere(entry.target);
  if (elsewhere !== undefined && !extensions && elsewhere !== entry.domain && closed.has(elsewhere)) {
    return shapes.get(elsewhere)?.extensions ? "computed" : "listed-elsewhere";
  }
  const local = localTemplate(entry.target, shapes, policy);
  if (local === undefined || extensions) return "computed";
  if (local.before === "" && local.after === "") return "same-user";
  // user+anything is that user, so there is nobody whom local(8) would not know.
  if (isExtensionOfUser(local.before, policy)) return "address";
  return listable && !local.keepsExtension ? "known-users" : "computed";
}

/** The domain of `%1@domain`, whatever becomes of an extension. */
export function sameUserElsewhere(target: VirtualTemplate): string | undefined {
  const [user, ...rest] = target.filter((part) => part.kind !== "delimited-extension");
  const [text] = rest;
  if (user?.kind !== "user" || rest.length !== 1 || text?.kind !== "text") return undefined;
  return /^@([^@]+)$/.exec(text.text.trim())?.[1]?.toLowerCase();
}

function isExtensionOfUser(before: string, policy: MailPolicy): boolean {
  const delimiter = policy.addressSyntax.extensionDelimiter.value;
  const at = delimiter === undefined ? -1 : before.indexOf(delimiter);
  return at > 0 && localUserNames(policy).includes(before.slice(0, at).toLowerCase());
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

/** An entry for everybody else whose row stands in the table. */
export function takesEverybody(shape: VirtualDomainShape | undefined): boolean {
  return shape?.rest === "address" || shape?.rest === "computed";
}

/**
 * Where a virtual domain that is not local belongs: users that the table lacks are routed on by the old host, so the
 * domain is relayed, unless an entry for everybody else leaves nobody over.
 */
export function virtualDomainClass(shape: VirtualDomainShape | undefined): "local" | "alias" | "relay" {
  if (shape?.absent === "refused") return "alias";
  if (shape?.absent === "routed") return "relay";
  switch (shape?.rest) {
    case "same-user":
      return "local";
    case "address":
    case "computed":
    case "known-users":
    case "listed-elsewhere":
      return "alias";
    default:
      return "relay";
  }
}

/**
 * Local domains whose every user the table knows, because it has an entry for everybody else. To Postfix they are
 * virtual alias domains: local(8) looks at members of aliases, lists and .forward files in mydestination by itself and
 * asks the table no more, while mail for a virtual domain comes back to it.
 */
export function hostedDomains(policy: MailPolicy): ReadonlySet<string> {
  const { shapes } = surveyVirtualUsers(policy);
  const { identity, localDomains, hub } = policy;
  const own = new Set([identity.hostName.value, identity.domainName.value]);
  const hosted = new Set<string>();
  // With a hub the names of this host go there by rows of their own.
  if (hub.hub || localDomains.none) return hosted;
  for (const { value } of localDomains.names) {
    const shape = shapes.get(value);
    if (takesEverybody(shape) && !shape?.extensions && value.includes(".") && !own.has(value)) hosted.add(value);
  }
  return hosted;
}
