/** dialogue: what one SMTP session has said, what is decided about it, and what access tables ask for its message */
import type { SMTPServerSession } from "smtp-server";
import type { Service } from "../../postfix/config.ts";
import type { Settings } from "../../postfix/read/settings.ts";
import { createDecider, type Decider } from "../../postfix/restrictions/decide.ts";
import type { Decision, DecisionStage, Dns, Session } from "../../postfix/restrictions/session.ts";
import type { MailSystem } from "../mail-system.ts";

/** Who talks to smtpd, and what was said so far. */
export interface Dialogue {
  readonly name: string;
  readonly address: string;
  readonly helo: string;
  readonly saslUser: string | undefined;
  readonly sender: string;
  readonly tls: boolean;
}

/** VRFY is answered for anybody. */
const nobody: Dialogue = {
  name: "unknown",
  address: "0.0.0.0",
  helo: "",
  saslUser: undefined,
  sender: "",
  tls: false,
};

/** What XCLIENT said, `[UNAVAILABLE]` being no name (XCLIENT_README); else what the DNS says. */
export function clientName(session: SMTPServerSession): string {
  const said = session.xClient?.get("NAME");
  return said === undefined ? (names.get(session) ?? nameOf(session.remoteAddress)) : String(said || "unknown");
}

const names = new WeakMap<SMTPServerSession, string>();

export function noteName(session: SMTPServerSession, name: string | undefined): void {
  if (name !== undefined) names.set(session, name);
}

/** Loopback is known without asking. */
function nameOf(address: string): string {
  return address === "127.0.0.1" || address === "::1" ? "localhost" : "unknown";
}

export function dialogueOf(session: SMTPServerSession): Dialogue {
  const { mailFrom } = session.envelope;
  return {
    name: clientName(session),
    address: session.remoteAddress,
    helo: session.hostNameAppearsAs || "",
    saslUser: typeof session.user === "string" ? session.user : undefined,
    sender: mailFrom ? mailFrom.address : "",
    tls: session.secure,
  };
}

/** What the actions of access(5) ask for a message; of several the last counts, copies and lines add up. */
export interface Requested {
  hold: boolean;
  discard: boolean;
  filter: string | undefined;
  redirect: string | undefined;
  readonly bcc: string[];
  readonly prepend: string[];
}

const nothing = (): Requested => ({
  hold: false,
  discard: false,
  filter: undefined,
  redirect: undefined,
  bcc: [],
  prepend: [],
});

export interface Verdict {
  readonly code: number;
  readonly text: string;
}

export interface Judge {
  /** The refusal at a stage; undefined when the client may go on. */
  ask(stage: DecisionStage, session: SMTPServerSession, more?: Partial<Session>): Promise<Verdict | undefined>;
  /** The answer to VRFY: undefined when the recipient would be taken. */
  verify(address: string): Promise<Verdict | undefined>;
  /** What was asked for the message of this session. */
  requested(session: SMTPServerSession): Requested;
  /** A new message begins. */
  forget(session: SMTPServerSession): void;
  /** Lists are asked at RCPT (smtpd_delay_reject). */
  readonly delays: boolean;
}

export function createJudge(
  system: MailSystem,
  service: Service,
  settings: Settings,
  log: (text: string) => void,
): Judge {
  const requests = new WeakMap<SMTPServerSession, Requested>();
  const requested = (session: SMTPServerSession): Requested => {
    const found = requests.get(session) ?? nothing();
    requests.set(session, found);
    return found;
  };
  let current: Dns = { lookup: () => ({ kind: "failed" }) };
  const decider: Decider = createDecider(
    system.resolver,
    { dns: { lookup: (name, type) => current.lookup(name, type) } },
    service,
  );
  const decide = (stage: DecisionStage, said: Session): Promise<Decision> =>
    system.names.withAnswers((dns) => {
      current = dns;
      return decider.decide(stage, said);
    });
  return {
    requested,
    forget: (session) => requests.delete(session),
    delays: settings.bool("smtpd_delay_reject"),
    async ask(stage, session, more = {}) {
      if (requested(session).discard) return undefined;
      const who = dialogueOf(session);
      const decision = await decide(stage, { ...sessionOf(who, stage), ...more });
      const line = lineOf(stage, who, more.recipient);
      note(decision, requested(session), (action, text) => log(`NOQUEUE: ${action}: ${line(text)}`));
      const { reply } = decision;
      if (!reply) return undefined;
      const text = `${reply.enhanced} ${reply.text}`;
      log(`NOQUEUE: reject: ${line(`${reply.code} ${text}`)}`);
      return { code: reply.code, text };
    },
    async verify(address) {
      const { reply } = await decide("rcpt", { ...sessionOf(nobody, "rcpt"), recipient: address });
      return reply && { code: reply.code, text: `${reply.enhanced} ${reply.text}` };
    },
  };
}

/** A list before MAIL is asked without a sender: it is not known then. */
function sessionOf(who: Dialogue, stage: DecisionStage): Session {
  const early = stage === "connect" || stage === "helo" || stage === "etrn";
  return {
    client: { name: who.name, address: who.address },
    tls: who.tls,
    ...(who.helo === "" ? {} : { helo: who.helo }),
    ...(early ? {} : { sender: who.sender }),
    ...(who.saslUser === undefined ? {} : { saslUser: who.saslUser }),
  };
}

const commands: Readonly<Record<DecisionStage, string>> = {
  connect: "CONNECT",
  helo: "EHLO",
  mail: "MAIL",
  rcpt: "RCPT",
  data: "DATA",
  "end-of-data": "END-OF-MESSAGE",
  etrn: "ETRN",
};

function lineOf(stage: DecisionStage, who: Dialogue, recipient: string | undefined): (text: string) => string {
  const to = recipient === undefined ? "" : ` to=<${recipient}>`;
  return (text) =>
    `${commands[stage]} from ${who.name}[${who.address}]: ${text}; from=<${who.sender}>${to} helo=<${who.helo}>`;
}

function note(decision: Decision, requested: Requested, say: (action: string, text: string) => void): void {
  if (decision.discards) requested.discard = true;
  for (const { action, text } of decision.actions) {
    if (action !== "INFO" && action !== "WARN") say(action.toLowerCase(), text);
    switch (action) {
      case "HOLD":
        requested.hold = true;
        break;
      case "FILTER":
        requested.filter = text;
        break;
      case "REDIRECT":
        requested.redirect = text;
        break;
      case "BCC":
        requested.bcc.push(text);
        break;
      case "PREPEND":
        requested.prepend.push(text);
        break;
      case "WARN":
        say("warn", text);
        break;
      default:
        say("info", text);
    }
  }
}
