/**
 * forms — differences of the two programs that are the same in every configuration, each told by its question and
 * both answers
 */
import type { DifferentForm } from "../../diagnostics/disposition.ts";
import type { Probe } from "../../sendmail/probe/probe.ts";
import { type Answer, outcomeText } from "./outcome.ts";

/** A question that both sides answer differently. */
export interface TwoAnswers {
  readonly probe: Probe;
  readonly sendmail: Answer;
  readonly postfix: Answer;
}

/** `names`: where the form is about addresses in these domains only; for `agent-rewriting`, the agent. */
export function hasForm(form: DifferentForm, difference: TwoAnswers, names?: readonly string[]): boolean {
  const isNamed = names === undefined || form === "agent-rewriting" || isAbout(difference.probe, names);
  return isNamed && forms[form](difference, names ?? []);
}

/** One of the addresses of the question, or one that it leads through (`user%host@here`, `host!user`), has the domain. */
function isAbout(probe: Probe, names: readonly string[]): boolean {
  if (probe.question === "limit") return false;
  const addresses = probe.question === "decision" ? [probe.sender, probe.recipient] : [probe.address];
  return addresses.some((address) =>
    [...address.toLowerCase().matchAll(/[@%]([^@%:,]+)|([^!]+)(?=!)/g)].some(([, host, bangHost]) =>
      names.includes(host ?? bangHost ?? ""),
    ),
  );
}

const forms: Readonly<Record<DifferentForm, (difference: TwoAnswers, names: readonly string[]) => boolean>> = {
  "completed-word": (difference) => isCompleted(difference),
  "undotted-name": ({ probe }) =>
    probe.question === "decision" && [probe.sender, probe.recipient].some((address) => /@[^.@\]]+$/.test(address)),
  "percent-sender": ({ probe, postfix }) => {
    if (probe.question === "decision" || probe.question === "recipient" || probe.question === "limit") return false;
    return probe.address.includes("%") && outcomeText(postfix.outcome).startsWith(`${localPart(probe.address)}@`);
  },
  "uucp-name": (difference) => isUucpName(difference),
  "decnet-name": ({ probe, sendmail }) =>
    "address" in probe && /\.decnet$/i.test(probe.address) && JSON.stringify(sendmail).includes("::"),
  // The old side kept the whole name and took it for another host's; what a client may do follows from that.
  "short-local-name": ({ probe, sendmail }, names) => {
    const old = outcomeText(sendmail.outcome);
    return probe.question === "decision" || names.some((name) => name.includes(".") && old.includes(`@${name}`));
  },
  "own-name-sender": ({ probe }) => /-sender$/.test(probe.question),
  "short-own-sender": ({ probe, sendmail, postfix }) =>
    probe.question === "decision" &&
    /@[^.@]+$/.test(probe.sender) &&
    outcomeText(sendmail.outcome) === "accept" &&
    replyOf(postfix).includes("need fully-qualified address"),
  "own-literal": ({ probe, postfix }) =>
    probe.question === "recipient" &&
    /@\[[^\]]+\]$/.test(probe.address) &&
    (/^local /.test(outcomeText(postfix.outcome)) ||
      // Taken for the host's own, and handed on as its users are (a hub, luser_relay).
      [postfix.detail.recipients ?? []].flat().some((one) => / local:/.test(one)) ||
      replyOf(postfix).includes("unknown in local recipient table")),
  "kept-ending": ({ probe, sendmail, postfix }) =>
    probe.question === "recipient" &&
    outcomeText(sendmail.outcome) === outcomeText(postfix.outcome).replace(/^(pipe \S+ \S+)\.[^.\s]+ /, "$1 "),
  "old-network": (difference) => isOldNetwork(difference),
  "loopback-name": ({ probe, sendmail, postfix }) => {
    const [old, now] = [outcomeText(sendmail.outcome), outcomeText(postfix.outcome)];
    return "mailer" in probe && localPart(old) === localPart(now) && /@(?:localhost(?:\.[^@]*)?|\[[^@]*\])$/.test(now);
  },
  "literal-port": ({ probe, sendmail, postfix }) => {
    const withoutPort = ({ outcome }: Answer): string => outcomeText(outcome).replace(/(^\S+ \S+):\d+ /, "$1 ");
    return (
      probe.question === "recipient" &&
      /@\[[^\]]+\]>?$/.test(probe.address) &&
      /^smtp /.test(outcomeText(sendmail.outcome)) &&
      withoutPort(sendmail) === withoutPort(postfix)
    );
  },
  "bare-address": ({ probe, sendmail, postfix }) => {
    const old = outcomeText(sendmail.outcome);
    if (!("mailer" in probe) || old.includes("@") || old !== probe.address) return false;
    return outcomeText(postfix.outcome).replace(/@[^@]*$/, "") === old;
  },
  "stranger-relays": ({ probe, sendmail, postfix }) =>
    probe.question === "decision" &&
    outcomeText(sendmail.outcome) === "accept" &&
    postfix.detail.decidedBy === "reject_unauth_destination",
  "agent-rewriting": ({ probe }, names) => "mailer" in probe && names.includes(probe.mailer.toLowerCase()),
  "loopback-relays": ({ probe, sendmail, postfix }) =>
    (probe.question === "recipient" || (probe.question === "decision" && probe.client.address === "127.0.0.1")) &&
    REFUSED_RELAY.test(replyOf(sendmail)) &&
    !["reject", "tempfail"].includes(outcomeText(postfix.outcome)),
  "built-in": (difference) => isBuiltIn(difference),
};

/**
 * smtpd_check.c, smtpd_check_rcpt (RFC 5321 section 4.5.1) · cleanup_addr.c, cleanup_addr_sender · resolve.c: a domain
 * of digits (resolve_numeric_domain).
 */
function isBuiltIn({ probe, sendmail, postfix }: TwoAnswers): boolean {
  const now = outcomeText(postfix.outcome);
  if (probe.question === "limit") return false;
  if (probe.question === "decision") {
    const numeric = NUMERIC.test(probe.recipient) && now === "reject";
    const literal =
      /@\[[^\]]+\]$/.test(probe.sender) && now === "accept" && replyOf(sendmail).includes("does not exist");
    // smtpd_check.c: nothing is asked after a DISCARD, so a recipient that the old host refused is not looked at.
    if (now === "discard") return sendmail.detail.stage === "rcpt";
    return numeric || literal || (probe.recipient.toLowerCase() === "postmaster" && now === "accept");
  }
  if (probe.question === "recipient") return NUMERIC.test(probe.address) && now === "reject";
  const old = outcomeText(sendmail.outcome);
  return (
    probe.question === "envelope-sender" && /^mailer-daemon(?:@|$)/i.test(probe.address) && now === "" && old !== ""
  );
}

/**
 * `user@host.BITNET` went to the relay of its network as `user%host.BITNET@relay`, `user@host.UUCP` as `host!user`
 * (proto.m4, rulesets 98 and 0): the same user, by the same hop where a recipient says its network.
 */
function isOldNetwork({ probe, sendmail, postfix }: TwoAnswers): boolean {
  if (!("address" in probe) || probe.question === "limit") return false;
  const hasBang = probe.address.includes("!");
  if (!hasBang && !/\.(?:uucp|bitnet|decnet|fax)>?$/i.test(probe.address)) return false;
  const [old, now] = [outcomeText(sendmail.outcome), outcomeText(postfix.outcome)];
  const isOwn = /@localhost\.uucp>?$/i.test(probe.address);
  const isSameHop = hasBang || isOwn || hopOf(old) === hopOf(now);
  return isSameHop && now !== "reject" && userOf(old) === userOf(now);
}

/** All but the address in which an outcome ends. */
function hopOf(outcome: string): string {
  return outcome.slice(0, outcome.lastIndexOf(" ") + 1);
}

/** Whom an address is for behind its routes. */
function userOf(outcome: string): string {
  const address = outcome.slice(outcome.lastIndexOf(" ") + 1);
  const local = address.includes("@") ? localPart(address) : address;
  return local
    .replace(/^.*(?:!|::)/, "")
    .replace(/%.*$/, "")
    .toLowerCase();
}

const NUMERIC = /@\d+(?:\.\d+)*\.?$/;

const REFUSED_RELAY = /relay/i;

/** Alike but for one domain behind words without a dot: `bob@redirect` and `bob@redirect.example.com`. */
function isCompleted({ sendmail, postfix }: TwoAnswers): boolean {
  const old = outcomeText(sendmail.outcome);
  const now = outcomeText(postfix.outcome);
  const word = /@([^.@\s]+)$/.exec(old)?.[1];
  if (word === undefined) return false;
  const domain = new RegExp(`@${word.replace(/[^\w-]/g, "\\$&")}(\\.\\S+)$`).exec(now)?.[1];
  return domain !== undefined && now.replaceAll(`${word}${domain}`, word) === old;
}

/**
 * Alike but for .uucp; or the user is the same at another name of this host, which masquerading saw on the old side
 * only (cleanup(8) looks an address up in sender_canonical_maps before canonical_maps takes .uucp away).
 */
function isUucpName({ probe, sendmail, postfix }: TwoAnswers): boolean {
  if (probe.question === "decision") return /\.uucp$/i.test(probe.sender) || /\.uucp$/i.test(probe.recipient);
  if (withoutUucp(sendmail) === withoutUucp(postfix)) return true;
  const old = outcomeText(sendmail.outcome);
  return (
    /-sender$/.test(probe.question) &&
    /\.uucp$/i.test(probe.address) &&
    !/\.uucp$/i.test(old) &&
    localPart(old) === localPart(outcomeText(postfix.outcome))
  );
}

function withoutUucp({ outcome }: Answer): string {
  return outcomeText(outcome).replace(/\.uucp\b/gi, "");
}

function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf("@"));
}

function replyOf({ detail }: Answer): string {
  return typeof detail.reply === "string" ? detail.reply : "";
}
