/** commands: what postqueue(1) and postsuper(1) do, over the queue of a data directory */
import { join } from "node:path";
import {
  findInQueue,
  listQueue,
  moveTo,
  openQueue,
  type QueueDirectory,
  type QueueFile,
  queueNames,
  readDeferrals,
  removeFromQueue,
  triggerQueueManager,
} from "./queue-directory.ts";
import { readQueuedMessage, readQueueEntry } from "./queue-file.ts";

export interface QueueReport {
  readonly text: string;
  readonly json: unknown;
}

interface Row {
  readonly id: string;
  readonly queue: string;
  readonly size: number;
  readonly arrival: string;
  readonly sender: string;
  readonly recipients: readonly { readonly address: string; readonly reason?: string }[];
}

/** Undefined when the message is not there. `ALL` stands for every message. The queue is at its usual place. */
export async function runQueueCommand(
  action: string,
  id: string | undefined,
  data: string,
): Promise<QueueReport | undefined> {
  const queue = await openQueue(join(data, "var/spool/postfix"));
  if (action === "list") return report(await rows(queue, await everything(queue)));
  if (action === "flush" && id === undefined) {
    await triggerQueueManager(queue);
    return { text: "The queue manager tries everything now.\n", json: { format_version: "1.0", flushed: true } };
  }
  const files =
    id === "ALL" ? await everything(queue) : [await findInQueue(queue, id ?? "")].filter((each) => each !== undefined);
  if (files.length === 0 && id !== "ALL") return undefined;
  if (action === "show") return show(queue, files);
  const done: string[] = [];
  for (const file of files) if (await change(action, queue, file)) done.push(file.id);
  await triggerQueueManager(queue);
  return { text: `${action}: ${done.join(" ")}\n`, json: { format_version: "1.0", action, messages: done } };
}

async function everything(queue: QueueDirectory): Promise<readonly QueueFile[]> {
  return (await Promise.all(queueNames.map((name) => listQueue(queue, name)))).flat();
}

function change(action: string, queue: QueueDirectory, file: QueueFile): Promise<boolean> {
  switch (action) {
    case "hold":
      return moveTo(queue, file, "hold");
    case "release":
      return file.queue === "hold" ? moveTo(queue, file, "deferred", Date.now()) : Promise.resolve(false);
    case "delete":
      return removeFromQueue(queue, file);
    default:
      // flush ID and requeue: the queue manager resolves the addresses anew.
      return moveTo(queue, file, "incoming", Date.now());
  }
}

async function rows(queue: QueueDirectory, files: readonly QueueFile[]): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const file of files) {
    const entry = await readQueueEntry(file.path).catch(() => undefined);
    if (!entry) continue;
    const reasons = new Map((await readDeferrals(queue, file.id)).map(({ recipient, reason }) => [recipient, reason]));
    found.push({
      id: file.id,
      queue: file.queue,
      size: entry.messageSize,
      arrival: new Date(entry.envelope.arrival).toISOString(),
      sender: entry.envelope.sender,
      recipients: entry.pending.map(({ address }) => {
        const reason = reasons.get(address);
        return { address, ...(reason === undefined ? {} : { reason }) };
      }),
    });
  }
  return found;
}

/** As mailq(1) prints it: `*` active, `!` on hold. */
function report(list: readonly Row[]): QueueReport {
  const json = { format_version: "1.0", messages: list };
  if (list.length === 0) return { text: "Mail queue is empty\n", json };
  const lines = list.flatMap((row) => [
    `${row.id}${row.queue === "active" ? "*" : row.queue === "hold" ? "!" : " "} ${row.size} ${row.arrival} ${row.sender || "MAILER-DAEMON"}`,
    ...row.recipients.flatMap(({ address, reason }) => [
      ...(reason === undefined ? [] : [`    (${reason})`]),
      `    ${address}`,
    ]),
    "",
  ]);
  return { text: `${lines.join("\n")}-- ${list.length} messages\n`, json };
}

async function show(queue: QueueDirectory, files: readonly QueueFile[]): Promise<QueueReport> {
  const list = await rows(queue, files);
  const messages: string[] = [];
  for (const file of files) {
    const entry = await readQueueEntry(file.path);
    messages.push(entry ? (await readQueuedMessage(file.path, entry)).toString("latin1") : "");
  }
  const json = { format_version: "1.0", messages: list.map((row, at) => ({ ...row, message: messages[at] ?? "" })) };
  return { text: `${report(list).text}\n${messages.join("\n")}`, json };
}
