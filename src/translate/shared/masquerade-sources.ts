import type { MailPolicy } from "../../model/policy.ts";
import { localNames, loopbackNames, ownLiterals } from "./local-names.ts";

/** A domain that is shown under another name; `below`: with the hosts below it. */
export interface MasqueradeSource {
  readonly domain: string;
  readonly below: boolean;
  readonly local: boolean;
}

export interface MasqueradeSources {
  readonly name: string;
  readonly sources: readonly MasqueradeSource[];
  readonly exposed: readonly string[];
  readonly exceptions: readonly string[];
}

/** What is hidden behind the name: the domains of the list, the local ones, and the host's own for bare names. */
export function masqueradeSources(policy: MailPolicy): MasqueradeSources {
  const { masquerade, identity } = policy;
  const name = (masquerade.name?.value ?? "").toLowerCase().replace(/\.$/, "");
  const locals = new Set([identity.hostName.value, ...localNames(policy), ...ownLiterals(policy)]);
  const below = masquerade.includesSubdomains.value;
  const found = new Map<string, MasqueradeSource>();
  for (const { value } of masquerade.domains) found.set(value, { domain: value, below, local: locals.has(value) });
  const shown = masquerade.localDomains.value ? locals : [identity.hostName.value, ...shownAsHost(policy)];
  for (const domain of shown) if (!found.has(domain)) found.set(domain, { domain, below: false, local: true });
  const sources = [...found.values()].filter((source) => source.below || source.domain !== name);
  return {
    name,
    sources,
    exposed: masquerade.exposedUsers.map((fact) => fact.value),
    exceptions: masquerade.exceptions.map((fact) => fact.value),
  };
}

/** `localhost` is the host's own name by the time the list is asked (proto.m4, Canonify2). */
function shownAsHost(policy: MailPolicy): readonly string[] {
  const { masquerade, identity, addressSyntax } = policy;
  const isListed = masquerade.domains.some(({ value }) => value === identity.hostName.value);
  return isListed && addressSyntax.loopbackIsOwn.value ? loopbackNames(policy) : [];
}

/** A domain that keeps its name, or one below it. */
export function isException(domain: string, exceptions: readonly string[]): boolean {
  return exceptions.some((exception) => domain === exception || domain.endsWith(`.${exception}`));
}
