/** print: values in the grammar of RFC 3501 section 9 */

const days = 86_400_000;

/** A string: quoted where it can be, a literal otherwise. One character a byte. */
export function printString(text: string): string {
  if (text.length < 1000 && /^[\t -~]*$/.test(text)) return `"${text.replaceAll(/(["\\])/g, "\\$1")}"`;
  return `{${text.length}}\r\n${text}`;
}

/** A string, or NIL for undefined. */
export function printNString(text: string | undefined): string {
  return text === undefined ? "NIL" : printString(text);
}

export function printList(items: readonly string[]): string {
  return `(${items.join(" ")})`;
}

/** A mailbox name: an atom where it can be. */
export function printMailbox(name: string): string {
  return /^[A-Za-z0-9_./&+,=-]+$/.test(name) ? name : printString(name);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `"24-Nov-2026 08:36:15 +0000"`, always in UTC. */
export function printDateTime(date: number): string {
  const at = new Date(date);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = String(at.getUTCDate()).padStart(2, " ");
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `"${day}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()} ${time} +0000"`;
}

/** `24-Nov-2026 08:36:15 +0100` in milliseconds; undefined when it is none. */
export function parseDateTime(text: string): number | undefined {
  const match = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  const month = monthNumber(match?.[2]);
  if (!match || month === -1) return undefined;
  const [, day, , year, hour, minute, second, sign, offsetHour, offsetMinute] = match;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const utc = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  return utc - offset * 60_000;
}

/** `24-Nov-2026` as a number of days since 1970; undefined when it is none. */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text);
  const month = monthNumber(match?.[2]);
  if (!match || month === -1) return undefined;
  return Date.UTC(Number(match[3]), month, Number(match[1])) / days;
}

/** The day of an internal date. */
export function dayOf(date: number): number {
  return Math.floor(date / days);
}

export function monthNumber(name: string | undefined): number {
  return months.findIndex((month) => month.toLowerCase() === name?.toLowerCase());
}
