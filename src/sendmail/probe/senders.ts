/**
 * senders — addresses that cover what mailers make of a sender
 */

import { addressesFor, matchingTexts } from "./left-hand-side.ts";
import { spread } from "./material.ts";
import type { Probe } from "./probe.ts";
import type { Search } from "./search.ts";

/** Senders of one kind that are each asked, of each mailer. */
const EACH = 60;

export function senderProbes(search: Search, mailers: readonly string[]): void {
  const { fresh, home, material } = search;
  const first = [fresh.user, `${fresh.user}@${home}`, `${fresh.user}@${fresh.domain}`, `root@${home}`, "root"];
  const constants = [
    ...spread(material.domains, EACH).map((domain) => `${fresh.user}@${domain}`),
    ...spread(material.users, EACH),
    ...spread(material.users, EACH).map((user) => `${user}@${home}`),
    ...spread(material.addresses, EACH),
  ];
  const found = search.engine
    .live()
    .live.flatMap((rule) => matchingTexts(search.engine, rule, fresh).slice(0, 4))
    .flatMap((text) => addressesFor(text, fresh))
    // A source route is no sender: every mail system takes it off (RFC 5321 appendix C).
    .filter((address) => !address.startsWith("@"));
  for (const mailer of mailers) {
    for (const question of ["envelope-sender", "header-sender", "header-recipient"] as const) {
      const asked = (address: string): Probe => ({ question, address, mailer });
      for (const address of first) search.keep(asked(address));
      for (const address of spread(material.domains, EACH)) search.keep(asked(`${fresh.user}@${address}`));
      for (const address of spread(search.othersAddresses, EACH)) search.keep(asked(address));
      for (const address of [...constants, ...found]) search.keep(asked(address), "ifNew");
    }
  }
}
