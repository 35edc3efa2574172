import type { AliasEntry } from "../../model/aliases.ts";
import type { PatternPart } from "../../model/behaviour.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow } from "../../postfix/config.ts";
import { localNames } from "../shared/local-names.ts";
import { hostedDomains } from "../shared/virtual-domains.ts";
import { type AliasGraph, aliasGraph, loopMembers, memberAlias } from "./graph.ts";

type Alias = Extract<AliasEntry, { kind: "alias" }>;

/** What becomes of single entries; computed once for all files, because names refer to each other across them. */
export interface AliasPlan {
  /** The members to write. */
  membersOf(entry: Alias): readonly string[];
  /** The entry cannot stay as it is. */
  changes(entry: Alias): boolean;
  /** Names that lead back to themselves and to nobody else. */
  isDeadLoop(name: string): boolean;
  /** Owners of lists that are several people: they are virtual aliases, see below. */
  readonly ownerRows: readonly LookupRow[];
}

/**
 * Loops lose what leads back (see graph.ts). The owner of a list is the sender of its mail: one address stands for
 * owner-LIST, as with expand_owner_alias; of several people the name owner-LIST itself is the sender (alias.c). Postfix
 * would make one odd address of them, so such an owner is an alias of its own full address, and the people are found by
 * virtual_alias_maps before aliases are looked at.
 */
export function aliasPlan(policy: MailPolicy): AliasPlan {
  const graph = aliasGraph(policy.aliases);
  const locals = localNames(policy);
  const outside = loopMembers(graph, locals);
  const owners = severalOwners(graph);
  const host = policy.identity.hostName.value;
  const rerouted = new Map([...virtualMembers(policy, graph, locals), ...reroutedNames(policy, locals)]);
  const membersOf = (entry: Alias): readonly string[] => {
    if (owners.has(entry.name)) return [`${entry.name}@${host}`];
    const members = outside.get(entry.name) ?? [];
    const kept = members.length > 0 ? members : entry.members;
    return kept.flatMap((member) => {
      const elsewhere = rerouted.get(member.toLowerCase());
      if (elsewhere !== undefined) return [elsewhere];
      const owner = memberAlias(member, graph, locals);
      return owner === undefined ? [member] : (owners.get(owner) ?? [member]);
    });
  };
  return {
    membersOf,
    changes: (entry) => membersOf(entry).join() !== entry.members.join(),
    isDeadLoop: (name) => outside.get(name)?.length === 0,
    ownerRows: [...owners].map(([key, members]) => ({ key, value: members.join(", ") })),
  };
}

/**
 * Members in local domains that the table of virtual users sends elsewhere. Where the table has an entry for everybody
 * of a domain, mail for it comes back to the table by itself.
 */
function virtualMembers(
  policy: MailPolicy,
  graph: AliasGraph,
  locals: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const wanted = new Set<string>();
  const hosted = hostedDomains(policy);
  for (const members of graph.values()) {
    for (const member of members) {
      const [address, domain = ""] = /^[^\s"\\|/:@]+@([^\s@]+)$/.exec(member.toLowerCase()) ?? [];
      if (address !== undefined && locals.has(domain) && !hosted.has(domain)) wanted.add(address);
    }
  }
  const targets = new Map<string, string>();
  if (wanted.size === 0) return targets;
  for (const entry of policy.virtualUsers.entries()) {
    if (entry.kind !== "alias" || entry.match.kind !== "user") continue;
    const address = `${entry.match.user}@${entry.domain}`.toLowerCase();
    if (!wanted.has(address) || targets.has(address) || entry.target.some((part) => part.kind !== "text")) continue;
    targets.set(
      address,
      entry.target
        .map((part) => (part.kind === "text" ? part.text : ""))
        .join("")
        .trim(),
    );
  }
  return targets;
}

/**
 * Addresses of this host that rules of the old host sent elsewhere. local(8) looks at members in local domains itself
 * and asks virtual_alias_maps no more, so a member is written as the address that it stands for.
 */
function reroutedNames({ behaviour }: MailPolicy, locals: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { pattern, outcome } of behaviour.recipients) {
    if (outcome.kind !== "alias" || outcome.target.some((part) => typeof part !== "string")) continue;
    const user = constantText(pattern.user);
    const domain = pattern.domain === "local" ? undefined : constantText(pattern.domain);
    if (user === undefined || (pattern.domain !== "local" && (domain === undefined || !locals.has(domain)))) continue;
    const target = outcome.target.join("");
    if (domain === undefined) names.set(user.toLowerCase(), target);
    for (const name of domain === undefined ? locals : [domain]) names.set(`${user}@${name}`.toLowerCase(), target);
  }
  return names;
}

function constantText(parts: readonly PatternPart[]): string | undefined {
  return parts.every((part) => part.kind === "text") ? parts.map((part) => part.text).join("") : undefined;
}

/** `owner-LIST` with several plain addresses, where LIST is an alias. */
function severalOwners(graph: AliasGraph): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, readonly string[]>();
  for (const [name, members] of graph) {
    const list = /^owner-(.+)$/.exec(name)?.[1];
    if (list === undefined || !graph.has(list) || members.length < 2) continue;
    if (members.every((member) => /^[^|/:\\"]+$/.test(member))) owners.set(name, members);
  }
  return owners;
}
