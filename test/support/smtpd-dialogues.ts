import { envelopeAddress } from "../../src/postfix/address/quote.ts";
import type { Decider } from "../../src/postfix/restrictions/decide.ts";
import type { Decision, Session } from "../../src/postfix/restrictions/session.ts";
import type { SmtpLine, SmtpReplies } from "./peers/index.ts";
import type { Random } from "./random.ts";
import { policyPort } from "./smtpd-world.ts";

/**
 * Random restriction lists over the world of smtpd-world.ts, and the dialogues that are held about them. permit_inet_interfaces
 * is not among them: it looks at where the connection comes from, which XCLIENT does not change.
 */

const clientTable =
  "inline:{ {192.0.2 = OK}, {198.51.100.7 = REJECT}, {198.51.100 = 450 4.7.9 slow}, {bad.example = REJECT bad name}, {.worse.example = 554 5.7.7 worse}, {unknown = DEFER_IF_PERMIT who}, {203.0.113 = kind}, {2001:db8:1 = 521 5.7.1 six} }";
const heloTable =
  "inline:{ {evil = REJECT}, {.evil.example = DEFER later}, {maybe.example = DEFER_IF_PERMIT}, {often.example = DEFER_IF_REJECT}, {mail.client.example = permit_mynetworks}, {bare = DUNNO} }";
const senderTable =
  "inline:{ {spam@else.example = REJECT no spam}, {else.example = OK}, {<> = DUNNO}, {spam2@ = 550 spam2}, {listed.example = strict}, {broken.example = no_such_thing}, {time.example = 12345}, {third.example = reject_unknown_sender_domain, reject}, {alice@ = INFO hello} }";
const recipientTable =
  "inline:{ {bob@example.com = REJECT bob is away}, {alice+tag@example.com = 551 5.1.6 tag}, {relay.example = HOLD}, {staff@ = DEFER_IF_PERMIT 4.2.0 busy}, {elsewhere.example = RELAY}, {box.example = FILTER smtp:[127.0.0.9]}, {dave@ = REDIRECT x@y.example} }";
const serverTable =
  "inline:{ {198.18.2 = REJECT bad server}, {198.18.4.5 = 550 5.7.2 bad ns}, {198.18.5.1 = DEFER}, {mx2.third.example = WARN two}, {ns.bad.example = REJECT}, {203.0.113.9 = REJECT itself}, {198.18.1.1 = DUNNO}, {2001:db8:53::1 = DEFER} }";
const domainTable = "cidr:{{198.18.0.0/15 REJECT internal}, {203.0.113.0/24 DUNNO}, {::/0 REJECT six}}";
const loginTable = "inline:{ {alice = OK}, {mallory = REJECT 5.7.3 out} }";
const etrnTable = "inline:{ {relay.example = OK}, {else.example = REJECT} }";

const general = [
  "permit",
  "defer_if_permit",
  "defer_if_reject",
  "permit_mynetworks",
  "reject_unauth_pipelining",
  "reject_plaintext_session",
  "permit_tls_clientcerts",
  "permit_tls_all_clientcerts",
  "permit_sasl_authenticated",
  "strict",
  "kind",
  "no_such_restriction",
  `check_policy_service inet:127.0.0.1:${policyPort}`,
  `check_policy_service { inet:127.0.0.1:${policyPort}, timeout=10s, default_action=DUNNO }`,
];
const ofClient = [
  `check_client_access ${clientTable}`,
  `check_reverse_client_hostname_access ${clientTable}`,
  `check_client_a_access ${domainTable}`,
  `check_client_mx_access ${serverTable}`,
  `check_client_ns_access ${serverTable}`,
  `check_reverse_client_hostname_a_access ${serverTable}`,
  `check_reverse_client_hostname_mx_access ${serverTable}`,
  `check_reverse_client_hostname_ns_access ${serverTable}`,
  "reject_unknown_client_hostname",
  "reject_unknown_client",
  "reject_unknown_reverse_client_hostname",
  "reject_rbl_client rbl.example",
  "reject_rbl_client rbl.example=127.0.0.[2..3;7]",
  "reject_rhsbl_client rhs.example",
  "reject_rhsbl_reverse_client rhs.example=127.0.0.2",
  "permit_dnswl_client wl.example",
  "permit_dnswl_client wl.example=127.0.0.[10;20]",
  "permit_rhswl_client wl.example",
  `check_sasl_access ${loginTable}`,
  clientTable,
];
const ofHelo = [
  `check_helo_access ${heloTable}`,
  `check_helo_a_access ${domainTable}`,
  `check_helo_mx_access ${serverTable}`,
  `check_helo_ns_access ${serverTable}`,
  "reject_invalid_helo_hostname",
  "reject_invalid_hostname",
  "reject_non_fqdn_helo_hostname",
  "reject_unknown_helo_hostname",
  "reject_rhsbl_helo rhs.example",
  heloTable,
];
const ofSender = [
  `check_sender_access ${senderTable}`,
  `check_sender_a_access ${domainTable}`,
  `check_sender_mx_access ${serverTable}`,
  `check_sender_ns_access ${serverTable}`,
  "reject_non_fqdn_sender",
  "reject_unknown_sender_domain",
  "reject_unlisted_sender",
  "reject_rhsbl_sender rhs.example",
  "reject_sender_login_mismatch",
  "reject_known_sender_login_mismatch",
  "reject_authenticated_sender_login_mismatch",
  "reject_unauthenticated_sender_login_mismatch",
  "reject_unverified_sender",
  senderTable,
];
const ofRecipient = [
  `check_recipient_access ${recipientTable}`,
  `check_recipient_a_access ${domainTable}`,
  `check_recipient_mx_access ${serverTable}`,
  `check_recipient_ns_access ${serverTable}`,
  "reject_non_fqdn_recipient",
  "reject_unknown_recipient_domain",
  "reject_unlisted_recipient",
  "reject_rhsbl_recipient rhs.example",
  "reject_multi_recipient_bounce",
  "reject_unverified_recipient",
  "permit_auth_destination",
  "permit_mx_backup",
  "reject_unauth_destination",
  "defer_unauth_destination",
  recipientTable,
];
const ofEtrn = [`check_etrn_access ${etrnTable}`, "permit_mynetworks", "reject", etrnTable];
const ending = ["reject", "defer", "permit", "permit_auth_destination, reject", ""];

const own: Readonly<Record<string, readonly string[]>> = {
  client: ofClient,
  helo: ofHelo,
  sender: ofSender,
  relay: ofRecipient,
  recipient: ofRecipient,
  data: [
    "reject_multi_recipient_bounce",
    `check_policy_service inet:127.0.0.1:${policyPort}`,
    "reject_unauth_pipelining",
  ],
  end_of_data: [`check_policy_service inet:127.0.0.1:${policyPort}`, "reject_multi_recipient_bounce"],
  etrn: ofEtrn,
};
const everything = [...ofClient, ...ofHelo, ...ofSender, ...ofRecipient].filter(
  (each) => !/^(inline|cidr):/.test(each),
);

const switches: readonly (readonly string[])[] = [
  ["", "", "smtpd_delay_reject = no"],
  ["", "", "", "soft_bounce = yes"],
  ["", "", "smtpd_reject_unlisted_sender = yes"],
  ["", "", "smtpd_reject_unlisted_recipient = no"],
  ["", "", "", "smtpd_relay_before_recipient_restrictions = no"],
  ["", "", "parent_domain_matches_subdomains = smtpd_access_maps"],
  ["", "access_map_reject_code = 571\naccess_map_defer_code = 421\nreject_code = 550\ndefer_code = 451"],
  ["", "unknown_address_reject_code = 553\nunknown_hostname_reject_code = 554\nunknown_client_reject_code = 550"],
  ["", "unverified_sender_reject_code = 550\nunverified_recipient_reject_code = 550"],
  ["", "unknown_address_tempfail_action = defer\nunknown_helo_hostname_tempfail_action = defer"],
  ["", "", "allow_untrusted_routing = yes"],
  ["", "", "show_user_unknown_table_name = no"],
  ["", "smtpd_sasl_auth_enable = yes"],
  ["", "", "", "smtpd_null_access_lookup_key = null@@"],
  ["", "", "unverified_recipient_defer_code = 250"],
];

/** Restriction lists and switches of main.cf, some out of their place. */
export function randomLists(random: Random): string {
  const lines = switches.map((choices) => random.pick(choices)).filter((text) => text !== "");
  for (const [name, restrictions] of Object.entries(own)) {
    const isRecipient = name === "relay" || name === "recipient";
    if (!isRecipient && random.oneIn(3)) continue;
    const words = Array.from({ length: 1 + random.below(4) }, () => {
      const word = random.oneIn(4)
        ? random.pick(general)
        : random.oneIn(6)
          ? random.pick(everything)
          : random.pick(restrictions);
      return random.oneIn(9) ? `warn_if_reject ${word}` : word;
    });
    const last =
      name === "relay"
        ? "reject_unauth_destination"
        : isRecipient
          ? random.pick(ending)
          : random.oneIn(6)
            ? random.pick(ending)
            : "";
    lines.push(`smtpd_${name}_restrictions = ${[...words, last].filter((word) => word !== "").join(", ")}`);
  }
  return `${lines.join("\n")}\n`;
}

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
  "alice@example.com",
  "alice+tag@example.com",
  "bob@example.com",
  "staff@example.com",
  "nobody@example.com",
  "postmaster",
  "postmaster@example.com",
  "all@example.com",
  "old@example.com",
  "info@alias.example",
  "x@alias.example",
  "carol@box.example",
  "x@box.example",
  "dave@relay.example",
  "x@relay.example",
  "x@any.relay.example",
  "u@slow.relay.example",
  "far@elsewhere.example",
  "far%elsewhere.example@example.com",
  "closed@example.com",
  "gone@example.com",
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
    isDiscarded ||= answer === "discard";
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
