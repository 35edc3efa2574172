import type { GenericEntry } from "../../model/generics.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow } from "../../postfix/config.ts";
import { createKeySet, type KeySet } from "../../source/key-set.ts";
import { lookedUpDomains } from "../shared/generics-domains.ts";
import { literalPattern, withoutRepeats } from "../shared/table.ts";

export interface GenericPlan {
  users(): Iterable<LookupRow>;
  patterns(): Iterable<LookupRow>;
  readonly hasPatterns: boolean;
  /** Full addresses and `@domain` keys of the old table. */
  keys(): KeySet;
}

type Sender = Extract<GenericEntry, { kind: "sender" }>;

/** How a generics table becomes rows. The table is read again for each of its uses; only hashes of keys are held. */
export function genericPlan(policy: MailPolicy): GenericPlan {
  const domains = lookedUpDomains(policy);
  const senders = function* (): Generator<Sender> {
    for (const entry of policy.generics.entries()) if (entry.kind === "sender") yield entry;
  };
  const keys = (): KeySet => {
    const set = createKeySet();
    for (const { match } of senders()) {
      if (match.kind === "address") set.add(`${match.user}@${match.domain}`);
      if (match.kind === "domain") set.add(`@${match.domain}`);
    }
    return set;
  };
  const patterns = function* (): Generator<LookupRow> {
    const wholeDomains = keys();
    for (const entry of senders()) yield* patternRows(entry, policy, domains, wholeDomains);
  };
  return {
    users: () => withoutRepeats(userRows(senders, policy, domains, keys)),
    patterns,
    hasPatterns: !patterns().next().done,
    keys,
  };
}

/**
 * Entries first, then rows that keep a result as it is where masquerading would change it again. Names without a domain
 * get the host's own on their way in; the old host looks them up before that, so their entry comes before one for
 * everybody of the host's own domain.
 */
function* userRows(
  senders: () => Iterable<Sender>,
  policy: MailPolicy,
  domains: readonly string[],
  keys: () => KeySet,
): Generator<LookupRow> {
  const known = keys();
  const ownName = policy.identity.hostName.value;
  for (const entry of senders()) {
    const { match, at } = entry;
    const value = targetText(entry.target, policy, "");
    if (match.kind === "address") yield { key: `${match.user}@${match.domain}`, value, at };
    else if (match.kind === "domain" && match.domain !== ownName && isFixedOrSameUser(entry.target)) {
      yield { key: `@${match.domain}`, value: entry.target.startsWith("%1@") ? entry.target.slice(2) : value, at };
    } else if (match.kind === "user" && !policy.generics.includesSubdomains.value) {
      for (const domain of domains) {
        const forEverybody = known.has(`@${domain}`) && domain !== ownName;
        if (!forEverybody && !known.has(`${match.user}@${domain}`)) yield { key: `${match.user}@${domain}`, value, at };
      }
    }
  }
  const isHidden = hiddenDomains(policy);
  for (const { target, at } of senders()) {
    const result = target.toLowerCase();
    if (/^[^@%]+@[^@%]+$/.test(result) && isHidden(result.slice(result.indexOf("@") + 1)))
      yield { key: result, value: target, at };
  }
}

function isFixedOrSameUser(target: string): boolean {
  return !target.includes("%1") || /^%1@[^%@]+$/.test(target);
}

function* patternRows(
  { match, target, at }: Sender,
  policy: MailPolicy,
  domains: readonly string[],
  keys: KeySet,
): Generator<LookupRow> {
  switch (match.kind) {
    case "address-extension":
      yield {
        key: `/^${literalPattern(match.user)}\\+([^@]*)@${literalPattern(match.domain)}$/`,
        value: targetText(target, policy, `\${1}`),
        at,
      };
      return;
    case "user-extension": {
      const where = domainPattern(policy, domains, keys);
      yield {
        key: `/^${literalPattern(match.user)}\\+([^@]*)@${where}$/`,
        value: targetText(target, policy, `\${1}`),
        at,
      };
      return;
    }
    case "domain":
      if (!isFixedOrSameUser(target))
        yield { key: `/^([^@]*)@${literalPattern(match.domain)}$/`, value: targetText(target, policy, `\${1}`), at };
      return;
    case "user":
      if (policy.generics.includesSubdomains.value) {
        const where = domainPattern(policy, domains, keys);
        yield {
          key: `/^${literalPattern(match.user)}(?:\\+[^@]*)?@${where}$/`,
          value: targetText(target, policy, ""),
          at,
        };
      }
      return;
    case "address":
      return;
  }
}

/** The domains that are looked up, without those that have an entry for everybody: that one comes first. */
function domainPattern({ generics }: MailPolicy, domains: readonly string[], keys: KeySet): string {
  const open = domains.filter((domain) => !keys.has(`@${domain}`)).map(literalPattern);
  const below = generics.includesSubdomains.value ? "(?:.*\\.)?" : "";
  return `${below}(?:${open.join("|")})`;
}

/**
 * The address shown. A result without a domain is masqueraded like any local name, an exposed one keeps the host's
 * own name (ruleset MasqHdr, "found unqualified").
 */
function targetText(target: string, { masquerade, identity }: MailPolicy, argument: string): string {
  const text = target.replace(/%1/g, argument).replace(/%[0-9]/g, "");
  if (text.includes("@")) return text;
  const exposed = masquerade.exposedUsers.some((fact) => fact.value === text.toLowerCase());
  const shown = masquerade.name && !exposed ? masquerade.name.value : identity.hostName.value;
  return `${text}@${shown}`;
}

function hiddenDomains({ masquerade, localDomains, identity }: MailPolicy): (domain: string) => boolean {
  if (!masquerade.name) return () => false;
  const name = masquerade.name.value.toLowerCase();
  const exact = new Set([
    identity.hostName.value,
    ...masquerade.domains.map((fact) => fact.value),
    ...(masquerade.localDomains.value ? localDomains.names.map((fact) => fact.value) : []),
  ]);
  const below = masquerade.includesSubdomains.value ? masquerade.domains.map((fact) => `.${fact.value}`) : [];
  return (domain) => domain !== name && (exact.has(domain) || below.some((suffix) => domain.endsWith(suffix)));
}
