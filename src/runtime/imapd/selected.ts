/**
 * selected: a mailbox as one session sees it
 *
 * Sequence numbers stand still until the client may be told of removed messages (RFC 3501 section 5.5, 7.4.1), so the
 * session keeps its own list of UIDs and tells the differences.
 */
import { type MimePart, readMimeTree } from "../mime/tree.ts";
import type { Flags, Mailbox, MessageEntry } from "../store/mailbox.ts";

export interface Selected {
  readonly name: string;
  readonly mailbox: Mailbox;
  readonly readOnly: boolean;
  uidValidity: number;
  uidNext: number;
  /** The session's messages: sequence number n is at n - 1. */
  uids: number[];
  /** What is known of messages that are still there. */
  entries: Map<number, MessageEntry>;
  /** Flags as the client knows them, printed. */
  readonly told: Map<number, string>;
  readonly recent: Set<number>;
  /** The message that was read last: clients ask for one in several steps. */
  last: { readonly uid: number; readonly bytes: Buffer; readonly tree: MimePart } | undefined;
}

export async function select(name: string, mailbox: Mailbox, readOnly: boolean): Promise<Selected> {
  const state = await mailbox.refresh();
  const entries = new Map(state.messages.map((entry) => [entry.uid, entry]));
  const recent = new Set(readOnly ? [] : mailbox.claimRecent());
  const selected: Selected = {
    name,
    mailbox,
    readOnly,
    uidValidity: state.uidValidity,
    uidNext: state.uidNext,
    uids: state.messages.map((entry) => entry.uid),
    entries,
    told: new Map(),
    recent: new Set([...recent].filter((uid) => entries.has(uid))),
    last: undefined,
  };
  for (const entry of state.messages) selected.told.set(entry.uid, flagKey(selected, entry));
  return selected;
}

/** Flags of a message with `\Recent`, in a stable order. */
export function flagsOf(selected: Selected, entry: MessageEntry): readonly string[] {
  return [...entry.flags, ...(selected.recent.has(entry.uid) ? ["\\Recent"] : [])].sort();
}

function flagKey(selected: Selected, entry: MessageEntry): string {
  return flagsOf(selected, entry).join(" ");
}

/** Notes that the client knows the flags of a message as they are now. */
export function noteTold(selected: Selected, entry: MessageEntry): void {
  selected.told.set(entry.uid, flagKey(selected, entry));
}

/**
 * Looks at the mailbox and gives the untagged responses that bring the client up to date. Without `expunge` removed
 * messages keep their numbers.
 */
export async function update(selected: Selected, how: { expunge: boolean; uid: boolean }): Promise<readonly string[]> {
  const state = await selected.mailbox.refresh();
  const responses: string[] = [];
  selected.entries = new Map(state.messages.map((entry) => [entry.uid, entry]));
  selected.uidNext = state.uidNext;
  selected.uidValidity = state.uidValidity;
  if (how.expunge) {
    for (let at = selected.uids.length - 1; at >= 0; at -= 1) {
      const uid = selected.uids[at] ?? 0;
      if (selected.entries.has(uid)) continue;
      selected.uids.splice(at, 1);
      selected.told.delete(uid);
      selected.recent.delete(uid);
      responses.push(`* ${at + 1} EXPUNGE`);
    }
  }
  const known = selected.uids.at(-1) ?? 0;
  const arrived = state.messages.filter((entry) => entry.uid > known && !selected.told.has(entry.uid));
  if (arrived.length > 0) {
    const claimed = selected.readOnly ? new Set<number>() : selected.mailbox.claimRecent();
    for (const entry of arrived) {
      selected.uids.push(entry.uid);
      if (claimed.has(entry.uid)) selected.recent.add(entry.uid);
      noteTold(selected, entry);
    }
    responses.push(`* ${selected.uids.length} EXISTS`, `* ${selected.recent.size} RECENT`);
  }
  responses.push(...changedFlags(selected, how.uid));
  return responses;
}

function changedFlags(selected: Selected, withUid: boolean): readonly string[] {
  const responses: string[] = [];
  for (const [at, uid] of selected.uids.entries()) {
    const entry = selected.entries.get(uid);
    if (!entry || selected.told.get(uid) === flagKey(selected, entry)) continue;
    noteTold(selected, entry);
    const uidItem = withUid ? `UID ${uid} ` : "";
    responses.push(`* ${at + 1} FETCH (${uidItem}FLAGS (${flagsOf(selected, entry).join(" ")}))`);
  }
  return responses;
}

/** The message and its tree; undefined when it is gone. */
export async function readSelected(
  selected: Selected,
  uid: number,
): Promise<{ readonly bytes: Buffer; readonly tree: MimePart } | undefined> {
  if (selected.last?.uid === uid) return selected.last;
  const bytes = await selected.mailbox.read(uid);
  if (!bytes) return undefined;
  selected.last = { uid, bytes, tree: readMimeTree(bytes) };
  return selected.last;
}

/** Flags of a mailbox that a client may keep: the system's and every keyword in use. */
export function usedFlags(selected: Selected): readonly string[] {
  const keywords = new Set<string>();
  for (const entry of selected.entries.values()) {
    for (const flag of entry.flags) if (!flag.startsWith("\\")) keywords.add(flag);
  }
  return [...keywords].sort();
}

export function withFlags(old: Flags, kind: "set" | "add" | "remove", flags: readonly string[]): Flags {
  const changed = flags.filter((flag) => flag !== "\\Recent");
  if (kind === "set") return new Set(changed);
  if (kind === "add") return new Set([...old, ...changed]);
  return new Set([...old].filter((flag) => !changed.some((each) => each.toLowerCase() === flag.toLowerCase())));
}
