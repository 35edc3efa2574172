import { envelopeAddress } from "../../src/postfix/address/quote.ts";
import type { Decider } from "../../src/postfix/restrictions/decide.ts";
import type { Decision, Session } from "../../src/postfix/restrictions/session.ts";
import type { SmtpLine, SmtpReplies } from "./peers/index.ts";
import type { Random } from "./random.ts";
import { hostRecipients } from "./smtpd-world.ts";

/** Dialogues that are held about the world of smtpd-world.ts, and how they are compared. */

/** XCLIENT's name, address and unverified name. */
const clients: readonly Session["client"][] = [
  { name: "localhost", address: "127.0.0.1" },
  { name: "in.example", address: "192.0.2.5" },
  { name: "out.example", address: "203.0.113.9" },
  { name: "x.bad.example", address: "198.51.101.1" },
  { name: "a.worse.example", address: "198.51.101.2", reverseName: "a.worse.example" },
  { name: "unknown", address: "198.51.100.7", reverseName: "x.bad.example", nameStatus: "permanent" },
  { name: "unknown", address: "198.51.100.8", reverseName: "unknown", nameStatus: "temporary" },
  { name: "unknown", address: "203.0.113.50", reverseName: "unknown", nameStatus: "permanent" },
  { name: "six.example", address: "2001:db8:2::9" },
  { name: "third.example", address: "2001:db8:1::9" },
  { name: "listed.example", address: "203.0.113.51" },
];
const helos = [
  "mail.client.example",
  "evil",
  "x.evil.example",
  "maybe.example",
  "often.example",
  "bare",
  "-x",
  "[192.0.2.1]",
  "[192.0.2.300]",
  "[IPv6:2001:db8::1]",
  "out.example",
  "third.example.",
  "servfail.example",
  "127.0.0.1",
  "under_score.example",
  "nullmx.example",
];
const senders = [
  "",
  "spam@else.example",
  "ok@else.example",
  "spam2@third.example",
  "u@listed.example",
  "u@broken.example",
  "u@time.example",
  "nobody@example.com",
  "alice@example.com",
  "bob@example.com",
  "carol@box.example",
  "bare",
  "u@nullmx.example",
  "u@servfail.example",
  "u@aliased.example",
  "u@nowhere.example",
  "u@[198.18.2.2]",
  "u@dangling.example",
  "u@out.example",
  "u@bare.example",
  "u@sub.else.example",
  "alice+x@example.com",
  "old@example.com",
  "u@single",
];
const recipients = [
  ...hostRecipients,
  "postmaster@example.com",
  "old@example.com",
  "u@backed.example",
  "u@unbacked.example",
  "u@third.example",
  "u@nullmx.example",
  "u@servfail.example",
  "u@nowhere.example",
  "u@[192.0.2.1]",
  "alice@[127.0.0.1]",
  "far!alice@example.com",
  "@other.example:alice@example.com",
  '"alice@else.example"@example.com',
  '"two words"@example.com',
  "bare",
  "u@else.example",
  "u@out.example",
  "U@Third.Example",
];
const logins = ["alice", "bob", "mallory", "Carol"];

export interface Dialogue {
  readonly session: Session;
  readonly recipients: readonly string[];
  /** ETRN instead of a message. */
  readonly etrn?: string;
}

export function randomDialogue(random: Random, hasLogins: boolean): Dialogue {
  const client = random.pick(clients);
  const helo = random.oneIn(30) ? undefined : random.pick(helos);
  const session: Session = {
    client,
    ...(helo === undefined ? {} : { helo }),
    ...(hasLogins && random.oneIn(2) ? { saslUser: random.pick(logins) } : {}),
  };
  if (random.oneIn(12)) {
    return {
      session,
      recipients: [],
      etrn: random.pick(["relay.example", "else.example", "example.com", "sub.else.example"]),
    };
  }
  return {
    session: { ...session, sender: random.pick(senders) },
    recipients: Array.from({ length: 1 + random.below(3) }, () => random.pick(recipients)),
  };
}

/** What the client sends. A message is empty: nothing of it is looked at here. */
export function linesOf({ session, recipients: wanted, etrn }: Dialogue): readonly SmtpLine[] {
  const { client, helo, saslUser, sender } = session;
  const name =
    client.name !== "unknown" ? client.name : client.nameStatus === "temporary" ? "[TEMPUNAVAIL]" : "[UNAVAILABLE]";
  const noReverse = client.nameStatus === "temporary" ? "[TEMPUNAVAIL]" : "[UNAVAILABLE]";
  const reverse = client.reverseName === "unknown" ? noReverse : (client.reverseName ?? client.name);
  const address = client.address.includes(":") ? `IPV6:${client.address}` : client.address;
  return [
    `XCLIENT NAME=${name} ADDR=${address} REVERSE_NAME=${reverse}${saslUser === undefined ? "" : ` LOGIN=${saslUser}`}`,
    ...(helo === undefined ? [] : [`EHLO ${helo}`]),
    ...(etrn === undefined
      ? [`MAIL FROM:<${sender}>`, ...wanted.map((recipient) => `RCPT TO:<${recipient}>`), "DATA", "."]
      : [`ETRN ${etrn}`]),
  ];
}

/** One answer that matters: which command it was for, what the server said and what we say. */
export interface Compared {
  readonly command: string;
  readonly theirs: string;
  readonly ours: string;
  readonly decidedBy: string;
}

const taken: Decision = { answer: "accept", steps: [], actions: [] };

/** Holds a dialogue with our decider, and stops where a refusal ends it. The replies are the server's to `linesOf`. */
export function compareDialogue(decider: Decider, dialogue: Dialogue, { replies }: SmtpReplies): readonly Compared[] {
  // Without smtpd_delay_reject the connection may be refused before XCLIENT can say who it stands for.
  if (!replies[0]?.startsWith("220")) return [];
  const compared: Compared[] = [];
  let at = 1;
  let isOpen = true;
  let isDiscarded = false;
  const ask = (
    command: string,
    stage: Parameters<Decider["decide"]>[0],
    session: Session,
    accepted: string,
  ): boolean => {
    // smtpd(8) asks nothing more about a message that it will throw away.
    const decision = isDiscarded ? taken : decider.decide(stage, session);
    const { answer, reply, decidedBy = "" } = decision;
    isDiscarded ||= decision.discards === true;
    const isTaken = answer === "accept" || answer === "discard";
    const ours = isTaken || !reply ? accepted : `${reply.code} ${reply.enhanced} ${reply.text}`;
    const theirs = said(replies[at]);
    compared.push({ command, theirs, ours, decidedBy });
    // After one side has refused what the other takes, they no longer speak of the same.
    if (isTaken !== /^[23]|^etrn/.test(theirs)) isOpen = false;
    at += 1;
    // smtpd(8) hangs up after 421 and 521.
    if (/^[45]21 /.test(ours)) isOpen = false;
    return isTaken;
  };
  const { session, recipients: wanted, etrn } = dialogue;
  const { client, helo, saslUser } = session;
  const known: Session = { client, ...(saslUser === undefined ? {} : { saslUser }) };
  if (!ask("connect", "connect", known, "220")) return compared;
  const greeted = helo === undefined ? known : { ...known, helo };
  if (helo !== undefined && !ask(`EHLO ${helo}`, "helo", greeted, "250")) return compared;
  if (etrn !== undefined) {
    ask(`ETRN ${etrn}`, "etrn", { ...greeted, etrn }, "etrn");
    return compared;
  }
  const sent: Session = { ...greeted, sender: session.sender ?? "" };
  if (!ask(`MAIL ${session.sender}`, "mail", sent, "250 2.1.0 Ok")) return compared;
  const accepted: string[] = [];
  for (const recipient of wanted) {
    if (
      ask(
        `RCPT ${recipient}`,
        "rcpt",
        { ...sent, recipient: envelopeAddress(recipient), recipientCount: accepted.length },
        "250 2.1.5 Ok",
      )
    )
      accepted.push(envelopeAddress(recipient));
    if (!isOpen) return compared;
  }
  if (accepted.length === 0 || !isOpen) return compared;
  const last: Session = {
    ...sent,
    recipientCount: accepted.length,
    ...(accepted.length === 1 ? { recipient: accepted[0] ?? "" } : {}),
  };
  if (!ask("DATA", "data", last, "354 End data with <CR><LF>.<CR><LF>")) return compared;
  ask(".", "end-of-data", last, "250 2.0.0 Ok");
  return compared;
}

/** The last line of a reply, without what differs from run to run. */
function said(reply = "nothing"): string {
  const line = reply.trim().split(/\r?\n/).at(-1) ?? "";
  if (/^220 |^250 (?:CHUNKING|SMTPUTF8|DSN|8BITMIME)/.test(line)) return line.slice(0, 3);
  if (/^250 2\.0\.0 Ok: queued/.test(line)) return "250 2.0.0 Ok";
  // Whether there is a queue to flush is no decision of a restriction.
  if (/^250 .*Queuing started|^45[89] <.*>: (?:unable to queue|service unavailable)/.test(line)) return "etrn";
  return line;
}
