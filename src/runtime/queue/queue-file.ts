/**
 * queue-file: one file a message
 *
 *     cf2postfix-queue 1 OFFSET\n    where the message begins, ten digits
 *     {envelope as JSON}\n
 *     R {recipient as JSON}\n        one line a recipient; R is overwritten by D when it is done
 *     \n
 *     message, lines ending in LF
 *
 * As in Postfix the owner's execute bit says that the file is complete (mail_queue(3)), the modification time of a
 * deferred file is the time of its next attempt, and a recipient is marked as done in place (REC_TYPE_DONE).
 */
import { type FileHandle, open } from "node:fs/promises";
import { readBytes, writeAll } from "../store/mbox-rewrite.ts";
import { type Envelope, isEnvelope, isQueuedRecipient, type QueuedRecipient } from "./envelope.ts";

export interface QueueEntry {
  readonly envelope: Envelope;
  /** The recipients that are still to be served, each with the place of its mark. */
  readonly pending: readonly PendingRecipient[];
  readonly messageOffset: number;
  readonly messageSize: number;
}

export interface PendingRecipient extends QueuedRecipient {
  readonly markAt: number;
}

const MAGIC = "cf2postfix-queue 1 ";
const HEAD = MAGIC.length + 11;

/** Mode of a complete queue file. */
export const COMPLETE = 0o700;

/** Bytes in front of the message. */
export function headOf(envelope: Envelope): Buffer {
  const { recipients, ...rest } = envelope;
  const lines = [
    JSON.stringify({ ...rest, recipients: [] }),
    ...recipients.map((recipient) => `R ${JSON.stringify(recipient)}`),
    "",
    "",
  ];
  const body = Buffer.from(lines.join("\n"));
  return Buffer.concat([Buffer.from(`${MAGIC}${String(HEAD + body.length).padStart(10, "0")}\n`), body]);
}

/** Reads envelope and marks, not the message. Undefined when the file is not a queue file. */
export async function readQueueEntry(path: string): Promise<QueueEntry | undefined> {
  const file = await open(path, "r");
  try {
    const size = (await file.stat()).size;
    const start = (await readBytes(file, 0, HEAD)).toString("latin1");
    const messageOffset = Number(start.slice(MAGIC.length, HEAD - 1));
    if (!start.startsWith(MAGIC) || !Number.isInteger(messageOffset) || messageOffset > size) return undefined;
    return parseHead(await readBytes(file, HEAD, messageOffset), messageOffset, size - messageOffset);
  } finally {
    await file.close();
  }
}

function parseHead(head: Buffer, messageOffset: number, messageSize: number): QueueEntry | undefined {
  const recipients: QueuedRecipient[] = [];
  const pending: PendingRecipient[] = [];
  const firstEnd = head.indexOf(10);
  for (let at = firstEnd + 1; at < head.length - 1; ) {
    const end = head.indexOf(10, at);
    const recipient: unknown = parseJson(head.toString("utf8", at + 2, end));
    if (!isQueuedRecipient(recipient)) return undefined;
    recipients.push(recipient);
    if (head[at] === 82) pending.push({ ...recipient, markAt: HEAD + at });
    at = end + 1;
  }
  const base = parseJson(head.toString("utf8", 0, firstEnd));
  if (!isEnvelope(base)) return undefined;
  return { envelope: { ...base, recipients }, pending, messageOffset, messageSize };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function readQueuedMessage(path: string, entry: QueueEntry): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    return await readBytes(file, entry.messageOffset, entry.messageOffset + entry.messageSize);
  } finally {
    await file.close();
  }
}

/** Marks recipients as done; synced when the promise settles, so that a restart does not serve them again. */
export async function markDone(path: string, recipients: readonly PendingRecipient[]): Promise<void> {
  const file: FileHandle = await open(path, "r+");
  try {
    for (const recipient of recipients) await writeAll(file, Buffer.from("D"), recipient.markAt);
    await file.datasync();
  } finally {
    await file.close();
  }
}
