/**
 * locks: mailbox locking as local(8) does it
 *
 * A dot-lock beside the file and a lock of the whole file, in this order, so that Postfix, procmail, mutt, Dovecot and
 * c-client programs on the same mailbox wait for us and we for them. The file lock is an open-file-description lock
 * (fcntl(2) F_OFD_SETLK): it excludes other programs' POSIX locks, and closing another descriptor does not drop it.
 * Source: postconf(5) mailbox_delivery_lock, deliver_lock_attempts, deliver_lock_delay, stale_lock_time.
 */
import { constants } from "node:fs";
import { chown, type FileHandle, open, readFile, stat, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import nativeFiles from "fs-native-extensions";

export interface Locking {
  readonly dotlock: boolean;
  readonly fcntl: boolean;
  /** How long to try, milliseconds. */
  readonly patience: number;
  /** Age at which a dot-lock of an unknown owner is taken for a left-over, milliseconds. */
  readonly stale: number;
}

/** Postfix's defaults: `mailbox_delivery_lock = fcntl, dotlock`, 20 attempts with a second between, stale at 500 s. */
export const defaultLocking: Locking = { dotlock: true, fcntl: true, patience: 20_000, stale: 500_000 };

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface LockedOpen {
  readonly locking: Locking;
  /** `read` takes a shared file lock only; `write` opens for reading and writing. */
  readonly purpose: "read" | "write";
  readonly create: boolean;
  readonly owner?: Owner | undefined;
}

/** The mailbox stayed locked by another program longer than the configuration lets us wait. */
class MailboxBusy extends Error {
  constructor(path: string) {
    super(`${path} stays locked by another program`);
  }
}

const turns = new Map<string, Promise<unknown>>();

/**
 * Runs `use` with the locked file; one at a time for a path within this process. Rejects with `MailboxBusy` when
 * another program holds the mailbox too long, else with the system's error (ENOENT where `create` is false).
 */
export function withLockedFile<T>(path: string, how: LockedOpen, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const before = turns.get(path) ?? Promise.resolve();
  const mine = before.then(
    () => lockAndUse(path, how, use),
    () => lockAndUse(path, how, use),
  );
  turns.set(path, mine);
  const done = (): void => {
    if (turns.get(path) === mine) turns.delete(path);
  };
  mine.then(done, done);
  return mine;
}

async function lockAndUse<T>(path: string, how: LockedOpen, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const deadline = Date.now() + how.locking.patience;
  const dotted = how.purpose === "write" && how.locking.dotlock && (await takeDotLock(path, how.locking, deadline));
  try {
    const file = await openCurrent(path, how, deadline);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  } finally {
    if (dotted) await unlink(`${path}.lock`).catch(() => undefined);
  }
}

/** Opens and locks; starts again when the path was given to another file meanwhile (a program that renames). */
async function openCurrent(path: string, how: LockedOpen, deadline: number): Promise<FileHandle> {
  for (;;) {
    const file = await openFile(path, how);
    try {
      if (how.locking.fcntl) await lockFile(file, path, how.purpose === "read", deadline);
      const [mine, current] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
      if (current && mine.ino === current.ino && mine.dev === current.dev) return file;
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    if (Date.now() > deadline) throw new MailboxBusy(path);
  }
}

async function openFile(path: string, how: LockedOpen): Promise<FileHandle> {
  const flags = how.purpose === "read" ? constants.O_RDONLY : constants.O_RDWR;
  try {
    return await open(path, flags);
  } catch (error) {
    if (!how.create || errorCode(error) !== "ENOENT") throw error;
  }
  const file = await open(path, flags | constants.O_CREAT, 0o600);
  await giveTo(path, how.owner);
  return file;
}

/** Hands a new file to its owner where this process is allowed to; otherwise it stays ours. */
export async function giveTo(path: string, owner: Owner | undefined): Promise<void> {
  if (owner && process.getuid?.() === 0) await chown(path, owner.uid, owner.gid).catch(() => undefined);
}

async function lockFile(file: FileHandle, path: string, shared: boolean, deadline: number): Promise<void> {
  for (let wait = 5; !nativeFiles.tryLock(file.fd, 0, 0, { shared }); wait = Math.min(wait * 2, 200)) {
    if (Date.now() > deadline) throw new MailboxBusy(path);
    await sleep(wait);
  }
}

/** True when the dot-lock was made; false where the directory lets us make none, as mbox_open(3) of Postfix accepts. */
async function takeDotLock(path: string, locking: Locking, deadline: number): Promise<boolean> {
  const lock = `${path}.lock`;
  for (let wait = 5; ; wait = Math.min(wait * 2, 200)) {
    try {
      const file = await open(lock, "wx", 0o444);
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return true;
    } catch (error) {
      const code = errorCode(error);
      if (code === "EACCES" || code === "EROFS" || code === "ENOENT") return false;
      if (code !== "EEXIST") throw error;
    }
    if (await isLeftOver(lock, locking.stale)) await unlink(lock).catch(() => undefined);
    else if (Date.now() > deadline) throw new MailboxBusy(path);
    else await sleep(wait);
  }
}

/** A dot-lock whose process is gone (liblockfile's rule, lockfile_create(3) L_PID), or that is older than `stale`. */
async function isLeftOver(lock: string, stale: number): Promise<boolean> {
  try {
    const [info, text] = await Promise.all([stat(lock), readFile(lock, "latin1")]);
    if (Date.now() - info.mtimeMs > stale) return true;
    const pid = Number.parseInt(text, 10);
    return pid > 1 && !processExists(pid);
  } catch {
    return false;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

/** The system's error code (`ENOENT`), or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
