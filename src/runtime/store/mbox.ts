/**
 * mbox: a mailbox in one file, shared with every program that knows the format
 *
 * The scanned index is kept while the file stays the same; a file that only grew is scanned from its old end.
 */
import { type FileHandle, stat } from "node:fs/promises";
import { errorCode, type Locking, type Owner, withLockedFile } from "./locks.ts";
import type { Delivery, Flags, Mailbox, MailboxState } from "./mailbox.ts";
import { fromLine, mboxText, presentedText } from "./mbox-format.ts";
import {
  assignUids,
  freshBase,
  grownFrom,
  type Index,
  identify,
  identityOf,
  readSideBase,
  same,
  writeSideBase,
} from "./mbox-index.ts";
import { finishRewrite, readBytes, rewriteTail, type Segment, writeAll } from "./mbox-rewrite.ts";
import { type MboxMessage, scanMbox } from "./mbox-scan.ts";
import {
  changesInPlace,
  type ImapBase,
  imapBaseValue,
  type MessageState,
  overwrite,
  placeAfter,
  readImapBase,
  readUid,
  segmentsOf,
  stateBlock,
} from "./mbox-state.ts";

export interface MboxOptions {
  readonly locking: Locking;
  readonly owner?: Owner | undefined;
}

/** Appends one message; synced when the promise settles. A failed append leaves the file as it was. */
export async function deliverToMbox(path: string, delivery: Delivery, options: MboxOptions): Promise<void> {
  const head = [fromLine(delivery.sender, delivery.date), ...delivery.headers, ""].join("\n");
  await withLockedFile(path, { ...options, purpose: "write", create: true }, async (file) => {
    await finishRewrite(path, file);
    await appendBytes(file, [Buffer.from(head, "latin1"), mboxText(delivery.message), Buffer.from("\n")]);
  });
}

async function appendBytes(file: FileHandle, parts: readonly Buffer[]): Promise<void> {
  const size = (await file.stat()).size;
  const ending = await readBytes(file, Math.max(0, size - 2), size);
  const gap = size === 0 || ending.equals(Buffer.from("\n\n")) ? "" : ending.at(-1) === 10 ? "\n" : "\n\n";
  try {
    await writeAll(file, Buffer.concat([Buffer.from(gap), ...parts]), size);
    await file.sync();
  } catch (error) {
    await file.truncate(size);
    throw error;
  }
}

/** A mailbox over the mbox file `path`; a missing file is an empty mailbox. */
export function openMbox(path: string, options: MboxOptions): Mailbox {
  let index: Index | undefined;
  const recent = new Set<number>();

  const locked = <T>(use: (file: FileHandle) => Promise<T>): Promise<T> =>
    withLockedFile(path, { ...options, purpose: "write", create: true }, use);

  /** The index of the locked file, with every UID assigned and stored. */
  async function current(file: FileHandle): Promise<Index> {
    await finishRewrite(path, file);
    const identity = await identify(file);
    if (index && same(index.identity, identity)) return index;
    const known = index && (await grownFrom(file, index, identity)) ? index : undefined;
    const start = known?.identity.size ?? 0;
    const places = await scanMbox(file, start, identity.size);
    const base = known?.base ?? readImapBase(places[0]) ?? (await readSideBase(path)) ?? freshBase();
    const assigned = assignUids(places, base, known?.rows ?? []);
    for (const row of assigned.fresh) if (row.state.recent) recent.add(row.state.uid);
    index = { identity, base: assigned.base, rows: [...(known?.rows ?? []), ...assigned.fresh] };
    await storeUids(file, known ? known.base : readImapBase(places[0]));
    return index;
  }

  async function storeUids(file: FileHandle, stored: ImapBase | undefined): Promise<void> {
    if (!index) return;
    const first = index.rows.findIndex((row) => readUid(row.place) !== row.state.uid || row.state.recent);
    const baseField = index.rows[0]?.place.state.get("x-imapbase");
    const baseChanged = index.rows.length > 0 && (!stored || stored.lastUid !== index.base.lastUid);
    if (baseChanged && baseField && baseField.room >= 21) {
      const change = overwrite(baseField, imapBaseValue(index.base));
      await writeAll(file, change.bytes, change.at);
      await file.sync();
    }
    const rewriteAll = baseChanged && !(baseField && baseField.room >= 21);
    if (rewriteAll || first !== -1)
      await rewriteFrom(
        file,
        rewriteAll ? 0 : first,
        index.rows.map((row) => row.state),
      );
    else if (baseChanged) index.identity = await identify(file);
  }

  /** Writes the rows from number `first` on anew, with `states` for all rows (undefined: the row is removed). */
  async function rewriteFrom(
    file: FileHandle,
    first: number,
    states: readonly (MessageState | undefined)[],
  ): Promise<void> {
    if (!index) return;
    const { rows, base } = index;
    const offset = rows[first]?.place.start ?? index.identity.size;
    const tail: Segment[] = [];
    let kept = rows.slice(0, first).length;
    for (let at = first; at < rows.length; at += 1) {
      const place = rows[at]?.place;
      const state = states[at];
      if (place && state) tail.push(...segmentsOf(place, stateBlock(state, kept === 0 ? base : undefined)));
      if (place && state) kept += 1;
    }
    if (kept === 0) await writeSideBase(path, base);
    await rewriteTail(path, file, offset, tail);
    const identity = await identify(file);
    const before = rows.slice(0, first);
    const places = await scanMbox(file, offset, identity.size);
    const keptStates = states.slice(first).filter((state) => state !== undefined);
    const written = places.flatMap((place, at) => {
      const state = keptStates[at];
      return state ? [{ place, state: { ...state, recent: false } }] : [];
    });
    index = { identity, base, rows: [...before, ...written] };
  }

  async function applyFlags(file: FileHandle, changes: ReadonlyMap<number, Flags>): Promise<void> {
    const { rows } = await current(file);
    const states = rows.map((row) => ({ ...row.state, flags: changes.get(row.state.uid) ?? row.state.flags }));
    let first = rows.length;
    const writes: { at: number; bytes: Buffer }[] = [];
    for (const [at, row] of rows.entries()) {
      const state = states[at];
      if (!state || !changes.has(row.state.uid)) continue;
      const inPlace = changesInPlace(row.place, state);
      if (inPlace) writes.push(...inPlace);
      else first = Math.min(first, at);
    }
    for (const write of writes) await writeAll(file, write.bytes, write.at);
    if (first < rows.length) return rewriteFrom(file, first, states);
    if (writes.length > 0) await file.sync();
    if (!index) return;
    const after = rows.flatMap((row, at) => {
      const state = states[at];
      return state ? [{ place: placeAfter(row.place, state), state }] : [];
    });
    index = { identity: await identify(file), base: index.base, rows: after };
  }

  return {
    kind: "mbox",
    path,
    async refresh() {
      const now = await stat(path).catch((error: unknown) => {
        if (errorCode(error) === "ENOENT") return undefined;
        throw error;
      });
      if (now && index && same(index.identity, identityOf(now))) return published(index);
      if (!now) index = undefined;
      return published(await locked(current));
    },
    async read(uid) {
      return withLockedFile(path, { ...options, purpose: "read", create: true }, async (file) => {
        const known = index && same(index.identity, await identify(file)) ? index : undefined;
        const row = known?.rows.find((each) => each.state.uid === uid);
        return row && present(file, row.place);
      }).then(async (found) => {
        if (found) return found;
        // The file changed under us: look again under the write lock.
        return locked(async (file) => {
          const row = (await current(file)).rows.find((each) => each.state.uid === uid);
          return row && present(file, row.place);
        });
      });
    },
    async setFlags(changes) {
      await locked((file) => applyFlags(file, changes));
      return index ? published(index) : this.refresh();
    },
    async expunge(uids) {
      return locked(async (file) => {
        const { rows } = await current(file);
        const first = rows.findIndex((row) => uids.has(row.state.uid));
        if (first === -1) return published(await current(file));
        const states = rows.map((row) => (uids.has(row.state.uid) ? undefined : row.state));
        await rewriteFrom(file, first, states);
        return published(await current(file));
      });
    },
    async append(message, flags, date) {
      return locked(async (file) => {
        const { base, rows } = await current(file);
        const state = { uid: base.lastUid + 1, flags, recent: false };
        const newBase = { uidValidity: base.uidValidity, lastUid: state.uid };
        const text = mboxText(message, stateBlock(state, rows.length === 0 ? newBase : undefined));
        const head = Buffer.from(`${fromLine("", new Date(date))}\n`);
        await appendBytes(file, [head, text, Buffer.from("\n")]);
        await current(file);
        recent.add(state.uid);
        return state.uid;
      });
    },
    claimRecent() {
      const claimed = new Set(recent);
      recent.clear();
      return claimed;
    },
  };
}

async function present(file: FileHandle, place: MboxMessage): Promise<Buffer> {
  return presentedText(await readBytes(file, place.headerStart, place.end), place.size);
}

function published(index: Index): MailboxState {
  return {
    uidValidity: index.base.uidValidity,
    uidNext: index.base.lastUid + 1,
    messages: index.rows.map(({ place, state }) => ({
      uid: state.uid,
      flags: state.flags,
      size: place.size,
      date: place.date,
    })),
  };
}
