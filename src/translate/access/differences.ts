import type { AccessEntry } from "../../model/access.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { RowDifference } from "../shared/claim.ts";
import { hasTlsRow } from "../shared/peer-tls.ts";
import { type AccessShape, putRows } from "./rows.ts";

/** How a row is not carried over exactly; undefined when it is. */
export function differenceOf(entry: AccessEntry, policy: MailPolicy, shape: AccessShape): RowDifference | undefined {
  switch (entry.kind) {
    case "dead":
      return { disposition: "obsolete", note: `Left out: ${entry.reason}.` };
    case "broken":
      return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
    case "other":
      return { disposition: "manual", note: otherNote(entry.tag) };
    case "tls":
      return hasTlsRow(entry)
        ? { disposition: "approximate", note: sharedNote("tls") }
        : {
            disposition: "manual",
            note: "This TLS requirement has no counterpart: see smtp_tls_policy_maps and smtpd_tls_ parameters.",
          };
    case "limit":
      return limitApplies(entry.limit, policy)
        ? { disposition: "approximate", note: sharedNote("limit") }
        : { disposition: "obsolete", note: "Left out: no rule asks for this limit." };
    case "login":
      return { disposition: "approximate", note: sharedNote("login") };
    case "taste":
      return tasteDifference(entry, shape);
    case "rule":
      if (entry.verdict.kind === "quarantine") {
        return { disposition: "approximate", note: "The whole message is put on hold, not only marked." };
      }
      // smtpd(8) looks no further once it discards; sendmail only remembers it (parseaddr.c, EF_DISCARD).
      if (entry.verdict.kind === "discard" && entry.scope !== "recipient" && actsAtAll(entry, shape)) {
        return {
          disposition: "approximate",
          note: "Discarded before the recipient is looked at: one that would have been refused is not.",
        };
      }
      return actsAtAll(entry, shape) ? undefined : { disposition: "obsolete", note: "Left out: no rule acts on it." };
  }
}

function tasteDifference(
  entry: Extract<AccessEntry, { kind: "taste" }>,
  shape: AccessShape,
): RowDifference | undefined {
  if (actsAtAll(entry, shape)) return undefined;
  return { disposition: "obsolete", note: `Left out: the checks know no ${entry.taste}.` };
}

function actsAtAll(entry: AccessEntry, shape: AccessShape): boolean {
  return putRows(entry, shape, () => undefined);
}

function limitApplies(limit: Extract<AccessEntry, { kind: "limit" }>["limit"], { clientLimits }: MailPolicy): boolean {
  switch (limit) {
    case "greeting-pause":
      return clientLimits.greetingPause !== undefined;
    case "connection-rate":
      return clientLimits.connectionRate !== undefined;
    case "connections":
      return clientLimits.connections !== undefined;
  }
}

function sharedNote(kind: "limit" | "tls" | "login"): string {
  switch (kind) {
    case "limit":
      return "Postfix has one limit for all clients; those with 0 are exempt.";
    case "tls":
      return "Postfix keys TLS requirements by the next hop, not by the server's name, and knows no number of bits.";
    case "login":
      return "The log-in stands in the table of passwords, by the next hop.";
  }
}

function otherNote(tag: string): string {
  switch (tag) {
    case "srv_features":
      return "Drop single EHLO keywords by client with smtpd_discard_ehlo_keyword_address_maps.";
    case "compat":
      return "Refuse the pair with a restriction class for the sender that checks the recipient.";
    case "bcc":
      return "Add the copy with recipient_bcc_maps.";
    case "certissuer":
    case "certsubject":
      return "Names in certificates are not compared: permit the client by fingerprint in relay_clientcerts.";
    case "qgrp":
      return "Give the recipient a transport of its own in transport_maps.";
    default:
      return "There is no setting for single peers; see the global smtp_tls_ and smtpd_tls_ settings.";
  }
}
