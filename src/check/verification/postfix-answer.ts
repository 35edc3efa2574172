/**
 * postfix-answer — a probe asked of the Postfix resolver and its restrictions
 */
import { unquoteLocal } from "../../postfix/address/quote.ts";
import { type OutgoingQuestion, outgoingAddress } from "../../postfix/resolve/outgoing.ts";
import type { Leaf } from "../../postfix/resolve/resolution.ts";
import type { Resolver } from "../../postfix/resolve/resolver.ts";
import type { Decider } from "../../postfix/restrictions/decide.ts";
import type { Decision, Session } from "../../postfix/restrictions/session.ts";
import type { LimitName, Probe } from "../../sendmail/probe/probe.ts";
import {
  type Answer,
  comparableAddress,
  comparableHost,
  hopText,
  leavesOutcome,
  limitOutcome,
  type Outcome,
} from "./outcome.ts";
import { ownClient } from "./sendmail-answer.ts";

export interface PostfixSide {
  readonly resolver: Resolver;
  /** What the service that listens on port 25 answers. */
  readonly decider: Decider;
  /** Headers of mail from any client are rewritten (local_header_rewrite_clients). */
  readonly rewritesForStrangers: boolean;
  /** Every daemon asks for a login: recipients are asked about as by a user who has one. */
  readonly asksLogin?: boolean;
  /** The service of master.cf that stands for a mailer of sendmail; undefined: nothing is known to. */
  serviceFor(mailer: string): string | undefined;
}

export function postfixAnswer(side: PostfixSide, probe: Probe, sender: string): Answer {
  if (probe.question === "recipient") return recipientAnswer(side, probe.address, sender);
  if (probe.question === "decision") {
    const decision = side.decider.decide("rcpt", sessionOf(probe));
    return { outcome: decided(decision), detail: reply(decision) };
  }
  if (probe.question === "limit") {
    const { settings } = side.resolver.environment.directory;
    return { outcome: limitOutcome(settings.int(limitParameters[probe.address])), detail: {} };
  }
  const written = outgoingAddress(side.resolver, outgoingQuestion(side, probe));
  return { outcome: { kind: "rewritten", address: comparableAddress(written) }, detail: { written } };
}

const roles = {
  "envelope-sender": "envelope_sender",
  "header-sender": "header_sender",
  "header-recipient": "header_recipient",
} as const;

/** A question about an address that is rewritten, as Postfix is asked it. */
export function outgoingQuestion(
  side: PostfixSide,
  probe: Extract<Probe, { readonly mailer: string }>,
): OutgoingQuestion {
  const bare = withoutBrackets(probe.address);
  return {
    address: probe.question === "envelope-sender" ? unquoteLocal(bare) : bare,
    role: roles[probe.question],
    service: side.serviceFor(probe.mailer) ?? "smtp",
    // Sendmail rewrites headers whoever sent the message; Postfix asks who it was.
    remote: !side.rewritesForStrangers,
  };
}

/** The parameter that stands for each limit. */
export const limitParameters: Readonly<Record<LimitName, string>> = {
  "message size": "message_size_limit",
  "recipients of a message": "smtpd_recipient_limit",
  "hosts on the way": "hopcount_limit",
};

export function sessionOf(probe: Probe & { readonly question: "decision" }): Session {
  const { client, sender, recipient } = probe;
  const name = client.name ?? "unknown";
  const helo = client.name ?? `[${client.address}]`;
  return {
    client: {
      name,
      address: client.address,
      ...(client.name === undefined ? { nameStatus: "permanent" as const } : {}),
    },
    helo,
    sender: unquoteLocal(withoutBrackets(sender)),
    recipient: unquoteLocal(withoutBrackets(recipient)),
  };
}

function recipientAnswer(side: PostfixSide, address: string, sender: string): Answer {
  const recipient = unquoteLocal(withoutBrackets(address));
  const decision = side.decider.decide("rcpt", {
    client: ownClient,
    helo: "localhost",
    sender,
    recipient,
    ...(side.asksLogin === true ? { saslUser: localPart(sender) } : {}),
  });
  if (decision.answer === "reject" || decision.answer === "tempfail") {
    return { outcome: leavesOutcome([decision.answer]), detail: reply(decision) };
  }
  if (decision.answer === "discard") return { outcome: leavesOutcome(["discard"]), detail: reply(decision) };
  const expansion = side.resolver.expandRecipient(recipient, sender);
  const recipients = expansion.recipients.map((one) => `${one.recipient} ${one.transport}:${one.nexthop}`);
  if (expansion.error) {
    return { outcome: leavesOutcome([expansion.error.code < 500 ? "tempfail" : "reject"]), detail: { recipients } };
  }
  const mailbox = side.resolver.environment.directory.settings.text("mailbox_transport");
  const leaves = expansion.leaves.map((leaf) => leafText(leaf, mailbox, (service) => isToldDomain(side, service)));
  return { outcome: leavesOutcome(leaves), detail: { recipients } };
}

function decided(decision: Decision): Outcome {
  const holds = decision.answer === "accept" && decision.actions.some(({ action }) => action.toUpperCase() === "HOLD");
  return { kind: "decision", answer: holds ? "hold" : decision.answer };
}

function reply(decision: Decision): Readonly<Record<string, string>> {
  const { reply: said, decidedBy } = decision;
  return {
    ...(said ? { reply: `${said.code} ${said.enhanced} ${said.text}` } : {}),
    ...(decidedBy === undefined ? {} : { decidedBy }),
  };
}

/** `<user@domain>` as it stands in SMTP. */
export function withoutBrackets(address: string): string {
  return address.replace(/^<(.*)>$/s, "$1");
}

/** A program is told whom it has mail for by the words of its entry in master.cf (pipe(8), argv): with the domain? */
function isToldDomain({ resolver }: PostfixSide, name: string): boolean {
  const service = resolver.environment.directory.services.find((one) => one.name === name && one.command === "pipe");
  const words = service?.args.join(" ") ?? "";
  return !/\$[{(]?(?:user|mailbox)\b/.test(words) || /\$[{(]?(?:recipient|original_recipient|domain)\b/.test(words);
}

function leafText(leaf: Leaf, mailboxTransport: string, isToldDomain: (service: string) => boolean): string {
  switch (leaf.kind) {
    case "local":
      return `local ${leaf.user.toLowerCase()}`;
    case "virtual":
      return `local ${comparableAddress(leaf.address).toLowerCase()}`;
    case "smtp":
    case "lmtp": {
      // The mailbox of a user, behind another program: sendmail calls it its local mailer.
      const isMailbox = mailboxTransport !== "" && mailboxTransport === `${leaf.service}:${leaf.nexthop}`;
      if (isMailbox) return `local ${localPart(leaf.address).toLowerCase()}`;
      return networkLeaf(leaf.kind, leaf.nexthop, leaf.address);
    }
    case "pipe": {
      const [transport] = mailboxTransport.split(":");
      if (mailboxTransport !== "" && transport === leaf.service)
        return `local ${localPart(leaf.address).toLowerCase()}`;
      const told = isToldDomain(leaf.service) ? leaf.address : localPart(leaf.address);
      return `pipe ${leaf.service.toLowerCase()} ${comparableHost(leaf.nexthop)} ${comparableAddress(told)}`;
    }
    case "command":
      return `command ${leaf.text}`;
    case "file":
      return `file ${leaf.path}`;
    case "discard":
      return "discard";
    case "reject":
      return "reject";
    case "defer":
      return "tempfail";
  }
}

function localPart(address: string): string {
  const at = address.lastIndexOf("@");
  return at === -1 ? address : address.slice(0, at);
}

const portNames: Readonly<Record<string, string>> = { smtp: "25", submission: "587", smtps: "465" };

function networkLeaf(kind: "smtp" | "lmtp", nexthop: string, address: string): string {
  if (nexthop.startsWith("unix:")) return `unix ${nexthop.slice(5)} ${comparableAddress(address)}`;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const hosts = nexthop
    .replace(/^inet:/, "")
    .split(/[,\s]+/)
    .map((one) => {
      const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(\S+))?$/.exec(one) ?? [];
      const number = port === undefined ? (kind === "smtp" ? "25" : "24") : (portNames[port] ?? port);
      return [host === "" ? domain : host, number] as const;
    });
  return hopText(kind, hosts, address);
}
