import { withoutRoute } from "../address/quote.ts";
import type { Service } from "../config.ts";
import { settingsOfService } from "../read/settings.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Subject } from "./access.ts";
import { askList, type Carried, type ListEnd, refusal } from "./list.ts";
import { unlisted } from "./listed.ts";
import type { DecideNeeds, Decision, DecisionStage, Session } from "./session.ts";
import { type RestrictionWorld, restrictionWorld } from "./world.ts";

/** Decides as one smtpd(8) service of master.cf would. */
export interface Decider {
  /**
   * What the client is told at a command. With smtpd_delay_reject (the default), the client, helo and sender lists are
   * asked at RCPT TO: `connect`, `helo` and `mail` then accept.
   */
  decide(stage: DecisionStage, session: Session): Decision;
}

/** `service`: with its `-o` settings; main.cf alone when absent. */
export function createDecider(resolver: Resolver, needs: DecideNeeds, service?: Service): Decider {
  const main = resolver.environment.directory.settings;
  const settings = service ? settingsOfService(main, service) : main;
  const world = restrictionWorld(resolver, settings, needs);
  return { decide: (stage, session) => decide(stage, withoutRoutes(session), world) };
}

function withoutRoutes(session: Session): Session {
  const { sender, recipient } = session;
  if (!sender?.startsWith("@") && !recipient?.startsWith("@")) return session;
  return {
    ...session,
    ...(sender === undefined ? {} : { sender: withoutRoute(sender) }),
    ...(recipient === undefined ? {} : { recipient: withoutRoute(recipient) }),
  };
}

interface NamedList {
  readonly parameter: string;
  readonly subject: Subject;
  readonly defaultCheck: string;
  /** The list before it is a part of the same check: what waited for a refusal there waits on. */
  readonly continues?: true;
}

function decide(stage: DecisionStage, session: Session, world: RestrictionWorld): Decision {
  const isDelayed = world.settings.bool("smtpd_delay_reject");
  const deferIfPermit = isDelayed ? undefined : carriedTo(stage, session, world);
  const carried: Carried = { deferIfPermit, deferIfReject: undefined, steps: [], actions: [] };
  // Postmaster without a domain is always taken (RFC 5321 4.5.1).
  if (stage === "rcpt" && session.recipient?.toLowerCase() === "postmaster") return accepted(carried);
  let isDiscarded = false;
  for (const list of listsFor(stage, session, isDelayed, world)) {
    const end = runList(list, stage, session, world, carried);
    if (end.kind === "reject") return refused(end, list.parameter, carried);
    if (end.kind === "discard") {
      isDiscarded = true;
      break;
    }
    if (list.parameter === "smtpd_sender_restrictions") {
      const sender = unlistedSender(session, world, carried);
      if (sender) return sender;
    }
  }
  if (carried.deferIfPermit && !isEarly(stage)) {
    const deferred = refused({ kind: "reject", ...carried.deferIfPermit }, "defer_if_permit", carried);
    return isDiscarded ? { ...deferred, discards: true } : deferred;
  }
  if (isDiscarded) return { ...accepted(carried), answer: "discard", discards: true };
  return (stage === "rcpt" ? unlistedRecipient(session, world, carried) : undefined) ?? accepted(carried);
}

/** At these commands DEFER_IF_PERMIT only waits: the mail is not permitted yet. */
function isEarly(stage: DecisionStage): boolean {
  return stage === "connect" || stage === "helo" || stage === "mail";
}

/**
 * Without smtpd_delay_reject the earlier commands were decided when they came, by what was known then; a
 * DEFER_IF_PERMIT of theirs is remembered (src/smtpd/smtpd_check.c, defer_if_permit_client and the like).
 */
function carriedTo(stage: DecisionStage, session: Session, world: RestrictionWorld): Carried["deferIfPermit"] {
  const { sender: _sender, recipient: _recipient, ...greeted } = session;
  const { helo: _helo, ...connected } = greeted;
  const mailed: Session = session.sender === undefined ? greeted : { ...greeted, sender: session.sender };
  const stages = [
    ["connect", connected],
    ["helo", greeted],
    ["mail", mailed],
  ] as const;
  const end = stages.findIndex(([name]) => name === stage);
  const carried: Carried = { deferIfPermit: undefined, deferIfReject: undefined, steps: [], actions: [] };
  if (stage !== "rcpt" && end === -1) return undefined;
  for (const [name, known] of end === -1 ? stages : stages.slice(0, end)) {
    for (const list of listsFor(name, known, false, world)) runList(list, name, known, world, carried);
  }
  return carried.deferIfPermit;
}

function listsFor(
  stage: DecisionStage,
  session: Session,
  isDelayed: boolean,
  world: RestrictionWorld,
): readonly NamedList[] {
  const { client, helo, sender, recipient } = session;
  const list = (parameter: string, name: string, kind: string, defaultCheck: string): NamedList => ({
    parameter: `smtpd_${parameter}_restrictions`,
    subject: { name, kind },
    defaultCheck,
  });
  const clients = list("client", `${client.name}[${client.address}]`, "Client host", "check_client_access");
  const helos = helo === undefined ? [] : [list("helo", helo, "Helo command", "check_helo_access")];
  const senders = sender === undefined ? [] : [list("sender", sender, "Sender address", "check_sender_access")];
  const recipientList = (parameter: string): NamedList =>
    list(parameter, recipient ?? "", "Recipient address", "check_recipient_access");
  // Before compatibility level 3.6 the relay restrictions come last (RELEASE_NOTES of Postfix 3.6).
  const relayFirst = world.settings.bool("smtpd_relay_before_recipient_restrictions");
  const names = relayFirst ? ["relay", "recipient"] : ["recipient", "relay"];
  const recipients = names.map((name, index) => ({
    ...recipientList(name),
    ...(index > 0 ? { continues: true as const } : {}),
  }));
  switch (stage) {
    case "connect":
      return isDelayed ? [] : [clients];
    case "helo":
      return isDelayed ? [] : helos;
    case "mail":
      return isDelayed ? [] : senders;
    case "rcpt":
      return [...(isDelayed ? [clients, ...helos, ...senders] : []), ...recipients];
    case "data":
      return [list("data", "DATA", "Data command", "")];
    case "end-of-data":
      return [list("end_of_data", "END-OF-MESSAGE", "End-of-data", "")];
    case "etrn":
      return [clients, ...helos, list("etrn", session.etrn ?? "", "Etrn command", "check_etrn_access")];
  }
}

/** The sender's and earlier lists do not see what comes later: a recipient is unknown to them unless delayed. */
function runList(
  list: NamedList,
  stage: DecisionStage,
  session: Session,
  world: RestrictionWorld,
  carried: Carried,
): ListEnd {
  if (!list.continues) carried.deferIfReject = undefined;
  const value = world.settings.text(list.parameter);
  if (value.trim() === "") return { kind: "dunno" };
  carried.steps.push(`${list.parameter}:`);
  return askList(value, { session, world, stage, subject: list.subject, defaultCheck: list.defaultCheck }, carried);
}

function unlistedSender(session: Session, world: RestrictionWorld, carried: Carried): Decision | undefined {
  if (!world.settings.bool("smtpd_reject_unlisted_sender") || !session.sender) return undefined;
  const verdict = unlisted(session.sender, session.recipient ?? "", "Sender address", world);
  if (verdict.kind !== "reject") return undefined;
  const end = refusal(verdict.reply, "smtpd_reject_unlisted_sender", { world }, carried);
  return refused({ kind: "reject", ...end }, "smtpd_reject_unlisted_sender", carried);
}

function unlistedRecipient(session: Session, world: RestrictionWorld, carried: Carried): Decision | undefined {
  if (!world.settings.bool("smtpd_reject_unlisted_recipient") || !session.recipient) return undefined;
  const verdict = unlisted(session.recipient, session.sender ?? "", "Recipient address", world);
  if (verdict.kind !== "reject") return undefined;
  const end = refusal(verdict.reply, "smtpd_reject_unlisted_recipient", { world }, carried);
  carried.steps.push(`smtpd_reject_unlisted_recipient: reject ${end.reply.code} ${end.reply.text}`);
  return refused({ kind: "reject", ...end }, "smtpd_reject_unlisted_recipient", carried);
}

function accepted(carried: Carried): Decision {
  return { answer: "accept", steps: carried.steps, actions: carried.actions };
}

function refused(end: ListEnd & { readonly kind: "reject" }, parameter: string, carried: Carried): Decision {
  const answer = end.reply.code >= 500 ? "reject" : "tempfail";
  return { answer, reply: end.reply, decidedBy: end.by, parameter, steps: carried.steps, actions: carried.actions };
}
