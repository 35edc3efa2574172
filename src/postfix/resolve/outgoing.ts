import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import { serviceCommand } from "./leaves.ts";
import type { Step } from "./resolution.ts";
import type { Resolver } from "./resolver.ts";

/** An address of a message that is rewritten, not routed. */
export type OutgoingRole = "envelope_sender" | "header_sender" | "header_recipient";

export interface OutgoingQuestion {
  /** Envelope addresses in unquoted form, header addresses as they stand in the header. */
  readonly address: string;
  readonly role: OutgoingRole;
  /** The service of master.cf that carries the message out or delivers it: `smtp`, `relay`, `local`. */
  readonly service: string;
  /** The client is not in local_header_rewrite_clients: its headers are not this host's to complete. */
  readonly remote?: boolean;
}

/**
 * An address as it leaves the host: cleanup(8)'s canonical and masquerade rewriting, then generic(5) where the service
 * runs smtp(8) or lmtp(8), which rewrite envelope and header senders and recipients alike; local(8), virtual(8) and
 * pipe(8) pass on what cleanup made. Envelope addresses are in unquoted, header addresses in quoted form. An address
 * whose lookup fails stays as it is: Postfix then does not send the message.
 */
export function outgoingAddress(resolver: Resolver, question: OutgoingQuestion, steps?: Step[]): string {
  const { address, role, service, remote } = question;
  if (role === "envelope_sender") {
    const cleaned = resolver.cleanSender(address, steps);
    const sender = cleaned.ok ? (cleaned.addresses[0] ?? "") : address;
    return appliesGeneric(resolver, service) ? resolver.generic(sender, service, steps) : sender;
  }
  const cleaned = resolver.cleanHeader(address, role, remote, steps);
  if (!appliesGeneric(resolver, service)) return cleaned;
  return quoteLocal(resolver.generic(unquoteLocal(cleaned), service, steps));
}

function appliesGeneric(resolver: Resolver, service: string): boolean {
  const command = serviceCommand(resolver.environment, service);
  return command === "smtp" || command === "lmtp";
}
