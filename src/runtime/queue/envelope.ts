import type { Leaf } from "../../postfix/resolve/resolution.ts";

/** What the queue knows of a message beside its text (the envelope records of a Postfix queue file). */
export interface Envelope {
  /** Envelope sender in internal (unquoted) form, empty for the null sender. */
  readonly sender: string;
  /** Arrival, milliseconds since 1970. */
  readonly arrival: number;
  readonly recipients: readonly QueuedRecipient[];
  readonly client: ClientFacts;
  /** DSN parameters of MAIL FROM (RFC 3461). */
  readonly ret?: "FULL" | "HDRS";
  readonly envid?: string;
  readonly smtputf8?: boolean;
  /** `transport:nexthop` that the whole message goes through first (content_filter, FILTER). */
  readonly filter?: string;
}

export type NotifyCondition = "NEVER" | "SUCCESS" | "FAILURE" | "DELAY";

export interface QueuedRecipient {
  /** Address in internal form, after virtual alias expansion. */
  readonly address: string;
  /** The address as the client gave it (X-Original-To). */
  readonly original: string;
  readonly notify?: readonly NotifyCondition[];
  /** ORCPT of RFC 3461, `rfc822;user@example.com`. */
  readonly orcpt?: string;
  /** What local(8) made of the address, when its expansion had several ends and this is one of them. */
  readonly leaf?: Leaf;
}

/** Who handed the message in. */
export interface ClientFacts {
  readonly name: string;
  readonly address: string;
  readonly helo: string;
  /** `SMTP`, `ESMTP`, `ESMTPSA`, `LMTP`, or `local` for pickup and bounce. */
  readonly protocol: string;
  readonly saslUser?: string;
}

/** The client facts of mail that this system made itself. */
export const localClient: ClientFacts = {
  name: "localhost",
  address: "127.0.0.1",
  helo: "localhost",
  protocol: "local",
};

export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== "object" || value === null) return false;
  const { sender, arrival, recipients, client } = value as Partial<Envelope>;
  return (
    typeof sender === "string" &&
    typeof arrival === "number" &&
    Array.isArray(recipients) &&
    recipients.every(isQueuedRecipient) &&
    typeof client?.name === "string"
  );
}

export function isQueuedRecipient(value: unknown): value is QueuedRecipient {
  if (typeof value !== "object" || value === null) return false;
  const { address, original } = value as Partial<QueuedRecipient>;
  return typeof address === "string" && typeof original === "string";
}
