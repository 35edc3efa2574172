/**
 * mbox-scan: where the messages of an mbox file lie
 *
 * A message begins at a From_ line at the start of the file or after an empty line (mail.local quotes only those, so
 * any other line that begins with `From ` is text). The file is read in pieces; nothing of it is kept.
 */
import type { FileHandle } from "node:fs/promises";
import {
  isBlankLine,
  isContinuation,
  parseFromLine,
  presentedLength,
  startsWithFrom,
  stateHeaderName,
} from "./mbox-format.ts";

/** A stretch of the file, end exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A state header as it stands in the file: where its value is, and how many bytes may be written there. */
export interface StateField {
  readonly at: number;
  readonly room: number;
  readonly value: string;
}

export interface MboxMessage {
  /** The From_ line. */
  readonly start: number;
  readonly headerStart: number;
  /** The empty line that ends the header; equals `end` when there is none. */
  readonly headerEnd: number;
  /** End of the message, before the separating empty line. */
  readonly end: number;
  /** Where the next message starts. */
  readonly next: number;
  /** Octets when handed out. */
  readonly size: number;
  readonly date: number;
  /** State headers by lower-case name; the first of each counts. */
  readonly state: ReadonlyMap<string, StateField>;
  /** All stretches of the header that hold state headers. */
  readonly hidden: readonly Range[];
}

interface Growing {
  start: number;
  headerStart: number;
  headerEnd: number;
  size: number;
  date: number;
  state: Map<string, StateField>;
  hidden: { from: number; to: number }[];
  dropping: boolean;
  inHeader: boolean;
}

const PIECE = 1024 * 1024;

/** Messages between two offsets; `from` must be the start of a message or of the file. */
export async function scanMbox(file: FileHandle, from: number, to: number): Promise<readonly MboxMessage[]> {
  const found: MboxMessage[] = [];
  let current: Growing | undefined;
  let afterBlank = true;
  await eachLine(file, from, to, (bytes, at, end, offset) => {
    if (afterBlank && startsWithFrom(bytes, at, end)) {
      const date = parseFromLine(bytes.toString("latin1", at, Math.min(end, at + 500)));
      if (date !== undefined) {
        if (current) found.push(finished(current, offset, true));
        current = begun(offset, offset + end - at, date);
        afterBlank = false;
        return;
      }
    }
    afterBlank = isBlankLine(bytes, at, end);
    if (current) takeLine(current, bytes, at, end, offset);
  });
  if (current) found.push(finished(current, to, afterBlank));
  return found;
}

function begun(start: number, headerStart: number, date: number): Growing {
  const empty = { state: new Map<string, StateField>(), hidden: [], dropping: false, inHeader: true };
  return { start, headerStart, headerEnd: -1, size: 0, date, ...empty };
}

function takeLine(message: Growing, bytes: Buffer, at: number, end: number, offset: number): void {
  if (message.inHeader) {
    if (isBlankLine(bytes, at, end)) {
      message.inHeader = false;
      message.headerEnd = offset;
    } else if (takeHeaderLine(message, bytes, at, end, offset)) return;
  }
  message.size += presentedLength(bytes, at, end);
}

/** True when the line belongs to a state header. */
function takeHeaderLine(message: Growing, bytes: Buffer, at: number, end: number, offset: number): boolean {
  const length = end - at;
  if (isContinuation(bytes, at)) {
    const last = message.hidden.at(-1);
    if (message.dropping && last) last.to = offset + length;
    return message.dropping;
  }
  const name = stateHeaderName(bytes, at, end);
  message.dropping = name !== undefined;
  if (name === undefined) return false;
  message.hidden.push({ from: offset, to: offset + length });
  const valueAt = bytes.indexOf(58, at) + 2;
  const valueEnd = bytes[end - 1] === 10 ? end - 1 : end;
  if (!message.state.has(name) && valueAt <= valueEnd) {
    const value = bytes.toString("latin1", valueAt, valueEnd);
    message.state.set(name, { at: offset + valueAt - at, room: valueEnd - valueAt, value });
  }
  return true;
}

/** `separated`: an empty line stands before `next`, which is no part of the message (unless it ends the header). */
function finished(message: Growing, next: number, separated: boolean): MboxMessage {
  const { start, headerStart, date, state, hidden } = message;
  const bodyless = message.headerEnd === -1;
  const bareHeader = message.headerEnd === next - 1;
  const trim = separated && !bodyless && !bareHeader ? 1 : 0;
  const end = next - trim;
  const headerEnd = bodyless ? end : message.headerEnd;
  return { start, headerStart, headerEnd, end, next, size: message.size - 2 * trim, date, state, hidden };
}

/** Calls `line` with a buffer, the bounds of one line in it (LF included) and its offset in the file. */
async function eachLine(
  file: FileHandle,
  from: number,
  to: number,
  line: (bytes: Buffer, at: number, end: number, offset: number) => void,
): Promise<void> {
  let bytes = Buffer.allocUnsafe(Math.min(PIECE, Math.max(1, to - from)));
  let held = 0;
  for (let position = from; position < to; ) {
    if (held === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    const { bytesRead } = await file.read(bytes, held, Math.min(bytes.length - held, to - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    held += bytesRead;
    const filled = bytes.subarray(0, held);
    let at = 0;
    for (let lf = filled.indexOf(10); lf !== -1; lf = filled.indexOf(10, at)) {
      line(filled, at, lf + 1, position - held + at);
      at = lf + 1;
    }
    bytes.copyWithin(0, at, held);
    held -= at;
  }
  if (held > 0) line(bytes.subarray(0, held), 0, held, to - held);
}
