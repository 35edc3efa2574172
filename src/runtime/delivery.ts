/** delivery: what the queue manager asks of a delivery agent, and what it answers */
import type { Envelope, QueuedRecipient } from "./queue/envelope.ts";

export interface DeliveryRequest {
  readonly queueId: string;
  readonly envelope: Envelope;
  readonly recipient: QueuedRecipient;
  /** Of trivial-rewrite: where to. */
  readonly transport: string;
  readonly nexthop: string;
  /** Address in internal form, as trivial-rewrite resolved it. */
  readonly address: string;
  /** Lines ending in LF. */
  readonly message: Buffer;
}

/** `dsn`: enhanced status code; `text`: what the log and a bounce say. */
export interface Outcome {
  readonly status: "sent" | "deferred" | "bounced";
  readonly dsn: string;
  readonly text: string;
  readonly relay: string;
}

export const sent = (relay: string, text: string): Outcome => ({ status: "sent", dsn: "2.0.0", text, relay });
export const deferred = (relay: string, dsn: string, text: string): Outcome => ({
  status: "deferred",
  dsn,
  text,
  relay,
});
export const bounced = (relay: string, dsn: string, text: string): Outcome => ({ status: "bounced", dsn, text, relay });

/** An I/O error of this host is never the message's fault: try again later. */
export function failure(relay: string, error: unknown): Outcome {
  return deferred(relay, "4.3.0", error instanceof Error ? error.message : String(error));
}
