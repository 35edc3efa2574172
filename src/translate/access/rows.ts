import type { Access, AccessEntry, AccessSubject, AccessVerdict } from "../../model/access.ts";
import type { Network } from "../../model/network.ts";
import type { LookupRow } from "../../postfix/config.ts";
import type { Span } from "../../source/source-file.ts";
import { accessReply } from "../shared/smtp-reply.ts";
import { literalPattern } from "../shared/table.ts";

/** The tables that one access table of the old host becomes. */
export const accessTables = [
  "clients",
  "clientNetworks6",
  "senderAddresses",
  "senderDomains",
  "recipientAddresses",
  "recipientDomains",
  "relayClients",
  "relayNetworks6",
  "relayDomains",
  "relayHostsBelow",
  "relayExceptions",
  "relayRecipients",
  "friends",
  "haters",
] as const;
export type AccessTable = (typeof accessTables)[number];

export interface AccessShape {
  readonly access: Access;
  readonly localDomains: readonly string[];
  /** Keys match hosts below a domain without a key of their own (parent_domain_matches_subdomains). */
  readonly parentsMatch: boolean;
  /** Domains to which the table lets anybody send. */
  readonly relayedDomains: ReadonlySet<string>;
}

type Rule = Extract<AccessEntry, { kind: "rule" }>;
export type RowSink = (table: AccessTable, row: LookupRow) => void;

/** Gives every row that an entry becomes to `put`; whether anything was put is the answer. */
export function putRows(entry: AccessEntry, shape: AccessShape, put: RowSink): boolean {
  let count = 0;
  const counted: RowSink = (table, row) => {
    count += 1;
    put(table, row);
  };
  if (entry.kind === "taste" && entry.taste === shape.access.delayed.value) {
    (entry.taste === "friend" ? putFriend : putHater)(entry, shape, counted);
  }
  if (entry.kind === "rule") {
    if (entry.scope === "client" || entry.scope === "any") putClient(entry, shape, counted);
    if (entry.scope === "sender" || entry.scope === "any") putSender(entry, shape, counted);
    if (entry.scope === "recipient" || entry.scope === "any") putRecipient(entry, shape, counted);
  }
  return count > 0;
}

/** check_relay by name and address, and Relay_ok: two questions of the same rows. */
function putClient({ subject, verdict, at }: Rule, shape: AccessShape, put: RowSink): void {
  const action = clientAction(verdict, shape.access);
  const grant = verdict.kind === "relay" ? "OK" : "DUNNO";
  if (subject.kind === "network") {
    putNetwork(subject.network, action, "clients", "clientNetworks6", at, put);
    putNetwork(subject.network, grant, "relayClients", "relayNetworks6", at, put);
    return;
  }
  const keys = domainKeys(subject, shape.parentsMatch);
  for (const key of keys) put("clients", { key, value: action, at });
  // relay_hosts_only: permission is for one host, refusals are still for those below, too.
  if (shape.access.grantsSubdomains.value) for (const key of keys) put("relayClients", { key, value: grant, at });
  else if (subject.kind === "domain") put("relayClients", { key: subject.domain, value: grant, at });
}

/** Postfix looks an IPv4 address up octet by octet as sendmail does; IPv6 needs a table of ranges. */
function putNetwork(
  network: Network,
  value: string,
  table: "clients" | "relayClients",
  table6: "clientNetworks6" | "relayNetworks6",
  at: Span,
  put: RowSink,
): void {
  if (network.family === "ipv6") put(table6, { key: `${network.address}/${network.prefix}`, value, at });
  else
    put(table, {
      key: network.address
        .split(".")
        .slice(0, network.prefix / 8)
        .join("."),
      value,
      at,
    });
}

/** check_mail: the null sender is let through before the table is asked. */
function putSender({ subject, verdict, at }: Rule, shape: AccessShape, put: RowSink): void {
  const refusal = verdict.kind === "skip" ? verdict.refusalOfSender : undefined;
  const value = refusal ? accessReply(refusal) : clientAction(verdict, shape.access);
  if (subject.kind === "address") put("senderAddresses", { key: `${subject.user}@${subject.domain}`, value, at });
  else if (subject.kind === "user") put("senderAddresses", { key: `${subject.user}@`, value, at });
  else for (const key of domainKeys(subject, shape.parentsMatch)) put("senderDomains", { key, value, at });
}

function putRecipient({ subject, verdict, at }: Rule, shape: AccessShape, put: RowSink): void {
  const { access } = shape;
  if (access.checksRecipients.value) {
    const value = recipientAction(verdict, access);
    if (subject.kind === "address") put("recipientAddresses", { key: `${subject.user}@${subject.domain}`, value, at });
    else if (subject.kind === "user") putUser(subject.user, value, shape, at, put);
    else for (const key of domainKeys(subject, shape.parentsMatch)) put("recipientDomains", { key, value, at });
  }
  if (verdict.kind !== "relay") {
    putException(subject, shape, at, put);
    return;
  }
  if (subject.kind === "address" && access.grantsByAddress.value) {
    put("relayRecipients", { key: `${subject.user}@${subject.domain}`, value: "OK", at });
  }
  if (subject.kind === "domain") {
    if (!shape.localDomains.includes(subject.domain)) put("relayDomains", { key: subject.domain, value: "relay", at });
    else if (shape.access.grantsSubdomains.value) {
      // The domain itself is local and may not stand in both lists; a pattern can leave it out.
      put("relayHostsBelow", { key: `/\\.${literalPattern(subject.domain)}$/`, value: "relay", at });
    }
  }
  if (subject.kind === "below" && shape.access.grantsSubdomains.value)
    put("relayDomains", { key: `.${subject.domain}`, value: "relay", at });
}

/** Rcpt_ok stops at the nearest entry: one that is not RELAY takes a domain out of a permission above it. */
function putException(subject: AccessSubject, { relayedDomains }: AccessShape, at: Span, put: RowSink): void {
  if (subject.kind !== "domain" && subject.kind !== "below") return;
  const labels = subject.domain.split(".");
  const isBelow = labels.some((_, index) => index > 0 && relayedDomains.has(labels.slice(index).join(".")));
  if (!isBelow) return;
  put("relayExceptions", {
    key: subject.kind === "below" ? `.${subject.domain}` : subject.domain,
    value: "refuse",
    at,
  });
}

/** `user@` of recipients holds in local domains only; Postfix would match it in every domain. */
function putUser(user: string, value: string, { localDomains }: AccessShape, at: Span, put: RowSink): void {
  for (const domain of localDomains) put("recipientAddresses", { key: `${user}@${domain}`, value, at });
}

function putFriend(entry: Extract<AccessEntry, { kind: "taste" }>, shape: AccessShape, put: RowSink): void {
  const { subject, at } = entry;
  if (subject.kind === "address") put("friends", { key: `${subject.user}@${subject.domain}`, value: "OK", at });
  else if (subject.kind === "user") {
    for (const domain of shape.localDomains) put("friends", { key: `${subject.user}@${domain}`, value: "OK", at });
  } else for (const key of domainKeys(subject, shape.parentsMatch)) put("friends", { key, value: "OK", at });
}

/** Only who hates spam is protected: the patterns end in one that lets everybody else pass. */
function putHater(entry: Extract<AccessEntry, { kind: "taste" }>, shape: AccessShape, put: RowSink): void {
  const { subject, at } = entry;
  const row = (pattern: string): void => put("haters", { key: `/${pattern}$/`, value: "DUNNO", at });
  if (subject.kind === "address") row(`^${literalPattern(`${subject.user}@${subject.domain}`)}`);
  else if (subject.kind === "user") {
    row(`^${literalPattern(subject.user)}@(${shape.localDomains.map(literalPattern).join("|")})`);
  } else if (subject.kind === "domain") row(`[@.]${literalPattern(subject.domain)}`);
  else if (subject.kind === "below") row(`\\.${literalPattern(subject.domain)}`);
}

function domainKeys(subject: AccessSubject, parentsMatch: boolean): readonly string[] {
  if (subject.kind === "domain") return parentsMatch ? [subject.domain] : [subject.domain, `.${subject.domain}`];
  return subject.kind === "below" ? [`.${subject.domain}`] : [];
}

/** Clients and senders: OK and RELAY end the list, they grant nothing. */
function clientAction(verdict: AccessVerdict, access: Access): string {
  switch (verdict.kind) {
    case "accept":
    case "relay":
      return "OK";
    case "reject":
      return accessReply(access.refusal);
    default:
      return otherAction(verdict);
  }
}

function recipientAction(verdict: AccessVerdict, access: Access): string {
  switch (verdict.kind) {
    case "accept":
    case "relay":
      return "OK";
    case "reject":
      return accessReply(access.recipientRefusal);
    default:
      return otherAction(verdict);
  }
}

function otherAction(verdict: Exclude<AccessVerdict, { kind: "accept" | "relay" | "reject" }>): string {
  switch (verdict.kind) {
    case "discard":
      return "DISCARD";
    case "skip":
      return "DUNNO";
    case "quarantine":
      return `HOLD ${verdict.text}`;
    case "refuse":
      return accessReply(verdict.refusal);
  }
}
