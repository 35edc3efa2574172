/** pickup: takes what programs of this host put into maildrop through cleanup(8) into incoming (pickup(8)) */
import { watch } from "node:fs";
import { join } from "node:path";
import { mailDate } from "./bounce.ts";
import { cleanup } from "./cleanup.ts";
import type { MailSystem } from "./mail-system.ts";
import type { Maillog } from "./maillog.ts";
import { listQueue, moveTo, type QueueDirectory, type QueueFile, removeFromQueue } from "./queue/queue-directory.ts";
import { readQueuedMessage, readQueueEntry } from "./queue/queue-file.ts";

export interface PickupOptions {
  readonly queue: QueueDirectory;
  readonly system: MailSystem;
  readonly log: Maillog;
  readonly queued: () => void;
}

/** Watches until stopped; what was there before is taken at once. */
export function startPickup(options: PickupOptions): { stop(): Promise<void> } {
  const { queue, log } = options;
  let working: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const look = async (): Promise<void> => {
    do {
      again = false;
      for (const file of await listQueue(queue, "maildrop")) {
        if (stopped) return;
        if (!file.complete) continue;
        await take(file, options).catch((error: Error) => log("pickup", `warning: ${file.id}: ${error.message}`));
      }
    } while (again && !stopped);
  };
  const notify = (): void => {
    again = true;
    working ??= look().finally(() => {
      working = undefined;
      if (again && !stopped) notify();
    });
  };
  const watcher = watch(join(queue.path, "maildrop"), notify);
  notify();
  return {
    async stop() {
      stopped = true;
      watcher.close();
      await working;
    },
  };
}

/** A crash between both steps delivers twice and never loses. A refusal is put off, as cleanup's own failures are. */
async function take(file: QueueFile, { queue, system, log, queued }: PickupOptions): Promise<void> {
  const entry = await readQueueEntry(file.path);
  if (!entry) {
    await moveTo(queue, file, "corrupt");
    return;
  }
  const { envelope } = entry;
  const { settings } = system;
  log("pickup", `${file.id}: uid=${process.getuid?.() ?? 0} from=<${envelope.sender}>`);
  const accepted = await cleanup({
    queue,
    system,
    log,
    envelope: { ...envelope, client: { ...envelope.client, name: settings.text("myhostname") } },
    message: await readQueuedMessage(file.path, entry),
    prepend: (id) =>
      `Received: by ${settings.text("myhostname")} (${settings.text("mail_name")}, from userid ${process.getuid?.() ?? 0})\n` +
      `\tid ${id}; ${mailDate(new Date(envelope.arrival))}\n`,
  });
  if (!accepted.ok) {
    const { code, enhanced, text } = accepted.refusal;
    log("pickup", `warning: ${file.id}: not taken: ${code} ${enhanced} ${text}`);
    if (code < 500) return;
    await moveTo(queue, file, "hold");
    return;
  }
  await removeFromQueue(queue, file);
  queued();
}
