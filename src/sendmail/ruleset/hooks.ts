/**
 * hooks — the rulesets that sendmail calls in an SMTP dialogue, with the macros that it sets (srvrsmtp.c)
 */
import { type Address, mailerNamed, parseAddress, RECIPIENT } from "./address.ts";
import { checkRuleset, type Decision } from "./check.ts";
import { isInHosts } from "./maps/resolver.ts";
import { leavesOf, type RecipientSources } from "./recipients.ts";
import { shownSender } from "./sender-domain.ts";
import { type Message, type Session, STATUS, setMacro } from "./session.ts";

export interface Client {
  /** Undefined: the address has no name, or one that does not lead back to it. */
  readonly name: string | undefined;
  readonly address: string;
  /**
   * What looking up the name gave (`${client_resolve}`): OK and FAIL follow from `name`; FORGED: the name does not lead
   * back to the address; TEMP: it could not be asked.
   */
  readonly resolve?: "OK" | "FAIL" | "FORGED" | "TEMP" | undefined;
}

export interface CheckQuestion {
  /** Name of the ruleset: check_relay, check_mail, check_rcpt, check_compat, check_data, check_eoh, trust_auth ... */
  readonly hook: string;
  readonly client?: Client;
  readonly helo?: string;
  /** Without angle brackets. */
  readonly sender?: string;
  readonly recipient?: string;
  /** The text of hooks that have their own: check_etrn, check_expn, trust_auth, tls_server, header checks ... */
  readonly text?: string;
  readonly macros?: Readonly<Record<string, string>>;
}

export interface SmtpQuestion {
  readonly client: Client;
  readonly helo?: string;
  readonly sender: string;
  readonly recipient: string;
  readonly macros?: Readonly<Record<string, string>>;
}

export interface SmtpDecision {
  /** Command at which it was decided; `rcpt` for an accepted recipient. */
  readonly stage: "connect" | "mail" | "rcpt";
  readonly decision: Decision;
  /** The rules took the recipient; there is no such mailbox. */
  readonly noMailbox?: true;
}

/** Asks one hook. */
export function checkHook(session: Session, question: CheckQuestion, said: readonly Message[]): Decision {
  setSurroundings(session, question);
  const { sender = "", recipient = "", client, hook } = question;
  if (question.sender !== undefined) setSender(session, sender, undefined);
  const pair = (first: string, second: string): Decision =>
    checkRuleset(session, { ruleset: hook, first, second }, said);
  if (question.text !== undefined) return checkRuleset(session, { ruleset: hook, first: question.text }, said);
  if (hook === "check_relay" && client) return pair(clientName(client), tagged(client.address));
  if (hook === "check_compat") return pair(sender, recipient);
  const first = hook === "check_rcpt" ? `<${recipient}>` : `<${sender}>`;
  return checkRuleset(session, { ruleset: hook, first }, said);
}

function clientName(client: Client): string {
  return client.name ?? `[${tagged(client.address)}]`;
}

/** An IPv6 address stands behind a tag in macros (conf.c, anynet_ntoa). */
function tagged(address: string): string {
  return address.includes(":") && !/^IPv6:/i.test(address) ? `IPv6:${address}` : address;
}

/** A name in the DNS is taken for true; a bare one must stand in the hosts file with that address. */
function resolutionOf(session: Session, { name, address }: Client): NonNullable<Client["resolve"]> {
  if (name === undefined) return "FAIL";
  return name.includes(".") || isInHosts(session.program.maps.around.site, name, address) ? "OK" : "FORGED";
}

function setSurroundings(session: Session, question: Omit<CheckQuestion, "hook">): void {
  const { client } = question;
  const given: Record<string, string | undefined> = { daemon_flags: "", addr_type: "e r" };
  if (client) {
    given.client_name = clientName(client);
    given.client_addr = tagged(client.address);
    given.client_ptr = clientName(client);
    given.client_resolve = client.resolve ?? resolutionOf(session, client);
    const forged = given.client_resolve === "FORGED" ? " (may be forged)" : "";
    const address = `[${tagged(client.address)}]`;
    given._ = client.name === undefined ? address : `${client.name} ${address}${forged}`;
    given.s = question.helo ?? clientName(client);
  }
  for (const [name, value] of Object.entries({ ...given, ...question.macros })) setMacro(session, name, value);
}

function setSender(session: Session, sender: string, address: Address | undefined): void {
  const mailer = address && mailerNamed(session.program, address.mailer);
  setMacro(session, "f", shownSender(session, sender === "" ? "<>" : sender, mailer).text);
}

const ACCEPTED: Decision = { kind: "accept", answer: [] };

/**
 * What a client hears up to RCPT: check_relay, the sender and check_mail, the recipient, check_rcpt, its mailbox. A
 * ruleset that answers `discard` or `quarantine` does not end the dialogue: a later one may still refuse
 * (parseaddr.c, rscheck: EF_DISCARD and e_quarmsg are only kept).
 */
export function decide(
  session: Session,
  sources: RecipientSources,
  question: SmtpQuestion,
  said: readonly Message[],
): SmtpDecision {
  setSurroundings(session, question);
  const kept: SmtpDecision[] = [];
  return commands(session, sources, question, said, kept) ?? setAside(kept) ?? { stage: "rcpt", decision: ACCEPTED };
}

/** What becomes of a message that nobody refused: discarded before anything else. */
function setAside(kept: readonly SmtpDecision[]): SmtpDecision | undefined {
  return kept.find(({ decision }) => decision.kind === "discard") ?? kept[0];
}

/** The first refusal; what else rulesets say goes into `kept`. */
function commands(
  session: Session,
  sources: RecipientSources,
  { client, sender, recipient }: SmtpQuestion,
  said: readonly Message[],
  kept: SmtpDecision[],
): SmtpDecision | undefined {
  const refusal = (stage: SmtpDecision["stage"], decision: Decision | undefined): SmtpDecision | undefined => {
    if (decision === undefined || decision.kind === "accept") return undefined;
    if (decision.kind === "reject" || decision.kind === "tempfail") return { stage, decision };
    kept.push({ stage, decision });
    return undefined;
  };
  const check = (stage: SmtpDecision["stage"], ruleset: string, first: string, second?: string) =>
    refusal(stage, checkRuleset(session, { ruleset, first, second }, said));
  const relay = check("connect", "check_relay", clientName(client), tagged(client.address));
  if (relay) return relay;
  const from = parsedFor(session, sender === "" ? "<>" : sender, "mail", said);
  if (from.decision) return { stage: "mail", decision: from.decision };
  setSender(session, sender, from.address);
  // The path as the client wrote it (srvrsmtp.c, _FFR_MAIL_MACRO: Debian's builds and 8.16 on; delay_checks asks for it).
  setMacro(session, "mail_from", `<${sender}>`);
  const mail = check("mail", "check_mail", `<${sender}>`);
  if (mail) return mail;
  const to = parsedFor(session, recipient, "rcpt", said);
  if (to.decision) return { stage: "rcpt", decision: to.decision };
  const rcpt = check("rcpt", "check_rcpt", `<${recipient}>`);
  // Nobody looks for the mailbox of a message that is thrown away (srvrsmtp.c, EF_DISCARD).
  if (rcpt || !to.address || kept.some(({ decision }) => decision.kind === "discard")) return rcpt;
  // Unless mail is delivered at once, the dialogue does not open aliases (srvrsmtp.c, EF_VRFYONLY).
  const verifyOnly = !/^i/i.test(sources.options.get("DeliveryMode") ?? "b");
  const leaves = leavesOf(session, sources, to.address, { verifyOnly });
  const refused = leaves.find((leaf) => leaf.error);
  return refused?.error && { stage: "rcpt", decision: { kind: "reject", ...refused.error }, noMailbox: true };
}

/** Parses an address of a command and sets `{mail_mailer}` ... or `{rcpt_mailer}` ...; a refusal where it is none. */
function parsedFor(
  session: Session,
  text: string,
  command: "mail" | "rcpt",
  said: readonly Message[],
): { readonly address: Address | undefined; readonly decision: Decision | undefined } {
  const before = said.length;
  const sender = command === "mail";
  const { address } = parseAddress(session, text, sender ? { sender: true, header: false } : RECIPIENT);
  session.to = undefined;
  const message = said.slice(before).find((one) => one.kind !== "notice");
  if (!address || address.state === "bad" || message) {
    const code = message?.code ?? "553";
    // `$#error $@ tempfail $: text` is answered 553 all the same (parseaddr.c, buildaddr): the client sees the code.
    const waits = message ? code.startsWith("4") : session.exitStatus === STATUS.tempFail;
    const kind = waits ? "tempfail" : "reject";
    return {
      address: undefined,
      decision: { kind, code, enhanced: message?.enhanced ?? "5.1.3", text: message?.text ?? "Address required" },
    };
  }
  setMacro(session, `${command}_mailer`, address.mailer);
  setMacro(session, `${command}_host`, address.host ?? "");
  setMacro(session, `${command}_addr`, address.user);
  return { address, decision: undefined };
}
