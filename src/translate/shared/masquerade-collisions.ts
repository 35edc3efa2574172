import type { GenericEntry } from "../../model/generics.ts";
import type { MailPolicy } from "../../model/policy.ts";
import { createKeySet, type KeySet } from "../../source/key-set.ts";
import type { Span } from "../../source/source-file.ts";
import { lookedUpDomains } from "./generics-domains.ts";
import { isException, masqueradeSources } from "./masquerade-sources.ts";

/**
 * A sender whose masqueraded address has an entry of its own in the generics table. The old host looks there before it
 * masquerades and never again (ruleset MasqHdr); cleanup(8) looks every result up once more, so the sender would be
 * shown under an address that is not theirs.
 */
export interface CollidingSender {
  readonly user: string;
  /** The domain before masquerading. */
  readonly domain: string;
  readonly at: Span;
}

/** More users than this are not told apart for hosts below a domain: their names stand in one pattern. */
const patternLimit = 100;

/** Collisions in domains that are masqueraded by name. The table is read for each use. */
export function* collidingSenders(policy: MailPolicy): Generator<CollidingSender> {
  if (!canBeToldApart(policy)) return;
  const { name, sources, exposed, exceptions } = masqueradeSources(policy);
  const keys = keysOf(policy);
  // Names without a dot are completed before they are looked up, where the host completes names at all.
  const complete = policy.addressSyntax.completesShortNames.value;
  const hidden = sources.map(({ domain }) => domain).filter((domain) => !complete || domain.includes("."));
  for (const { user, at } of usersShownIn(name, policy)) {
    if (exposed.includes(user)) continue;
    for (const domain of hidden) {
      if (domain === name || isException(domain, exceptions)) continue;
      if (!keys.answers(user, domain)) yield { user, domain, at };
    }
  }
}

/** The same users at hosts below a masqueraded domain. */
export function collidingUsersBelow(policy: MailPolicy): readonly string[] {
  if (!canBeToldApart(policy)) return [];
  const { name, sources, exposed } = masqueradeSources(policy);
  const below = sources.filter((source) => source.below).map(({ domain }) => domain);
  if (below.length === 0) return [];
  const keys = keysOf(policy);
  const users = new Set<string>();
  for (const { user } of usersShownIn(name, policy)) {
    const isAnswered = below.every((domain) => keys.answers(user, `any.${domain}`));
    if (!exposed.includes(user) && !isAnswered) users.add(user);
    if (users.size > patternLimit) return [];
  }
  return [...users];
}

const known = new WeakMap<MailPolicy, boolean>();

/** Remembered for the policy. */
export function hasCollisions(policy: MailPolicy): boolean {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const found = !collidingSenders(policy).next().done || collidingUsersBelow(policy).length > 0;
  known.set(policy, found);
  return found;
}

/** canonical_maps can hide them after sender_canonical_maps, where nothing else needs that list for recipients. */
function canBeToldApart({ masquerade, generics, domainTable }: MailPolicy): boolean {
  if (!masquerade.name || !generics.table || !masquerade.localDelivery.value) return false;
  return !masquerade.headerRecipients.value && domainTable.tables.length === 0;
}

type Sender = Extract<GenericEntry, { kind: "sender" }>;

/** Users with an entry that holds in the domain. */
function* usersShownIn(domain: string, policy: MailPolicy): Generator<{ readonly user: string; readonly at: Span }> {
  const everywhere = isLookedUp(policy)(domain);
  for (const { match, at } of sendersOf(policy)) {
    if (match.kind === "address" && match.domain === domain) yield { user: match.user, at };
    else if (match.kind === "user" && everywhere) yield { user: match.user, at };
  }
}

/** Which senders the generics table knows by themselves. */
interface GenericKeys {
  answers(user: string, domain: string): boolean;
}

function keysOf(policy: MailPolicy): GenericKeys {
  const keys: KeySet = createKeySet();
  for (const { match } of sendersOf(policy)) {
    if (match.kind === "address") keys.add(`${match.user}@${match.domain}`);
    else if (match.kind === "domain") keys.add(`@${match.domain}`);
    else if (match.kind === "user") keys.add(match.user);
  }
  const looked = isLookedUp(policy);
  return {
    answers: (user, domain) =>
      looked(domain) && (keys.has(user) || keys.has(`@${domain}`) || keys.has(`${user}@${domain}`)),
  };
}

/** Class G as the table is asked for it (generics-domains.ts), with the hosts below where FEATURE(generics_entire_domain) is. */
function isLookedUp(policy: MailPolicy): (domain: string) => boolean {
  const { domains, includesSubdomains } = policy.generics;
  const names = new Set(lookedUpDomains(policy));
  const below = includesSubdomains.value ? domains.map(({ value }) => `.${value}`) : [];
  return (domain) => names.has(domain) || below.some((suffix) => domain.endsWith(suffix));
}

function* sendersOf({ generics }: MailPolicy): Generator<Sender> {
  for (const entry of generics.entries()) if (entry.kind === "sender") yield entry;
}
