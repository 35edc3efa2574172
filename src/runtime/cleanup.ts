/** cleanup: expands recipients, completes the header and puts the message into the queue (cleanup(8)) */

import { mailDate } from "./bounce.ts";
import type { MailSystem } from "./mail-system.ts";
import type { Maillog } from "./maillog.ts";
import type { Envelope, QueuedRecipient } from "./queue/envelope.ts";
import { enqueue, type QueueDirectory } from "./queue/queue-directory.ts";

/** Why a message was not taken, as an SMTP reply. */
export interface Refusal {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

export type Accepted = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusal: Refusal };

export interface CleanupRequest {
  readonly queue: QueueDirectory;
  readonly system: MailSystem;
  readonly log: Maillog;
  readonly envelope: Envelope;
  /** Lines ending in LF. */
  readonly message: Buffer;
  /** Lines to put in front, by the queue ID (`Received:`), each with its LF. */
  readonly prepend: (id: string) => string;
}

/** The message is durable when this settles with `ok`. */
export async function cleanup(request: CleanupRequest): Promise<Accepted> {
  const { system, envelope } = request;
  const recipients = new Map<string, QueuedRecipient>();
  for (const recipient of envelope.recipients) {
    const cleaned = system.resolver.cleanRecipient(recipient.address);
    if (!cleaned.ok) return { ok: false, refusal: cleaned };
    for (const address of cleaned.addresses) {
      const key = address.toLowerCase();
      if (!recipients.has(key)) recipients.set(key, { ...recipient, address });
    }
  }
  const sender = system.resolver.cleanSender(envelope.sender);
  if (!sender.ok) return { ok: false, refusal: sender };
  const clean: Envelope = { ...envelope, sender: sender.addresses[0] ?? "", recipients: [...recipients.values()] };
  const { message, messageId } = completed(request.message, clean, system.settings.text("myhostname"));
  const id = await enqueue(request.queue, "incoming", clean, (id) => [
    Buffer.from(request.prepend(id), "latin1"),
    message,
  ]);
  request.log("cleanup", `${id}: message-id=${messageId ?? ""}`);
  return { ok: true, id };
}

/** Headers that every message has: added for mail of this host, never for mail of others (always_add_missing_headers). */
function completed(
  message: Buffer,
  envelope: Envelope,
  hostname: string,
): { message: Buffer; messageId: string | undefined } {
  const end = message.indexOf("\n\n");
  const header = message.toString("latin1", 0, end === -1 ? message.length : end + 1);
  const has = (name: string): boolean => new RegExp(`^${name}[ \\t]*:`, "im").test(header);
  const messageId = /^message-id[ \t]*:\s*(\S+)/im.exec(header)?.[1];
  if (envelope.client.protocol !== "local") return { message, messageId };
  const now = new Date(envelope.arrival);
  const made = `<${now.getTime()}.${process.hrtime.bigint()}@${hostname}>`;
  const lines = [
    ...(has("date") ? [] : [`Date: ${mailDate(now)}`]),
    ...(has("from") ? [] : [`From: <${envelope.sender || `MAILER-DAEMON@${hostname}`}>`]),
    ...(messageId === undefined ? [`Message-Id: ${made}`] : []),
  ];
  const added = Buffer.from(lines.map((line) => `${line}\n`).join(""), "latin1");
  return { message: Buffer.concat([added, message]), messageId: messageId ?? made };
}
