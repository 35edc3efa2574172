/** rewrite-header: addresses of header fields, fields that are dropped, and fields that every message has (cleanup(8)) */
import type { Settings } from "../../postfix/read/settings.ts";
import type { Resolver } from "../../postfix/resolve/resolver.ts";
import { mailDate } from "../bounce.ts";
import { addressSpans } from "./address-spans.ts";

/** `remote`: the client is not one of local_header_rewrite_clients. */
export type HeaderContext = "local" | "remote";

const senderFields: ReadonlySet<string> = new Set([
  "errors-to",
  "from",
  "reply-to",
  "resent-from",
  "resent-reply-to",
  "resent-sender",
  "return-receipt-to",
  "sender",
]);

const recipientFields: ReadonlySet<string> = new Set([
  "apparently-to",
  "bcc",
  "cc",
  "resent-bcc",
  "resent-cc",
  "resent-to",
  "to",
]);

function roleOf(name: string): "header_sender" | "header_recipient" | undefined {
  if (senderFields.has(name)) return "header_sender";
  return recipientFields.has(name) ? "header_recipient" : undefined;
}

/** One field with its line ends; what is no address list comes back as it is (src/global/header_opts.c). */
export function rewriteField(field: string, resolver: Resolver, context: HeaderContext): string {
  const name = fieldName(field);
  const role = roleOf(name);
  if (role === undefined) return field;
  return replaceAddresses(field, (address) => resolver.cleanHeader(address, role, context === "remote"));
}

/** smtp_generic_maps on the way out (smtp_map11.c): every address field. */
export function mapField(field: string, map: (address: string) => string): string {
  return roleOf(fieldName(field)) === undefined ? field : replaceAddresses(field, map);
}

export function fieldName(field: string): string {
  return /^([!-9;-~]+)[ \t]*:/.exec(field)?.[1]?.toLowerCase() ?? "";
}

function replaceAddresses(field: string, map: (address: string) => string): string {
  const colon = field.indexOf(":") + 1;
  const value = field.slice(colon);
  let out = "";
  let from = 0;
  for (const { start, end, text } of addressSpans(value)) {
    const mapped = text === "" ? text : map(text);
    out += value.slice(from, start) + (mapped === text ? value.slice(start, end) : mapped);
    from = end;
  }
  return field.slice(0, colon) + out + value.slice(from);
}

/** message_drop_headers: `bcc, content-length, resent-bcc, return-path` unless main.cf says otherwise. */
export function droppedFields(settings: Settings): ReadonlySet<string> {
  return new Set(settings.words("message_drop_headers").map((name) => name.toLowerCase()));
}

export interface MissingFields {
  readonly present: ReadonlySet<string>;
  readonly sender: string;
  readonly hostname: string;
  readonly id: string;
  readonly now: Date;
  /** undisclosed_recipients_header: the line for a message that names no recipient. */
  readonly undisclosed: string;
}

/** From:, Date: and Message-Id:, where they are not there; resent messages get the Resent- ones (cleanup_message.c). */
export function missingFields({ present, sender, hostname, id, now, undisclosed }: MissingFields): string {
  const prefix = [...present].some((name) => name.startsWith("resent-")) ? "Resent-" : "";
  const lacks = (name: string): boolean => !present.has(`${prefix}${name}`.toLowerCase());
  const two = (value: number): string => String(value).padStart(2, "0");
  const stamp =
    `${now.getUTCFullYear()}${two(now.getUTCMonth() + 1)}${two(now.getUTCDate())}` +
    `${two(now.getUTCHours())}${two(now.getUTCMinutes())}${two(now.getUTCSeconds())}`;
  return [
    ...(lacks("Message-Id") ? [`${prefix}Message-Id: <${stamp}.${id}@${hostname}>\n`] : []),
    ...(lacks("Date") ? [`${prefix}Date: ${mailDate(now)}\n`] : []),
    ...(lacks("From") ? [`${prefix}From: ${sender === "" ? `MAILER-DAEMON@${hostname}` : sender}\n`] : []),
    ...(undisclosed !== "" && !["to", "cc", "bcc"].some((name) => present.has(name)) ? [`${undisclosed}\n`] : []),
  ].join("");
}
