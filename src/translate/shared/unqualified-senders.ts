import type { MailPolicy } from "../../model/policy.ts";

/**
 * Senders without a domain are refused at every port but those that take them (the modifier u of a listener): then
 * main.cf holds the restriction under a name of its own, and these services of master.cf say that it is empty.
 */
export const unqualifiedSenders = { name: "unqualified_senders", value: "reject_non_fqdn_sender" } as const;

export function somePortTakesUnqualified({ listeners }: MailPolicy): boolean {
  return listeners.sockets.some((socket) => socket.value.allowUnqualified);
}
