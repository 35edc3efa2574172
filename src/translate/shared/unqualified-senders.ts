import type { MailPolicy } from "../../model/policy.ts";

/**
 * Senders without a domain are refused at every port but those that take them (the modifier u of a listener): then
 * main.cf holds the restriction under a name of its own, and these services of master.cf say that it is empty.
 */
export const unqualifiedSenders = {
  name: "unqualified_senders",
  // A domain of one label (`root@ws3`) was completed by the name service and taken; reject_non_fqdn_sender would refuse
  // it too. In a table the sender is complete: one that has got $myorigin had no domain (smtpd_resolve.c).
  value: "check_sender_access inline:{ {$myorigin = reject_non_fqdn_sender} }",
} as const;

export function somePortTakesUnqualified({ listeners }: MailPolicy): boolean {
  return listeners.sockets.some((socket) => socket.value.allowUnqualified);
}
