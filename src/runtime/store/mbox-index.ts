/** mbox-index: what is known of an mbox file between two looks at it, and how its UIDs are given. */
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readBytes } from "./mbox-rewrite.ts";
import type { MboxMessage } from "./mbox-scan.ts";
import { type ImapBase, imapBaseValue, type MessageState, readFlags, readUid } from "./mbox-state.ts";

export interface Identity {
  readonly ino: number;
  readonly size: number;
  readonly mtime: number;
}

export interface Row {
  readonly place: MboxMessage;
  readonly state: MessageState;
}

export interface Index {
  identity: Identity;
  base: ImapBase;
  rows: readonly Row[];
}

/** UIDs stay while they rise and do not pass the last one given; from the first that does not, all are given anew. */
export function assignUids(
  places: readonly MboxMessage[],
  base: ImapBase,
  before: readonly Row[],
): { readonly fresh: readonly Row[]; readonly base: ImapBase } {
  let highest = before.at(-1)?.state.uid ?? 0;
  let lastUid = base.lastUid;
  let trusted = true;
  const fresh = places.map((place) => {
    const stored = readUid(place);
    trusted &&= stored !== undefined && stored > highest && (before.length === 0 ? stored <= base.lastUid : true);
    const uid = trusted && stored !== undefined ? stored : lastUid + 1;
    highest = uid;
    lastUid = Math.max(lastUid, uid);
    return { place, state: { uid, ...readFlags(place) } };
  });
  return { fresh, base: { uidValidity: base.uidValidity, lastUid } };
}

export function freshBase(): ImapBase {
  return { uidValidity: Math.floor(Date.now() / 1000), lastUid: 0 };
}

export async function identify(file: FileHandle): Promise<Identity> {
  return identityOf(await file.stat());
}

export function identityOf(info: { ino: number; size: number; mtimeMs: number }): Identity {
  return { ino: info.ino, size: info.size, mtime: info.mtimeMs };
}

export function same(a: Identity, b: Identity): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtime === b.mtime;
}

/** True when the file is the known one with mail appended: the last message and the new one begin where they should. */
export async function grownFrom(file: FileHandle, index: Index, now: Identity): Promise<boolean> {
  const last = index.rows.at(-1)?.place;
  if (!last || now.ino !== index.identity.ino || now.size <= index.identity.size) return false;
  const probes = [index.rows[0]?.place.start ?? 0, last.start, index.identity.size];
  const starts = await Promise.all(probes.map((at) => readBytes(file, at, at + 5)));
  const separated = await readBytes(file, index.identity.size - 2, index.identity.size);
  return starts.every((bytes) => bytes.toString() === "From ") && separated.toString() === "\n\n";
}

/** Beside the file: what X-IMAPbase said when the last message was removed, so that UIDs are never given twice. */
function sideBasePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.imapbase`);
}

export async function readSideBase(path: string): Promise<ImapBase | undefined> {
  const text = await readFile(sideBasePath(path), "latin1").catch(() => "");
  const match = /^X-IMAPbase: (\d+) (\d+)/.exec(text);
  return match ? { uidValidity: Number(match[1]), lastUid: Number(match[2]) } : undefined;
}

export async function writeSideBase(path: string, base: ImapBase): Promise<void> {
  const side = sideBasePath(path);
  const file = await open(`${side}.new`, "w", 0o600);
  try {
    await file.writeFile(`X-IMAPbase: ${imapBaseValue(base)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${side}.new`, side);
}
