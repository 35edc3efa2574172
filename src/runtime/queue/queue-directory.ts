/**
 * queue-directory: the directories of queue_directory, with Postfix's names and meaning (QSHAPE_README, qmgr(8))
 *
 *     maildrop -> (pickup, cleanup) -> incoming -> active -> gone | deferred -> active ...     hold, corrupt
 *     defer/ID holds why recipients wait, one JSON object a line.
 */
import { constants } from "node:fs";
import { access, appendFile, mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../store/locks.ts";
import { syncDirectory } from "../store/maildir.ts";
import type { Envelope } from "./envelope.ts";
import { COMPLETE, headOf } from "./queue-file.ts";

export const queueNames = ["maildrop", "incoming", "active", "deferred", "hold", "corrupt"] as const;
export type QueueName = (typeof queueNames)[number];

export interface QueueFile {
  readonly id: string;
  readonly queue: QueueName;
  readonly path: string;
  /** Time of the next attempt for a deferred message, milliseconds. */
  readonly due: number;
  readonly complete: boolean;
}

/** Why a recipient waits. */
export interface Deferral {
  readonly recipient: string;
  readonly dsn: string;
  readonly reason: string;
}

/** The directories below queue_directory on this machine. */
export interface QueueDirectory {
  readonly path: string;
}

/** Makes the directories; those of Postfix that hashes names (deferred, defer) get one level of them when used. */
export async function openQueue(path: string): Promise<QueueDirectory> {
  for (const name of [...queueNames, "defer", "pid", "public"]) {
    await mkdir(join(path, name), { recursive: true, mode: 0o700 });
  }
  return { path };
}

/** hash_queue_names, hash_queue_depth = 1: the first character of the ID. */
function pathOf(queue: QueueDirectory, name: QueueName | "defer", id: string): string {
  const hashed = name === "deferred" || name === "defer";
  return hashed ? join(queue.path, name, id.slice(0, 1), id) : join(queue.path, name, id);
}

/**
 * Writes a message into `into` and gives its ID. File and directory are synced: after this the message survives any
 * crash. The ID is Postfix's short form: microseconds and inode number, which no other file in the queue can have.
 */
export async function enqueue(
  queue: QueueDirectory,
  into: "incoming" | "maildrop" | "hold",
  envelope: Envelope,
  parts: (id: string) => readonly Buffer[],
): Promise<string> {
  const temporary = join(queue.path, into, `${process.pid}.${process.hrtime.bigint()}`);
  const file = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    const micros = Number((process.hrtime.bigint() / 1000n) % 1_000_000n);
    const hex = (value: number): string => value.toString(16).toUpperCase();
    const id = `${hex(micros).padStart(5, "0")}${hex((await file.stat()).ino)}`;
    await file.writev([headOf(envelope), ...parts(id)]);
    await file.chmod(COMPLETE);
    await file.sync();
    await rename(temporary, join(queue.path, into, id));
    await syncDirectory(join(queue.path, into));
    return id;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** The messages of a queue, by ID. Files that are being written carry a dot in their names and are left out. */
export async function listQueue(queue: QueueDirectory, name: QueueName): Promise<readonly QueueFile[]> {
  const top = join(queue.path, name);
  const found: QueueFile[] = [];
  for (const entry of await readdir(top, { withFileTypes: true })) {
    const paths = entry.isDirectory()
      ? (await readdir(join(top, entry.name))).map((id) => ({ id, path: join(top, entry.name, id) }))
      : [{ id: entry.name, path: join(top, entry.name) }];
    for (const { id, path } of paths) {
      if (!/^[0-9A-Z]+$/.test(id)) continue;
      const info = await stat(path).catch(() => undefined);
      if (info) found.push({ id, queue: name, path, due: info.mtimeMs, complete: (info.mode & 0o100) !== 0 });
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Looks for a message in all queues. */
export async function findInQueue(queue: QueueDirectory, id: string): Promise<QueueFile | undefined> {
  if (!/^[0-9A-Z]+$/.test(id)) return undefined;
  for (const name of queueNames) {
    const path = pathOf(queue, name, id);
    const info = await stat(path).catch(() => undefined);
    if (info) return { id, queue: name, path, due: info.mtimeMs, complete: (info.mode & 0o100) !== 0 };
  }
  return undefined;
}

/** Moves a message; `due` becomes its time of next attempt. False when somebody else moved or removed it. */
export async function moveTo(queue: QueueDirectory, file: QueueFile, to: QueueName, due?: number): Promise<boolean> {
  const target = pathOf(queue, to, file.id);
  try {
    if (due !== undefined) await utimes(file.path, new Date(), new Date(due));
    if (to === "deferred") await mkdir(join(queue.path, "deferred", file.id.slice(0, 1)), { recursive: true });
    await rename(file.path, target);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Removes a message that is done, and its log. */
export async function removeFromQueue(queue: QueueDirectory, file: QueueFile): Promise<boolean> {
  await clearDeferrals(queue, file.id);
  return unlink(file.path).then(
    () => true,
    () => false,
  );
}

export async function logDeferrals(queue: QueueDirectory, id: string, deferrals: readonly Deferral[]): Promise<void> {
  const path = pathOf(queue, "defer", id);
  await mkdir(join(queue.path, "defer", id.slice(0, 1)), { recursive: true });
  await appendFile(path, deferrals.map((deferral) => `${JSON.stringify(deferral)}\n`).join(""));
}

export async function readDeferrals(queue: QueueDirectory, id: string): Promise<readonly Deferral[]> {
  const text = await readFile(pathOf(queue, "defer", id), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const deferral = line === "" ? undefined : parseDeferral(line);
    return deferral ? [deferral] : [];
  });
}

function parseDeferral(line: string): Deferral | undefined {
  try {
    const { recipient, dsn, reason } = JSON.parse(line) as Partial<Deferral>;
    return recipient !== undefined && dsn !== undefined && reason !== undefined
      ? { recipient, dsn, reason }
      : undefined;
  } catch {
    return undefined;
  }
}

export async function clearDeferrals(queue: QueueDirectory, id: string): Promise<void> {
  await unlink(pathOf(queue, "defer", id)).catch(() => undefined);
}

/** Files that nobody acknowledged: left by a crash while they were written. */
export async function removeUnfinished(queue: QueueDirectory): Promise<void> {
  for (const name of ["incoming", "maildrop", "hold"] as const) {
    for (const entry of await readdir(join(queue.path, name))) {
      const owner = Number(/^(\d+)\./.exec(entry)?.[1]);
      if (!Number.isInteger(owner) || (await isAlive(owner))) continue;
      await unlink(join(queue.path, name, entry)).catch(() => undefined);
    }
  }
}

async function isAlive(pid: number): Promise<boolean> {
  return (
    pid !== process.pid &&
    access(`/proc/${pid}`).then(
      () => true,
      () => false,
    )
  );
}

const TRIGGER = "qmgr";

/** Asks a running queue manager to look at everything at once, as `postqueue -f` does through public/qmgr. */
export async function triggerQueueManager(queue: QueueDirectory): Promise<void> {
  await appendFile(join(queue.path, "public", TRIGGER), "F");
}
