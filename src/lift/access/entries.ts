import type { AccessEntry, AccessScope, AccessSubject, AccessVerdict } from "../../model/access.ts";
import type { SourceTable, TableRow } from "../../model/table.ts";
import type { Span } from "../../source/source-file.ts";
import { readNetwork } from "../shared/client-network.ts";
import { refusalOf } from "../shared/refusal.ts";
import { tableEntries } from "../shared/table-entries.ts";

/** How the rules of a configuration read the table. */
export interface AccessShape {
  readonly checksRecipients: boolean;
  readonly grantsByAddress: boolean;
  readonly dottedKeys: boolean;
  readonly skips: boolean;
}

const scopes: Readonly<Record<string, AccessScope>> = { connect: "client", from: "sender", to: "recipient" };
const limits = { greetpause: "greeting-pause", clientrate: "connection-rate", clientconn: "connections" } as const;
const peers = { tls_srv: "server", tls_clt: "client", tls_rcpt: "recipient", try_tls: "try" } as const;
/** Tags with a meaning of their own that has no counterpart. */
const otherTags = new Set([
  "srv_features",
  "clt_features",
  "tls_srv_features",
  "tls_clt_features",
  "certissuer",
  "certsubject",
  "qgrp",
  "compat",
  "bcc",
  "rhs",
]);

/** The rows of an access table as what they say (cf/README, "FEATURE(access_db)"). Streamed. */
export function accessEntries(table: SourceTable | undefined, shape: AccessShape): Generator<AccessEntry> {
  return tableEntries(table, (row) => readRow(row, shape));
}

function readRow({ key, value, at }: TableRow, shape: AccessShape): AccessEntry {
  const tagged = /^([a-z_]+):(.*)$/s.exec(key);
  const tag = tagged?.[1] === "ipv6" ? undefined : tagged?.[1];
  const rest = tag === undefined ? key : (tagged?.[2] ?? "");
  if (tag === undefined) return readRule(at, "any", rest, value, shape);
  const scope = scopes[tag];
  if (scope) return readRule(at, scope, rest, value, shape);
  if (tag === "spam") return readTaste(at, rest, value);
  if (tag in limits) return readLimit(at, limits[tag as keyof typeof limits], rest, value);
  if (tag in peers) {
    return { kind: "tls", at, peer: peers[tag as keyof typeof peers], subject: subjectOf(rest), text: value };
  }
  if (tag === "authinfo") return { kind: "login", at, host: rest, text: value };
  if (otherTags.has(tag)) return { kind: "other", at, tag, key: rest, text: value };
  return { kind: "dead", at, reason: `no rule looks up the tag ${tag}:` };
}

function readRule(at: Span, scope: AccessScope, rest: string, value: string, shape: AccessShape): AccessEntry {
  const subject = subjectOf(rest);
  const verdict = verdictOf(value, subject, shape.skips);
  const reason = deadReason(scope, subject, verdict, rest, shape);
  return reason === undefined ? { kind: "rule", at, scope, subject, verdict } : { kind: "dead", at, reason };
}

/** Why the rules never find an entry; undefined when they do. */
function deadReason(
  scope: AccessScope,
  subject: AccessSubject,
  verdict: AccessVerdict,
  rest: string,
  shape: AccessShape,
): string | undefined {
  if (subject.kind === "any") return "a tag alone is never looked up here";
  if (subject.kind === "below" && !shape.dottedKeys) {
    return "keys that begin with a dot are looked up with FEATURE(`lookupdotdomain') only";
  }
  if (/^ipv6:/i.test(rest) && subject.kind !== "network")
    return "sendmail compares the text of the address, and never writes it so";
  if (scope === "client" && /^\[/.test(rest)) return "a client's address is looked up without brackets";
  if (scope === "client" && (subject.kind === "address" || subject.kind === "user")) return "a client has no user name";
  if (scope !== "client" && scope !== "any" && subject.kind === "network")
    return "an address of a client stands behind a tag for senders or recipients";
  if (scope === "recipient") return deadForRecipients(subject, verdict, shape);
  return undefined;
}

function deadForRecipients(subject: AccessSubject, verdict: AccessVerdict, shape: AccessShape): string | undefined {
  if (verdict.kind === "relay") {
    return isSingle(subject) && !shape.grantsByAddress && !shape.checksRecipients
      ? "permission to relay is looked up by domain only (no relaytofulladdress)"
      : undefined;
  }
  // Without checks an entry for a domain still takes it out of a permission for the domain above.
  return shape.checksRecipients || !isSingle(subject)
    ? undefined
    : "recipients are refused with FEATURE(`blocklist_recipients') only";
}

function subjectOf(text: string): AccessSubject {
  if (text === "") return { kind: "any" };
  if (text === "<>") return { kind: "null-sender" };
  const at = text.lastIndexOf("@");
  if (at > 0) {
    const user = text.slice(0, at);
    const domain = text.slice(at + 1);
    return domain === "" ? { kind: "user", user } : { kind: "address", user, domain };
  }
  const network = text.startsWith("[") ? undefined : readNetwork(text);
  if (network) return { kind: "network", network };
  if (text.startsWith(".")) return { kind: "below", domain: text.slice(1) };
  return { kind: "domain", domain: text.replace(/\.$/, "") };
}

/**
 * The right-hand side as Basic_check_relay, Basic_check_mail and Rcpt_ok read it. SKIP counts with its argument of
 * access_db only; for single senders it still becomes the text of a refusal, "553 SKIP".
 */
function verdictOf(value: string, subject: AccessSubject, skips: boolean): AccessVerdict {
  const text = value.trim();
  switch (text.toUpperCase()) {
    case "OK":
      return { kind: "accept" };
    case "RELAY":
      return { kind: "relay" };
    case "REJECT":
      return { kind: "reject" };
    case "DISCARD":
      return { kind: "discard" };
    case "SKIP":
      if (skips) return { kind: "skip", refusalOfSender: isSingle(subject) ? refusalOf(undefined, text) : undefined };
      break;
  }
  const quarantine = /^quarantine:\s*(.+)$/is.exec(text);
  if (quarantine) return { kind: "quarantine", text: (quarantine[1] ?? "").trim() };
  const status = /^error:\s*([245]\.\d{1,3}\.\d{1,3})\s*:\s*(.*)$/is.exec(text);
  if (status) return { kind: "refuse", refusal: refusalOf(status[1], status[2] ?? "") };
  const error = /^error:\s*(.*)$/is.exec(text);
  return { kind: "refuse", refusal: refusalOf(undefined, error?.[1] ?? text) };
}

function isSingle(subject: AccessSubject): boolean {
  return subject.kind === "address" || subject.kind === "user";
}

function readTaste(at: Span, rest: string, value: string): AccessEntry {
  const taste = value.trim().toLowerCase();
  if (taste !== "friend" && taste !== "hater") return { kind: "broken", at, reason: "Spam: takes FRIEND or HATER" };
  return { kind: "taste", at, taste, subject: subjectOf(rest) };
}

function readLimit(
  at: Span,
  limit: "greeting-pause" | "connection-rate" | "connections",
  rest: string,
  value: string,
): AccessEntry {
  const number = Number.parseInt(value, 10);
  if (!Number.isInteger(number)) return { kind: "broken", at, reason: `${value} is no number` };
  return { kind: "limit", at, limit, subject: subjectOf(rest), value: number };
}
