/**
 * recipients — addresses that cover the ways to a mailer
 */

import { addressesFor, matchingTexts } from "./left-hand-side.ts";
import { spread } from "./material.ts";
import type { Probe } from "./probe.ts";
import type { Search } from "./search.ts";

/** Constants of one kind that are each asked alone; of more only new paths are kept. */
const ALONE = 300;
/** Representatives of one kind that are combined with those of another. */
const COMBINED = 40;

/** Whole addresses that are asked with a +detail as well. */
const DETAILED = 12;

const recipient = (address: string): Probe => ({ question: "recipient", address });

export function recipientProbes(search: Search): void {
  const { material, fresh, home } = search;
  for (const address of seeds(search)) search.keep(recipient(address));
  const alone = (addresses: readonly string[]): void => {
    addresses.forEach((address, at) => void search.keep(recipient(address), at < ALONE ? undefined : "ifNew"));
  };
  alone(material.domains.map((domain) => `${fresh.user}@${domain}`));
  alone(material.users);
  alone(material.addresses);
  // What becomes of a +detail when a whole address has an entry is for the other side's settings to say.
  alone(spread(material.addresses, DETAILED).map((address) => address.replace(/@(?=[^@]*$)/, `+${fresh.detail}@`)));
  const tried = (addresses: readonly string[]): void => {
    for (const address of addresses) search.keep(recipient(address), "ifNew");
  };
  tried(material.users.flatMap((user) => [`${user}@${home}`, `${user}@${fresh.domain}`]));
  tried(material.domains.flatMap((domain) => deeper(search, domain)));
  for (const rule of search.engine.live().live) {
    for (const text of matchingTexts(search.engine, rule, fresh)) tried(addressesFor(text, fresh));
  }
  tried(combinations(search));
}

/** Addresses of every shape, with fresh words and the host's own name. */
function seeds({ fresh, home }: Search): readonly string[] {
  const { user, otherUser, detail, domain, otherDomain, label } = fresh;
  return [
    user,
    `${user}@${home}`,
    `${user}@${domain}`,
    `${user}@${label}.${domain}`,
    `${user}@${label}.${home}`,
    `postmaster`,
    `postmaster@${domain}`,
    `${user}+${detail}`,
    `${user}+${detail}@${domain}`,
    `${user.toUpperCase()}@${domain}`,
    `${user}@${domain.toUpperCase()}`,
    `${user}.${otherUser}@${domain}`,
    `${user}@${label}`,
    `${user}%${domain}@${home}`,
    `${user}%${otherDomain}@${domain}`,
    `${label}!${user}`,
    `${label}!${user}@${home}`,
    `${label}!${user}@${domain}`,
    `@${domain}:${user}@${otherDomain}`,
    `@${home}:${user}@${domain}`,
    `${user}@[192.0.2.1]`,
    `"${user} ${otherUser}"@${domain}`,
    `"${user}@${otherDomain}"@${home}`,
    `${user}@${domain}.`,
    `<${user}@${domain}>`,
  ];
}

function deeper({ fresh }: Search, domain: string): readonly string[] {
  return [
    `${fresh.user}@${fresh.label}.${domain}`,
    `${fresh.user}@${fresh.otherLabel}.${fresh.label}.${domain}`,
    `${fresh.user}@${domain}.${fresh.domain}`,
  ];
}

/** One user of each kind at one domain of each kind, and every shape of both. */
function combinations(search: Search): readonly string[] {
  const { material, fresh, home } = search;
  const { detail, user, domain } = fresh;
  const users = search.representatives(material.users, recipient);
  const kinds = search.representatives(
    [home, domain, ...material.domains].map((each) => `${user}@${each}`),
    recipient,
  );
  const domains = kinds.map((address) => address.slice(user.length + 1));
  const some = spread(users, COMBINED);
  const shapes = (one: string, at: string): readonly string[] => [
    `${one}@${at}`,
    `${one}+${detail}@${at}`,
    `${one.toUpperCase()}@${at.toUpperCase()}`,
  ];
  return spread(domains, COMBINED).flatMap((at) => [
    ...some.flatMap((one) => shapes(one, at)),
    ...shapes(user, at),
    `${user}%${domain}@${at}`,
    `${user}%${at}@${home}`,
    `${fresh.label}!${user}@${at}`,
    `${at}!${user}`,
    `@${at}:${user}@${domain}`,
    `"${user} ${detail}"@${at}`,
  ]);
}
