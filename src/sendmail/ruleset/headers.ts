/**
 * headers — what sendmail knows of a header by its name, and the ruleset that an H line has it checked by (conf.c,
 * HdrInfo; headers.c, chompheader)
 */
import { checkRuleset, type Decision } from "./check.ts";
import { type MacroNames, macroId } from "./macro-names.ts";
import { META } from "./metasymbol.ts";
import { type Message, type Session, setMacro } from "./session.ts";

/** `HSubject: $>CheckSubject`; `$>+` leaves comments in. */
export interface HeaderCheck {
  readonly ruleset: string;
  readonly stripsComments: boolean;
}

/** By lower-case name; `*` for headers that no other line names. */
export type HeaderChecks = ReadonlyMap<string, HeaderCheck>;

/** Takes the text behind `H`, dollars translated; undefined for a line that adds a header. */
export function headerCheckOf(names: MacroNames, text: string): readonly [string, HeaderCheck] | undefined {
  const call = String.fromCharCode(META.macro, macroId(names, ">"));
  const parts = /^(?:\?[^?]*\?)?([^\s:]+)[ \t]*:[ \t]*([\s\S]*)$/.exec(text);
  const [, name, value = ""] = parts ?? [];
  const called = value.startsWith(call)
    ? value.slice(call.length)
    : value.charCodeAt(0) === META.call
      ? value.slice(1)
      : undefined;
  const ruleset = called === undefined ? undefined : /^(\+?)[ \t]*(\w+)/.exec(called);
  if (name === undefined || !ruleset?.[2]) return undefined;
  return [name.toLowerCase(), { ruleset: ruleset[2], stripsComments: ruleset[1] === "" }];
}

/** Bits of sendmail.h (H_...). */
const USER = 0x40000;
const STRIPS_COMMENTS = 0x10000;
const END_OF_HEADERS = 0x1;

const flagsByName: ReadonlyMap<string, number> = new Map([
  ...named(0x0008, "resent-message-id", "resent-date"),
  ...named(0x0108, "resent-sender", "resent-from", "resent-reply-to"),
  ...named(0x0100, "sender", "from", "reply-to", "disposition-notification-to"),
  ...named(0x0900, "errors-to"),
  ...named(0x0020, "full-name", "content-length"),
  ...named(0x0400, "return-receipt-to", "delivery-receipt-to"),
  ...named(0x0002, "to", "cc", "apparently-to"),
  ...named(0x000a, "resent-to", "resent-cc"),
  ...named(0x4002, "bcc"),
  ...named(0x400a, "resent-bcc"),
  ...named(END_OF_HEADERS, "message", "text"),
  ...named(0x00c0, "received", "x400-received", "via", "mail-from"),
  ...named(0x8040, "comments"),
  ...named(0x20060, "return-path"),
  ...named(0x1000, "content-transfer-encoding"),
  ...named(0x2000, "content-type"),
  ...named(0x8000, "subject"),
]);

function named(flags: number, ...names: readonly string[]): readonly (readonly [string, number])[] {
  return names.map((name) => [name, flags]);
}

export interface HeaderLineParts {
  readonly name: string;
  readonly value: string;
}

/** Name and value of a header line; undefined for a text that is none. */
export function headerLine(text: string): HeaderLineParts | undefined {
  const parts = /^([^\s:]+)[ \t]*:([\s\S]*)$/.exec(text);
  return parts ? { name: parts[1] ?? "", value: parts[2] ?? "" } : undefined;
}

/** The flags that chompheader() gives for a header that came with a message. */
export function headerFlags(checks: HeaderChecks, name: string): number {
  const lower = name.toLowerCase();
  const known = flagsByName.get(lower) ?? 0;
  if ((known & END_OF_HEADERS) !== 0) return known;
  return known | USER | (checkFor(checks, lower)?.stripsComments ? STRIPS_COMMENTS : 0);
}

function checkFor(checks: HeaderChecks, lower: string): HeaderCheck | undefined {
  return checks.get(lower) ?? checks.get("*");
}

/** Runs the ruleset of a header, with `${hdr_name}`, `${hdrlen}` and `${currHeader}` set; without one it is accepted. */
export function checkHeader(session: Session, header: HeaderLineParts, said: readonly Message[]): Decision {
  const check = checkFor(session.program.headerChecks, header.name.toLowerCase());
  if (!check) return { kind: "accept", answer: [] };
  const { name, value } = header;
  setMacro(session, "hdr_name", name);
  setMacro(session, "hdrlen", String(value.length));
  setMacro(session, "currHeader", `"${value.replace(/["\\]/g, "\\$&").slice(0, 254)}"`);
  setMacro(session, "addr_type", "h");
  return checkRuleset(session, { ruleset: check.ruleset, first: value, removeComments: check.stripsComments }, said);
}
