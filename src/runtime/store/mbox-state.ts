/**
 * mbox-state: UIDs and flags in the headers of an mbox file
 *
 * As c-client, mutt and Dovecot keep them: `X-IMAPbase: UIDVALIDITY LAST-UID` in the first message, `X-UID`, `Status`
 * (R seen, O old), `X-Status` (A F D T) and `X-Keywords` in each. They are written as one block with room to spare, so
 * that most changes are made in place.
 */

import type { Segment } from "./mbox-rewrite.ts";
import type { MboxMessage, Range, StateField } from "./mbox-scan.ts";

export interface MessageState {
  readonly uid: number;
  readonly flags: ReadonlySet<string>;
  /** No IMAP session was told of it yet (no `O` in Status). */
  readonly recent: boolean;
}

export interface ImapBase {
  readonly uidValidity: number;
  readonly lastUid: number;
}

const KEYWORD_ROOM = 24;

const statusLetters = { R: "\\Seen" } as const;
const xStatusLetters = { A: "\\Answered", F: "\\Flagged", D: "\\Deleted", T: "\\Draft" } as const;

/** `X-IMAPbase: 1732437000 0000000012 keyword...` (also `X-IMAP`, which c-client writes in a folder's data message). */
export function readImapBase(message: MboxMessage | undefined): ImapBase | undefined {
  const field = message?.state.get("x-imapbase") ?? message?.state.get("x-imap");
  const match = field && /^\s*(\d{1,10})\s+(\d{1,10})/.exec(field.value);
  return match ? { uidValidity: Number(match[1]), lastUid: Number(match[2]) } : undefined;
}

export function readUid(message: MboxMessage): number | undefined {
  const match = /^\s*(\d{1,10})\s*$/.exec(message.state.get("x-uid")?.value ?? "");
  return match ? Number(match[1]) : undefined;
}

export function readFlags(message: MboxMessage): { flags: ReadonlySet<string>; recent: boolean } {
  const status = message.state.get("status")?.value ?? "";
  const xStatus = message.state.get("x-status")?.value ?? "";
  const keywords = message.state.get("x-keywords")?.value ?? "";
  const flags = new Set([
    ...Object.entries(statusLetters).flatMap(([letter, flag]) => (status.includes(letter) ? [flag] : [])),
    ...Object.entries(xStatusLetters).flatMap(([letter, flag]) => (xStatus.includes(letter) ? [flag] : [])),
    ...keywords.split(/[\s,]+/).filter((word) => word !== ""),
  ]);
  return { flags, recent: !status.includes("O") };
}

/** The values that the state headers must have, by lower-case name. */
function values(state: MessageState): ReadonlyMap<string, string> {
  const letters = (table: Readonly<Record<string, string>>): string =>
    Object.entries(table)
      .flatMap(([letter, flag]) => (state.flags.has(flag) ? [letter] : []))
      .join("");
  const keywords = [...state.flags].filter((flag) => !flag.startsWith("\\")).sort();
  return new Map([
    ["status", `${letters(statusLetters)}O`],
    ["x-status", letters(xStatusLetters)],
    ["x-keywords", keywords.join(" ")],
    ["x-uid", String(state.uid)],
  ]);
}

export function imapBaseValue(base: ImapBase): string {
  const ten = (value: number): string => String(value).padStart(10, "0");
  return `${ten(base.uidValidity)} ${ten(base.lastUid)}`;
}

/** The header lines to put at the end of a message's header; `base` for the first message of the file. */
export function stateBlock(state: MessageState, base: ImapBase | undefined): string {
  const value = values(state);
  const get = (name: string, room: number): string => (value.get(name) ?? "").padEnd(room);
  return [
    ...(base ? [`X-IMAPbase: ${imapBaseValue(base)}`] : []),
    `Status: ${get("status", 2)}`,
    `X-Status: ${get("x-status", 4)}`,
    `X-Keywords: ${get("x-keywords", KEYWORD_ROOM)}`,
    `X-UID: ${get("x-uid", 1)}`,
    "",
  ].join("\n");
}

/** Bytes to write over the old ones; undefined when a value has no room and the message must be written anew. */
export function changesInPlace(
  message: MboxMessage,
  state: MessageState,
): readonly { readonly at: number; readonly bytes: Buffer }[] | undefined {
  const changes: { at: number; bytes: Buffer }[] = [];
  for (const [name, value] of values(state)) {
    const field = message.state.get(name);
    if (!field || field.room < value.length) return undefined;
    if (field.value.trimEnd() !== value) changes.push(overwrite(field, value));
  }
  return changes;
}

/** The message's place once `changesInPlace` was written. */
export function placeAfter(message: MboxMessage, state: MessageState): MboxMessage {
  const fields = new Map(message.state);
  for (const [name, value] of values(state)) {
    const field = fields.get(name);
    if (field) fields.set(name, { ...field, value });
  }
  return { ...message, state: fields };
}

export function overwrite(field: StateField, value: string): { at: number; bytes: Buffer } {
  return { at: field.at, bytes: Buffer.from(value.padEnd(field.room), "latin1") };
}

/** The message as the new tail shall hold it: its own bytes, with the block in place of its old state headers. */
export function segmentsOf(message: MboxMessage, block: string): readonly Segment[] {
  const header: Range[] = [];
  let from = message.start;
  for (const range of message.hidden) {
    if (range.from > from) header.push({ from, to: range.from });
    from = range.to;
  }
  if (message.headerEnd > from) header.push({ from, to: message.headerEnd });
  const endsHeader = message.headerEnd < message.end;
  const rest = endsHeader ? [{ from: message.headerEnd, to: message.next }] : [Buffer.from("\n\n")];
  return [...header, Buffer.from(block, "latin1"), ...rest];
}
