/**
 * tree: the parts of a MIME message and where they lie (RFC 2045, 2046)
 *
 * Offsets count bytes of the message with CR LF line ends, so that BODY[1.2]<0.100> is a slice. A multipart without
 * its closing boundary ends where its parent ends; one without any boundary line has no parts and is shown as text.
 */
import {
  fieldValue,
  type HeaderField,
  headerBlockEnd,
  type Parameterised,
  readHeaderFields,
  readParameters,
} from "./header.ts";

export interface MimePart {
  /** `text`, `multipart` ... in lower case. */
  readonly type: string;
  readonly subtype: string;
  readonly contentType: Parameterised;
  readonly fields: readonly HeaderField[];
  readonly headerStart: number;
  readonly bodyStart: number;
  readonly end: number;
  /** Parts of a multipart; the one message of a message/rfc822. */
  readonly children: readonly MimePart[];
}

const DEPTH_LIMIT = 50;

/** The tree of a whole message. */
export function readMimeTree(message: Buffer): MimePart {
  return readPart(message, 0, message.length, "text/plain", 0);
}

function readPart(message: Buffer, start: number, end: number, assumed: string, depth: number): MimePart {
  const bodyStart = headerBlockEnd(message, start, end);
  const fields = readHeaderFields(message, start, bodyStart);
  const stated = readParameters(fieldValue(fields, "content-type") ?? assumed);
  const valid = /^[^\s/]+\/[^\s/]+$/.test(stated.value);
  const contentType = valid ? stated : readParameters(assumed);
  const [type = "text", subtype = "plain"] = contentType.value.toLowerCase().split("/");
  const base = { type, subtype, contentType, fields, headerStart: start, bodyStart, end };
  if (depth >= DEPTH_LIMIT) return { ...base, children: [] };
  if (type === "message" && subtype === "rfc822") {
    return { ...base, children: [readPart(message, bodyStart, end, "text/plain", depth + 1)] };
  }
  const boundary = contentType.parameters.find(([name]) => name === "boundary")?.[1];
  if (type !== "multipart" || boundary === undefined) return { ...base, children: [] };
  const inner = subtype === "digest" ? "message/rfc822" : "text/plain";
  const children = bodiesBetween(message, bodyStart, end, boundary).map(([from, to]) =>
    readPart(message, from, to, inner, depth + 1),
  );
  return { ...base, children };
}

/** The stretches between boundary lines; the line end before a boundary belongs to the boundary. */
function bodiesBetween(message: Buffer, start: number, end: number, boundary: string): readonly [number, number][] {
  const marker = Buffer.from(`--${boundary}`, "latin1");
  const bodies: [number, number][] = [];
  let open: number | undefined;
  for (let at = message.indexOf(marker, start); at !== -1 && at < end; at = message.indexOf(marker, at + 1)) {
    const after = at + marker.length;
    const closing = message[after] === 45 && message[after + 1] === 45;
    if ((at !== start && message[at - 1] !== 10) || !endsLine(message, closing ? after + 2 : after, end)) continue;
    if (open !== undefined) bodies.push([open, Math.max(open, beforeLineEnd(message, at))]);
    const lf = message.indexOf(10, after);
    open = closing ? undefined : lf === -1 || lf >= end ? end : lf + 1;
    if (closing) return bodies;
  }
  if (open !== undefined) bodies.push([open, end]);
  return bodies;
}

/** Only blanks may follow a boundary on its line. */
function endsLine(message: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at < end && (message[at] === 32 || message[at] === 9)) at += 1;
  return at >= end || message[at] === 10 || (message[at] === 13 && message[at + 1] === 10);
}

function beforeLineEnd(message: Buffer, at: number): number {
  return message[at - 1] === 10 ? (message[at - 2] === 13 ? at - 2 : at - 1) : at;
}

/** `multipart/mixed` and the like. */
export function isMultipart(part: MimePart): boolean {
  return part.type === "multipart" && part.children.length > 0;
}

/** Number of lines between two offsets, as BODYSTRUCTURE counts them. */
export function countLines(message: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = message.indexOf(10, from); at !== -1 && at < to; at = message.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/**
 * The part with IMAP's numbers (RFC 3501 section 6.4.5): children of a multipart from 1, a message/rfc822 steps into
 * its message, part 1 of what is no multipart is the thing itself.
 */
export function partByNumbers(root: MimePart, numbers: readonly number[]): MimePart | undefined {
  let part: MimePart | undefined = root;
  for (const [depth, number] of numbers.entries()) {
    const isMessage: boolean = depth === 0 || part?.type === "message";
    const whole: MimePart | undefined = depth > 0 && isMessage ? part?.children[0] : part;
    if (!whole) return undefined;
    if (isMultipart(whole)) part = whole.children[number - 1];
    else part = isMessage && number === 1 ? whole : undefined;
  }
  return part;
}
