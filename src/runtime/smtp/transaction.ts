/** transaction: greets a server, logs in, and hands one message to it (smtp(8), src/smtp/smtp_proto.c) */
import type { Settings } from "../../postfix/read/settings.ts";
import { bounced, deferred, type Outcome, sent } from "../delivery.ts";
import type { Envelope, QueuedRecipient } from "../queue/envelope.ts";
import type { ClientDialogue, Reply } from "./dialogue.ts";

export interface Transaction {
  readonly program: "smtp" | "lmtp";
  readonly settings: Settings;
  /** `host[address]:port`. */
  readonly peer: string;
  /** STARTTLS is not used though offered: its handshake has just failed. */
  readonly withoutTls: boolean;
  /** After smtp_generic_maps; quoted form. */
  readonly sender: string;
  readonly recipients: readonly { readonly address: string; readonly queued: QueuedRecipient }[];
  readonly envelope: Envelope;
  readonly message: Buffer;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** The server will not have this session: the next one may. */
export class Unwilling extends Error {
  readonly dsn: string;
  readonly isFinal: boolean;
  constructor(dsn: string, text: string, isFinal: boolean) {
    super(text);
    this.dsn = dsn;
    this.isFinal = isFinal;
  }
}

/** A TLS handshake failed where TLS is not required: the session starts anew without it (src/smtp/smtp_proto.c). */
export class FailedHandshake extends Error {}

/** Features of an EHLO reply by name, upper case, with their parameters. */
type Features = ReadonlyMap<string, string>;

/** One outcome for each recipient, in order. Rejects with Unwilling or BrokenDialogue before anything was taken. */
export async function transact(dialogue: ClientDialogue, given: Transaction): Promise<readonly Outcome[]> {
  const features = await greeted(dialogue, given);
  await logIn(dialogue, given, features);
  return deliver(dialogue, given, features);
}

const seconds = (given: Transaction, name: string): number => given.settings.seconds(`${given.program}_${name}`) || 300;

async function greeted(dialogue: ClientDialogue, given: Transaction): Promise<Features> {
  const { program, settings, peer } = given;
  const greeting = await dialogue.reply(seconds(given, "helo_timeout"));
  if (greeting.code !== 220) throw unwilling(peer, greeting, "greeting");
  let features = await hello(dialogue, given);
  const level = settings.text(`${program}_tls_security_level`);
  const enforced = /^(encrypt|dane-only|fingerprint|verify|secure)$/.test(level);
  const wanted = enforced || (!given.withoutTls && (level === "may" || level === "dane"));
  if (dialogue.secure || !wanted) return features;
  if (!features.has("STARTTLS")) {
    if (enforced) throw new Unwilling("4.7.4", `TLS is required, but was not offered by host ${peer}`, false);
    return features;
  }
  const answer = await dialogue.command("STARTTLS", seconds(given, "starttls_timeout"));
  if (answer.code === 220) {
    const rejectUnauthorized = level === "verify" || level === "secure";
    // No name is sent for an address (RFC 6066 section 3).
    const servername = /^([\w-][\w.-]*[a-z-])\[/i.exec(peer)?.[1];
    try {
      await dialogue.startTls({ rejectUnauthorized, ...(servername === undefined ? {} : { servername }) });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (enforced) throw new Unwilling("4.7.5", `Cannot start TLS with ${peer}: ${said}`, false);
      throw new FailedHandshake(said);
    }
    features = await hello(dialogue, given);
  } else if (enforced) throw unwilling(peer, answer, "STARTTLS");
  return features;
}

async function hello(dialogue: ClientDialogue, given: Transaction): Promise<Features> {
  const { program, settings, peer } = given;
  const name = settings.text(program === "lmtp" ? "lmtp_lhlo_name" : "smtp_helo_name");
  const verb = program === "lmtp" ? "LHLO" : "EHLO";
  const answer = await dialogue.command(`${verb} ${name}`, seconds(given, "helo_timeout"));
  if (answer.code === 250) {
    return new Map(
      answer.lines.slice(1).map((line) => {
        const [feature = "", ...rest] = line.split(/[ =]/);
        return [feature.toUpperCase(), rest.join(" ")];
      }),
    );
  }
  if (program === "lmtp") throw unwilling(peer, answer, "LHLO");
  const plain = await dialogue.command(`HELO ${name}`, seconds(given, "helo_timeout"));
  if (plain.code !== 250) throw unwilling(peer, plain, "HELO");
  return new Map();
}

async function logIn(dialogue: ClientDialogue, given: Transaction, features: Features): Promise<void> {
  const { login, peer, program, settings } = given;
  if (!login || !settings.bool(`${program}_sasl_auth_enable`)) return;
  const mechanisms = (features.get("AUTH") ?? "").toUpperCase().split(" ");
  const wait = seconds(given, "helo_timeout");
  const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  // noplaintext is the default only without TLS (smtp_sasl_security_options); the site says so where it matters.
  const forbidden = settings.words(`${program}_sasl_${dialogue.secure ? "tls_" : ""}security_options`);
  if (forbidden.includes("noplaintext") || !mechanisms.some((name) => name === "PLAIN" || name === "LOGIN")) {
    throw new Unwilling("4.7.0", `SASL authentication failed: server ${peer} offers no usable mechanism`, false);
  }
  let answer: Reply;
  if (mechanisms.includes("PLAIN")) {
    answer = await dialogue.command(`AUTH PLAIN ${base64(`\0${login.user}\0${login.password}`)}`, wait);
  } else {
    answer = await dialogue.command("AUTH LOGIN", wait);
    if (answer.code === 334) answer = await dialogue.command(base64(login.user), wait);
    if (answer.code === 334) answer = await dialogue.command(base64(login.password), wait);
  }
  if (answer.code !== 235) {
    const text = `SASL authentication failed; server ${peer} said: ${answer.code} ${answer.lines.join(" ")}`;
    throw new Unwilling("4.7.8", text, false);
  }
}

async function deliver(dialogue: ClientDialogue, given: Transaction, features: Features): Promise<readonly Outcome[]> {
  const { peer, program, recipients, message } = given;
  const mail = await dialogue.command(mailCommand(given, features), seconds(given, "mail_timeout"));
  if (mail.code >= 300) return recipients.map(() => outcomeOf(peer, mail, "MAIL FROM"));
  const outcomes: (Outcome | undefined)[] = [];
  for (const recipient of recipients) {
    const answer = await dialogue.command(rcptCommand(recipient, features), seconds(given, "rcpt_timeout"));
    outcomes.push(answer.code < 300 ? undefined : outcomeOf(peer, answer, "RCPT TO"));
  }
  const taken = outcomes.filter((outcome) => outcome === undefined).length;
  if (taken > 0) {
    const go = await dialogue.command("DATA", seconds(given, "data_init_timeout"));
    let single: Outcome | undefined = go.code === 354 ? undefined : outcomeOf(peer, go, "DATA");
    if (!single) await dialogue.message(message);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome) continue;
      // LMTP answers for each recipient that it took (RFC 2033 section 4.2).
      if (!single || (program === "lmtp" && go.code === 354)) {
        single = outcomeOf(peer, await dialogue.reply(seconds(given, "data_done_timeout")), "end of DATA");
      }
      outcomes[index] = single;
    }
  }
  await dialogue.command("QUIT", 5).catch(() => undefined);
  return outcomes.map((outcome) => outcome ?? deferred(peer, "4.3.0", "no answer for this recipient"));
}

function mailCommand({ sender, envelope, message }: Transaction, features: Features): string {
  const words = [`MAIL FROM:<${sender}>`];
  if (features.has("SIZE")) words.push(`SIZE=${message.length}`);
  if (features.has("8BITMIME") && message.some((byte) => byte > 127)) words.push("BODY=8BITMIME");
  if (features.has("SMTPUTF8") && envelope.smtputf8) words.push("SMTPUTF8");
  if (features.has("DSN")) {
    if (envelope.ret) words.push(`RET=${envelope.ret}`);
    if (envelope.envid) words.push(`ENVID=${xtext(envelope.envid)}`);
  }
  return words.join(" ");
}

function rcptCommand({ address, queued }: Transaction["recipients"][number], features: Features): string {
  const words = [`RCPT TO:<${address}>`];
  if (features.has("DSN")) {
    if (queued.notify) words.push(`NOTIFY=${queued.notify.join(",")}`);
    const original = queued.orcpt ?? (queued.original === "" ? undefined : `rfc822;${queued.original}`);
    if (original !== undefined && /^[\x21-\x7e]+$/.test(original)) {
      const [type = "", ...rest] = original.split(";");
      words.push(`ORCPT=${type};${xtext(rest.join(";"))}`);
    }
  }
  return words.join(" ");
}

/** RFC 3461 section 4. */
function xtext(text: string): string {
  return text.replaceAll(/[^!-*,-<>-~]/g, (one) => `+${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

function outcomeOf(peer: string, { code, lines }: Reply, command: string): Outcome {
  const said = lines.join(" ");
  const dsn = /^([245]\.\d{1,3}\.\d{1,3})/.exec(said)?.[1] ?? `${Math.floor(code / 100)}.0.0`;
  if (code < 300) return { ...sent(peer, `${code} ${said}`), dsn };
  const text = `host ${peer.replace(/:\d+$/, "")} said: ${code} ${said} (in reply to ${command} command)`;
  return code >= 500 ? bounced(peer, dsn, text) : deferred(peer, dsn, text);
}

function unwilling(peer: string, reply: Reply, command: string): Unwilling {
  const { dsn, text, status } = outcomeOf(peer, reply, command);
  return new Unwilling(dsn, text, status === "bounced" && command !== "greeting");
}
