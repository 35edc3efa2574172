/**
 * mbox-format: the text of an mbox file
 *
 * mboxrd: every line of a message that matches `^>*From ` gets one more `>` when it is written and loses one when it
 * is read (qmail's mbox(5)). The headers in which mail readers keep their state are the store's, never the sender's:
 * they are dropped from arriving mail and not shown to clients.
 */
const LF = 10;
const CR = 13;
const GREATER = 62;
const FROM = Buffer.from("From ");

/** Headers that hold a mail reader's state (c-client, mutt, Dovecot), lower case. */
const stateHeaders = new Set(["status", "x-status", "x-keywords", "x-uid", "x-imap", "x-imapbase", "content-length"]);

const days: readonly string[] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months: readonly string[] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (value: number, fill: string): string => String(value).padStart(2, fill);

/** `From sender  Thu Jan  1 00:00:00 1970` in local time, as mail_copy.c of Postfix writes it, without line end. */
export function fromLine(sender: string, date: Date): string {
  const who = sender === "" ? "MAILER-DAEMON" : sender.replaceAll(/\s/g, "?");
  const day = `${days[date.getDay()]} ${months[date.getMonth()]} ${two(date.getDate(), " ")}`;
  const time = `${two(date.getHours(), "0")}:${two(date.getMinutes(), "0")}:${two(date.getSeconds(), "0")}`;
  return `From ${who}  ${day} ${time} ${date.getFullYear()}`;
}

const fromPattern =
  /^From .*?(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat),? +(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) +(\d{1,2}):(\d\d)(?::(\d\d))?(?: +[A-Za-z0-9+-]+){0,2}? +(\d{4})\b/;

/** The date of a From_ line in milliseconds, or undefined when the line is not one. */
export function parseFromLine(line: string): number | undefined {
  const match = fromPattern.exec(line);
  if (!match) return undefined;
  const [, month = "Jan", day, hour, minute, second = "0", year] = match;
  const at = new Date(Number(year), months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  return at.getTime();
}

/** True when the line that starts at `at` begins with `From `. */
export function startsWithFrom(bytes: Buffer, at: number, end: number): boolean {
  return end - at >= 5 && bytes.compare(FROM, 0, 5, at, at + 5) === 0;
}

/** True for `>From `, `>>From ` ... at `at`. */
function isQuotedFrom(bytes: Buffer, at: number, end: number): boolean {
  let from = at;
  while (from < end && bytes[from] === GREATER) from += 1;
  return from > at && startsWithFrom(bytes, from, end);
}

/** Where the line that starts at `at` ends: the offset after its LF, or the end of the buffer. */
function lineEnd(bytes: Buffer, at: number): number {
  const lf = bytes.indexOf(LF, at);
  return lf === -1 ? bytes.length : lf + 1;
}

/** True for an empty line, with or without CR. */
export function isBlankLine(bytes: Buffer, at: number, end: number): boolean {
  return bytes[at] === LF || (bytes[at] === CR && end - at === 2);
}

/** The lower-case name of the state header that the line begins, or undefined for any other line. */
export function stateHeaderName(bytes: Buffer, at: number, end: number): string | undefined {
  const first = bytes[at];
  // S, X, C in either case: nothing else can be one.
  if (first !== 83 && first !== 88 && first !== 67 && first !== 115 && first !== 120 && first !== 99) return undefined;
  const colon = bytes.indexOf(58, at);
  if (colon === -1 || colon >= end || colon - at > 16) return undefined;
  const name = bytes.toString("latin1", at, colon).trimEnd().toLowerCase();
  return stateHeaders.has(name) ? name : undefined;
}

/** True for a folded header line. */
export function isContinuation(bytes: Buffer, at: number): boolean {
  return bytes[at] === 32 || bytes[at] === 9;
}

/**
 * A message as it goes into an mbox file after its From_ line: LF line ends, `>` before `^>*From `, state headers
 * dropped, a line end after the last line. `block` is put at the end of the headers.
 */
export function mboxText(message: Buffer, block = ""): Buffer {
  const parts: Buffer[] = [];
  let inHeader = true;
  let dropping = false;
  for (let at = 0; at < message.length; ) {
    const end = lineEnd(message, at);
    if (inHeader && isBlankLine(message, at, end)) {
      inHeader = false;
      parts.push(Buffer.from(block));
    }
    dropping = inHeader && (isContinuation(message, at) ? dropping : stateHeaderName(message, at, end) !== undefined);
    if (!dropping) pushLine(parts, message, at, end);
    at = end;
  }
  if (inHeader) parts.push(Buffer.from(`${block}\n`));
  return Buffer.concat(parts);
}

function pushLine(parts: Buffer[], message: Buffer, at: number, end: number): void {
  if (startsWithFrom(message, at, end) || isQuotedFrom(message, at, end)) parts.push(Buffer.from(">"));
  const hasLf = message[end - 1] === LF;
  const textEnd = hasLf ? (message[end - 2] === CR && end - 2 >= at ? end - 2 : end - 1) : end;
  parts.push(message.subarray(at, textEnd), Buffer.from("\n"));
}

/**
 * The message that the mbox text between From_ line and separator stands for: quoting undone, state headers left out,
 * lines ending in CR LF. The size it has was computed by the scan; `size` is that number.
 */
export function presentedText(raw: Buffer, size: number): Buffer {
  const out = Buffer.allocUnsafe(size);
  let to = 0;
  let inHeader = true;
  let dropping = false;
  for (let at = 0; at < raw.length; ) {
    const end = lineEnd(raw, at);
    if (inHeader && isBlankLine(raw, at, end)) inHeader = false;
    dropping = inHeader && (isContinuation(raw, at) ? dropping : stateHeaderName(raw, at, end) !== undefined);
    if (!dropping) to = copyPresented(raw, at, end, out, to);
    at = end;
  }
  return out.subarray(0, to);
}

function copyPresented(raw: Buffer, at: number, end: number, out: Buffer, to: number): number {
  const from = isQuotedFrom(raw, at, end) ? at + 1 : at;
  const textEnd = raw[end - 1] === LF ? (raw[end - 2] === CR && end - 2 >= from ? end - 2 : end - 1) : end;
  const after = to + raw.copy(out, to, from, textEnd);
  out[after] = CR;
  out[after + 1] = LF;
  return after + 2;
}

/** Octets that a line of the file has when it is handed out. */
export function presentedLength(bytes: Buffer, at: number, end: number): number {
  const quoted = isQuotedFrom(bytes, at, end) ? 1 : 0;
  const hasLf = bytes[end - 1] === LF;
  const hasCr = hasLf && end - 2 >= at && bytes[end - 2] === CR;
  return end - at - quoted + (hasCr ? 0 : hasLf ? 1 : 2);
}
