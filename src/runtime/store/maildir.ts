/**
 * maildir: a mailbox of one file a message (maildir(5))
 *
 * UIDs stand in `dovecot-uidlist` (version 3) and keywords in `dovecot-keywords`, so that Dovecot can take over the
 * same directory; flags are letters behind `:2,` in the file name.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { errorCode, giveTo, type Locking, type Owner, withLockedFile } from "./locks.ts";
import type { Delivery, Flags, Mailbox, MailboxState, MessageEntry } from "./mailbox.ts";
import { keywordOf, letterOf, readKeywords, readUidList, type UidList, writeUidList } from "./maildir-index.ts";

export interface MaildirOptions {
  readonly locking: Locking;
  readonly owner?: Owner | undefined;
}

interface File {
  /** `new/NAME` or `cur/NAME:2,FLAGS`. */
  readonly path: string;
  readonly base: string;
  readonly letters: string;
}

interface Entry extends MessageEntry {
  readonly file: File;
}

let delivered = 0;

/** Makes tmp, new and cur where they are missing. */
export async function createMaildir(path: string, owner?: Owner): Promise<void> {
  for (const directory of [path, ...["tmp", "new", "cur"].map((name) => join(path, name))]) {
    const made = await mkdir(directory, { recursive: true, mode: 0o700 });
    if (made) await giveTo(directory, owner);
  }
}

/** Writes a message into `new`; file and directory are synced when the promise settles. */
export async function deliverToMaildir(path: string, delivery: Delivery, options: MaildirOptions): Promise<void> {
  const head = delivery.headers.map((line) => `${line}\n`).join("");
  await writeMessage(
    path,
    "new",
    "",
    Buffer.concat([Buffer.from(head, "latin1"), delivery.message]),
    delivery.date,
    options,
  );
}

/** Writes through tmp and gives the base name. */
async function writeMessage(
  path: string,
  into: "new" | "cur",
  suffix: string,
  bytes: Buffer,
  date: Date,
  options: MaildirOptions,
): Promise<string> {
  await createMaildir(path, options.owner);
  delivered += 1;
  const micros = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const host = hostname().replaceAll("/", "\\057").replaceAll(":", "\\072");
  const base = `${Math.floor(micros / 1_000_000)}.M${micros % 1_000_000}P${process.pid}Q${delivered}.${host}`;
  const temporary = join(path, "tmp", base);
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.utimes(date, date);
    await file.sync();
  } finally {
    await file.close();
  }
  await giveTo(temporary, options.owner);
  await rename(temporary, join(path, into, `${base}${suffix}`));
  await syncDirectory(join(path, into));
  return base;
}

/** Makes renames and new names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory: FileHandle = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** A mailbox over the Maildir `path`, which is made when it is missing. */
export function openMaildir(path: string, options: MaildirOptions): Mailbox {
  let entries: readonly Entry[] = [];
  let list: UidList = { uidValidity: 0, uidNext: 1, uids: new Map() };
  let keywords: readonly string[] = [];
  const sizes = new Map<string, { size: number; date: number }>();
  const recent = new Set<number>();

  const locked = async <T>(use: () => Promise<T>): Promise<T> => {
    await createMaildir(path, options.owner);
    return withLockedFile(join(path, "dovecot-uidlist"), { ...options, purpose: "write", create: true }, use);
  };

  async function measured(file: File): Promise<{ size: number; date: number } | undefined> {
    const known = sizes.get(file.base);
    if (known) return known;
    try {
      const [bytes, info] = await Promise.all([readFile(join(path, file.path)), stat(join(path, file.path))]);
      const fact = { size: withCrLf(bytes).length, date: Math.floor(info.mtimeMs / 1000) * 1000 };
      sizes.set(file.base, fact);
      return fact;
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  async function current(): Promise<readonly Entry[]> {
    list = await readUidList(path);
    keywords = await readKeywords(path);
    const files = [...(await filesIn(path, "cur")), ...(await filesIn(path, "new"))].sort(byDelivery);
    const uids = new Map<string, number>();
    let { uidNext } = list;
    for (const file of files) {
      const known = list.uids.get(file.base);
      if (known === undefined) recent.add(uidNext);
      uids.set(file.base, known ?? uidNext);
      if (known === undefined) uidNext += 1;
    }
    const changed = uidNext !== list.uidNext || uids.size !== list.uids.size || list.uidValidity === 0;
    list = { uidValidity: list.uidValidity || Math.floor(Date.now() / 1000), uidNext, uids };
    if (changed) await writeUidList(path, list);
    const found: Entry[] = [];
    for (const file of files) {
      const fact = await measured(file);
      const uid = uids.get(file.base);
      if (fact && uid !== undefined) found.push({ uid, flags: flagsOf(file.letters, keywords), ...fact, file });
    }
    entries = found.sort((a, b) => a.uid - b.uid);
    return entries;
  }

  const published = (): MailboxState => ({
    uidValidity: list.uidValidity,
    uidNext: list.uidNext,
    messages: entries.map(({ uid, flags, size, date }) => ({ uid, flags, size, date })),
  });

  return {
    kind: "maildir",
    path,
    async refresh() {
      await locked(current);
      return published();
    },
    async read(uid) {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const entry = entries.find((each) => each.uid === uid);
        if (entry) {
          // A name changes when another program sets a flag: then look again.
          const bytes = await readFile(join(path, entry.file.path)).catch(() => undefined);
          if (bytes) return withCrLf(bytes);
        }
        await locked(current);
      }
      return undefined;
    },
    async setFlags(changes) {
      return locked(async () => {
        for (const entry of await current()) {
          const flags = changes.get(entry.uid);
          if (!flags) continue;
          const letters = await lettersOf(path, flags, keywords);
          keywords = await readKeywords(path);
          const target = `cur/${entry.file.base}:2,${letters}`;
          if (target !== entry.file.path) await renameIfThere(join(path, entry.file.path), join(path, target));
        }
        await syncDirectory(join(path, "cur"));
        await current();
        return published();
      });
    },
    async expunge(uids) {
      return locked(async () => {
        for (const entry of await current()) {
          if (!uids.has(entry.uid)) continue;
          await unlink(join(path, entry.file.path)).catch(() => undefined);
          sizes.delete(entry.file.base);
        }
        await syncDirectory(join(path, "cur"));
        await current();
        return published();
      });
    },
    async append(message, flags, date) {
      return locked(async () => {
        await current();
        const letters = await lettersOf(path, flags, keywords);
        const text = Buffer.from(message.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
        const base = await writeMessage(path, "cur", `:2,${letters}`, text, new Date(date), options);
        await current();
        const uid = list.uids.get(base) ?? 0;
        return uid;
      });
    },
    claimRecent() {
      const claimed = new Set(recent);
      recent.clear();
      return claimed;
    },
  };
}

async function filesIn(path: string, directory: "new" | "cur"): Promise<readonly File[]> {
  const names = await readdir(join(path, directory));
  return names
    .filter((name) => !name.startsWith("."))
    .map((name) => {
      const at = name.indexOf(":2,");
      const base = at === -1 ? name : name.slice(0, at);
      return { path: `${directory}/${name}`, base, letters: at === -1 ? "" : name.slice(at + 3) };
    });
}

/** New messages get UIDs in the order of their delivery: by the time in front of the name, then by the name. */
function byDelivery(a: File, b: File): number {
  const time = Number.parseInt(a.base, 10) - Number.parseInt(b.base, 10);
  return time || a.base.localeCompare(b.base, "en", { numeric: true });
}

function flagsOf(letters: string, keywords: readonly string[]): Flags {
  return new Set([...letters].flatMap((letter) => keywordOf(letter, keywords) ?? []));
}

async function lettersOf(path: string, flags: Flags, keywords: readonly string[]): Promise<string> {
  const letters = await Promise.all([...flags].map((flag) => letterOf(path, flag, keywords)));
  return [...new Set(letters.join(""))].sort().join("");
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (errorCode(error) !== "ENOENT") throw error;
  });
}

/** LF and CR LF both become CR LF, also after the last line. */
function withCrLf(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1").replaceAll("\r\n", "\n");
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return Buffer.from(whole.replaceAll("\n", "\r\n"), "latin1");
}
