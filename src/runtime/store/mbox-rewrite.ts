/**
 * mbox-rewrite: replace the tail of an mbox file so that neither kill -9 nor a program that appends loses mail
 *
 * The file keeps its inode (a program that waits for the lock with the file open must find its own file), so the new
 * tail is first written to a journal beside it and synced, then copied over the old one. Whoever opens the mailbox
 * next finishes a journal that was left. What others appended in between lies behind the place where the file ended
 * and is moved behind the new tail. docs/adr/0004-mailbox-state.md.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "./locks.ts";
import { startsWithFrom } from "./mbox-format.ts";
import type { Range } from "./mbox-scan.ts";

/** A piece of the new tail: bytes of the old file, or new ones. */
export type Segment = Range | Buffer;

interface JournalHead {
  /** Where the tail begins, in the old and the new file. */
  readonly offset: number;
  readonly oldSize: number;
  readonly newSize: number;
  /** SHA-256 of the old bytes from the end of the new file to the end of the old one: still there = not yet cut. */
  readonly surplus: string;
}

const PIECE = 1024 * 1024;
const HEAD_LENGTH = 256;

function journalPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.rewrite`);
}

/** Replaces everything from `offset` on. The caller holds the locks and has called `finishRewrite` before. */
export async function rewriteTail(
  path: string,
  file: FileHandle,
  offset: number,
  segments: readonly Segment[],
): Promise<void> {
  const oldSize = (await file.stat()).size;
  const length = segments.reduce((sum, part) => sum + (Buffer.isBuffer(part) ? part.length : part.to - part.from), 0);
  const newSize = offset + length;
  if (length === 0) {
    // Cutting off the end is one step for the file system: it needs no journal.
    await file.truncate(newSize);
    await file.sync();
    return;
  }
  const surplus = await hashOf(file, newSize, oldSize);
  const temporary = `${journalPath(path)}.new`;
  const journal = await open(temporary, "w+", 0o600);
  try {
    const head = JSON.stringify({ offset, oldSize, newSize, surplus }).padEnd(HEAD_LENGTH - 1);
    await journal.write(Buffer.from(`${head}\n`), 0, HEAD_LENGTH, 0);
    let to = HEAD_LENGTH;
    for (const part of segments) {
      if (Buffer.isBuffer(part)) await writeAll(journal, part, to);
      else await copyBytes(file, part.from, part.to, journal, to);
      to += Buffer.isBuffer(part) ? part.length : part.to - part.from;
    }
    await journal.sync();
    await rename(temporary, journalPath(path));
    await apply(file, journal, { offset, oldSize, newSize, surplus });
  } finally {
    await journal.close();
  }
  await unlink(journalPath(path));
}

/** Finishes a rewriting that was cut short. The caller holds the locks. Gives true when there was one. */
export async function finishRewrite(path: string, file: FileHandle): Promise<boolean> {
  const journal = await open(journalPath(path), "r").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!journal) return false;
  try {
    const head = await readHead(journal);
    if (head) await apply(file, journal, head);
  } finally {
    await journal.close();
  }
  await unlink(journalPath(path));
  return true;
}

async function readHead(journal: FileHandle): Promise<JournalHead | undefined> {
  const { buffer, bytesRead } = await journal.read(Buffer.alloc(HEAD_LENGTH), 0, HEAD_LENGTH, 0);
  if (bytesRead < HEAD_LENGTH) return undefined;
  const head: unknown = JSON.parse(buffer.toString("latin1"));
  return isJournalHead(head) ? head : undefined;
}

function isJournalHead(value: unknown): value is JournalHead {
  if (typeof value !== "object" || value === null) return false;
  const numbers = ["offset", "oldSize", "newSize"].every((key) => typeof Reflect.get(value, key) === "number");
  return numbers && typeof Reflect.get(value, "surplus") === "string";
}

/** Safe to repeat at any moment: it looks at what is done already. */
async function apply(file: FileHandle, journal: FileHandle, head: JournalHead): Promise<void> {
  const size = (await file.stat()).size;
  const uncut = head.newSize < head.oldSize && size >= head.oldSize;
  const isUncut = uncut && (await hashOf(file, head.newSize, head.oldSize)) === head.surplus;
  const unextended = size < head.newSize || (await isArrival(file, journal, head));
  const ended = isUncut || unextended ? head.oldSize : head.newSize;
  // Mail that others appended since: it must follow the new tail.
  const arrivals = await readBytes(file, ended, size);
  if (size < head.newSize) await file.truncate(head.newSize);
  await copyBytes(journal, HEAD_LENGTH, HEAD_LENGTH + head.newSize - head.offset, file, head.offset);
  await writeAll(file, arrivals, head.newSize);
  await file.sync();
  await file.truncate(head.newSize + arrivals.length);
  await file.sync();
}

/** A growing file that was never extended, to which another program appended more than it was to grow. */
async function isArrival(file: FileHandle, journal: FileHandle, head: JournalHead): Promise<boolean> {
  if (head.newSize <= head.oldSize) return false;
  const there = await readBytes(file, head.oldSize, head.newSize);
  if (!startsWithFrom(there, 0, there.length)) return false;
  const from = HEAD_LENGTH + Math.max(head.oldSize, head.offset) - head.offset;
  return !there.equals(await readBytes(journal, from, HEAD_LENGTH + head.newSize - head.offset));
}

async function hashOf(file: FileHandle, from: number, to: number): Promise<string> {
  const hash = createHash("sha256");
  for (let at = from; at < to; at += PIECE) hash.update(await readBytes(file, at, Math.min(to, at + PIECE)));
  return hash.digest("base64");
}

/** Bytes `from` to `to`, fewer at the end of the file. */
export async function readBytes(file: FileHandle, from: number, to: number): Promise<Buffer> {
  if (to <= from) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafe(to - from);
  let held = 0;
  while (held < bytes.length) {
    const { bytesRead } = await file.read(bytes, held, bytes.length - held, from + held);
    if (bytesRead === 0) break;
    held += bytesRead;
  }
  return bytes.subarray(0, held);
}

export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function copyBytes(source: FileHandle, from: number, to: number, target: FileHandle, at: number): Promise<void> {
  for (let done = 0; done < to - from; done += PIECE) {
    await writeAll(target, await readBytes(source, from + done, Math.min(to, from + done + PIECE)), at + done);
  }
}
