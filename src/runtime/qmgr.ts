/**
 * qmgr: takes messages through the queue (qmgr(8))
 *
 * incoming -> active -> removed, or deferred until the next attempt. A message that a crash left in active is tried
 * again. Attempts grow apart as the message ages, between minimal_backoff_time and maximal_backoff_time; after
 * maximal_queue_lifetime (bounce_queue_lifetime for the null sender) what is left is returned.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../postfix/read/settings.ts";
import { printReport, type Reported, type ReportKind, wantsReport } from "./bounce.ts";
import type { DeliveryRequest, Outcome } from "./delivery.ts";
import type { Maillog } from "./maillog.ts";
import { type Envelope, localClient } from "./queue/envelope.ts";
import {
  clearDeferrals,
  enqueue,
  listQueue,
  logDeferrals,
  moveTo,
  type QueueDirectory,
  type QueueFile,
  removeFromQueue,
  removeUnfinished,
} from "./queue/queue-directory.ts";
import {
  markDone,
  type PendingRecipient,
  type QueueEntry,
  readQueuedMessage,
  readQueueEntry,
} from "./queue/queue-file.ts";

export interface QueueManagerOptions {
  readonly queue: QueueDirectory;
  readonly settings: Settings;
  readonly log: Maillog;
  /** Resolves and delivers to one recipient. */
  readonly deliver: (request: Omit<DeliveryRequest, "transport" | "nexthop" | "address">) => Promise<Outcome>;
}

export interface QueueManager {
  /** There is a new message in incoming. */
  notify(): void;
  /** Try everything now, whatever its time is. */
  flush(): void;
  /** Settles when nothing is incoming or active. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Messages that are delivered at the same time. */
const AT_ONCE = 50;

export async function startQueueManager(options: QueueManagerOptions): Promise<QueueManager> {
  const { queue, settings, log } = options;
  const running = new Map<string, Promise<void>>();
  let stopping = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let flushing = false;

  await removeUnfinished(queue);
  for (const file of await listQueue(queue, "active")) await moveTo(queue, file, "incoming");

  async function look(): Promise<void> {
    do {
      again = false;
      const all = flushing;
      flushing = false;
      const incoming = await listQueue(queue, "incoming");
      const waiting = await listQueue(queue, "deferred");
      const due = waiting.filter((file) => all || file.due <= Date.now());
      for (const file of [...incoming, ...due]) {
        while (running.size >= AT_ONCE && !stopping) await Promise.race(running.values());
        if (stopping) return;
        if (running.has(file.id) || !file.complete) continue;
        const work = serve(file).catch((error: unknown) => {
          log("qmgr", `warning: ${file.id}: ${error instanceof Error ? error.message : String(error)}`);
        });
        running.set(file.id, work);
        work.finally(() => running.delete(file.id));
      }
    } while (again && !stopping);
  }

  function notify(): void {
    again = true;
    if (stopping || looking) return;
    looking = look().finally(() => {
      looking = undefined;
      if (again) notify();
    });
  }

  async function serve(file: QueueFile): Promise<void> {
    if (!(await moveTo(queue, file, "active"))) return;
    const active: QueueFile = { ...file, queue: "active", path: join(queue.path, "active", file.id) };
    const entry = await readQueueEntry(active.path);
    if (!entry) {
      log("qmgr", `warning: ${file.id}: not a queue file, moved to corrupt`);
      await moveTo(queue, active, "corrupt");
      return;
    }
    const { envelope, pending } = entry;
    const count = `size=${entry.messageSize}, nrcpt=${pending.length}`;
    log("qmgr", `${file.id}: from=<${envelope.sender}>, ${count} (queue active)`);
    await clearDeferrals(queue, file.id);
    const message = await readQueuedMessage(active.path, entry);
    const outcomes = await Promise.all(pending.map((recipient) => attempt(active, entry, recipient, message)));
    await conclude(active, entry, message, outcomes);
  }

  async function attempt(
    file: QueueFile,
    entry: QueueEntry,
    recipient: PendingRecipient,
    message: Buffer,
  ): Promise<Reported> {
    const started = Date.now();
    const { envelope } = entry;
    const outcome = await options.deliver({ queueId: file.id, envelope, recipient, message });
    if (outcome.status === "sent") await markDone(file.path, [recipient]);
    const original = recipient.original === recipient.address ? "" : `orig_to=<${recipient.original}>, `;
    const total = ((Date.now() - envelope.arrival) / 1000).toFixed(2);
    const delays = `${((started - envelope.arrival) / 1000).toFixed(2)}/0/0/${((Date.now() - started) / 1000).toFixed(2)}`;
    log(
      outcome.relay.split(/[:[]/)[0] || "error",
      `${file.id}: to=<${recipient.address}>, ${original}relay=${outcome.relay}, delay=${total}, delays=${delays}, ` +
        `dsn=${outcome.dsn}, status=${outcome.status} (${outcome.text})`,
    );
    return { recipient, outcome };
  }

  /** Reports what failed for good before it is forgotten, then removes or defers the message. */
  async function conclude(
    file: QueueFile,
    entry: QueueEntry,
    message: Buffer,
    outcomes: readonly Reported[],
  ): Promise<void> {
    const { envelope } = entry;
    const by = (status: Outcome["status"]): readonly Reported[] =>
      outcomes.filter(({ outcome }) => outcome.status === status);
    const lifetime = settings.seconds(envelope.sender === "" ? "bounce_queue_lifetime" : "maximal_queue_lifetime");
    const age = Date.now() - envelope.arrival;
    const expired = by("deferred").length > 0 && age > lifetime * 1000;
    const lost = expired ? [...by("bounced"), ...by("deferred")] : by("bounced");
    const waiting = expired ? [] : by("deferred");
    if (expired) log("qmgr", `${file.id}: from=<${envelope.sender}>, status=expired, returned to sender`);
    await report("delivered", file.id, envelope, message, by("sent"));
    await report("failed", file.id, envelope, message, lost);
    const done = entry.pending.filter((recipient) => lost.some((each) => each.recipient === recipient));
    if (waiting.length === 0) {
      if (await removeFromQueue(queue, file)) log("qmgr", `${file.id}: removed`);
      return;
    }
    await markDone(file.path, done);
    await warnOfDelay(file, envelope, message, waiting, age);
    const deferrals = waiting.map(({ recipient, outcome }) => ({
      recipient: recipient.address,
      dsn: outcome.dsn,
      reason: outcome.text,
    }));
    await logDeferrals(queue, file.id, deferrals);
    const [shortest, longest] = [settings.seconds("minimal_backoff_time"), settings.seconds("maximal_backoff_time")];
    const delay = Math.max(shortest * 1000, Math.min(longest * 1000, age));
    await moveTo(queue, file, "deferred", Date.now() + delay);
    wakeAt(Date.now() + delay);
  }

  /** delay_warning_time: once, in the attempt that passes it. */
  async function warnOfDelay(
    file: QueueFile,
    envelope: Envelope,
    message: Buffer,
    waiting: readonly Reported[],
    age: number,
  ): Promise<void> {
    const warning = settings.seconds("delay_warning_time") * 1000;
    const previous = file.due - envelope.arrival;
    if (warning > 0 && age >= warning && previous < warning)
      await report("delayed", file.id, envelope, message, waiting);
  }

  async function report(
    kind: ReportKind,
    queueId: string,
    envelope: Envelope,
    message: Buffer,
    all: readonly Reported[],
  ): Promise<void> {
    const recipients = all.filter(({ recipient }) => wantsReport(recipient, kind));
    if (recipients.length === 0) return;
    if (envelope.sender === "") {
      if (kind === "failed") log("bounce", `warning: ${queueId}: undeliverable postmaster notification discarded`);
      return;
    }
    const now = new Date();
    const hostname = settings.text("myhostname");
    const sizeLimit = settings.int("bounce_size_limit");
    const mailName = settings.text("mail_name");
    const text = printReport({ kind, queueId, hostname, mailName, envelope, message, recipients, sizeLimit, now });
    const recipient = { address: envelope.sender, original: envelope.sender, notify: ["NEVER" as const] };
    const head = { sender: "", arrival: now.getTime(), recipients: [recipient], client: localClient };
    const id = await enqueue(queue, "incoming", head, () => [text]);
    log("bounce", `${queueId}: sender ${kind === "failed" ? "non-delivery" : kind} notification: ${id}`);
    notify();
  }

  let timer: NodeJS.Timeout | undefined;
  let wake = Number.POSITIVE_INFINITY;
  /** Looks at the deferred queue no later than `time`, and every queue_run_delay anyway. */
  function wakeAt(time: number): void {
    if (stopping || time >= wake) return;
    clearTimeout(timer);
    wake = time;
    timer = setTimeout(
      () => {
        wake = Number.POSITIVE_INFINITY;
        notify();
        wakeAt(Date.now() + settings.seconds("queue_run_delay") * 1000);
      },
      Math.max(0, time - Date.now()),
    );
  }

  const flush = (): void => {
    flushing = true;
    notify();
  };
  // Other processes put mail into incoming, and ask for a queue run through public/qmgr.
  const watchers = [watch(join(queue.path, "incoming"), notify), watch(join(queue.path, "public"), flush)];
  wakeAt(Date.now() + settings.seconds("queue_run_delay") * 1000);
  notify();

  return {
    notify,
    flush,
    async settled() {
      while (looking || running.size > 0) await Promise.all([looking, ...running.values()]);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await looking;
      await Promise.all(running.values());
    },
  };
}
