import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Conversion, convert } from "../../../src/pipeline/convert.ts";
import { type LoadedSendmail, loadSendmail } from "../../../src/pipeline/sendmail-source.ts";
import { openVerification } from "../../../src/pipeline/verify.ts";
import { coveringSet } from "../../../src/sendmail/probe/covering.ts";
import { type Probe, probeText } from "../../../src/sendmail/probe/probe.ts";
import { locateSource, readLocated } from "../../../src/source/locate.ts";
import type { DnsZone } from "../peers/index.ts";
import { cfLibrary } from "../peers/programs.ts";
import type { WireMessage, WireOutcome } from "./message.ts";
import { askRealPostfix } from "./real-postfix.ts";
import { askRealSendmail } from "./real-sendmail.ts";

export interface WireAnswer {
  readonly probe: Probe;
  /** What the report says beforehand of a difference: the code of what predicted it. */
  readonly predictedBy: string | undefined;
  readonly message: WireMessage;
  readonly sendmail: WireOutcome;
  readonly postfix: WireOutcome;
  readonly same: boolean;
}

/** Asks the real programs what becomes of the covering messages of a site: its own sendmail.cf, and its conversion. */
export async function askSite(
  root: string,
  choose: (probes: readonly Probe[]) => readonly Probe[] = (probes) => probes,
): Promise<readonly WireAnswer[]> {
  const site = await openWireSite(root);
  const probes = choose(coveringSet(site.loaded.config, site.loaded.engine).probes).filter(isTypable);
  const answers = await askMessages(site, probes.map(messageOf), {});
  const predicted = await predictions(site, answers.filter(({ same }) => !same).map(asAsked));
  return answers.map((answer, at) => ({
    probe: probes[at] as Probe,
    ...answer,
    predictedBy: answer.same ? undefined : predicted(asAsked(answer)),
  }));
}

/** A message, and the senders that lists gave it: their owners, whose bounces come back to this host. */
interface Asked extends WireMessage {
  readonly owners: readonly string[];
}

function asAsked({ message, sendmail }: Pick<WireAnswer, "message" | "sendmail">): Asked {
  const senders = sendmail.leaves.flatMap((leaf) => /^smtp \S+ <([^>@]+)@[^>]*>/.exec(leaf)?.[1] ?? []);
  return { ...message, owners: [...new Set(senders)].filter((name) => !message.sender.startsWith(name)) };
}

/**
 * What `verify` says of messages: a message is asked about as a decision, as a recipient, and as a sender of every
 * mailer that may carry it. The code that explains the first of its questions that differs.
 */
async function predictions(
  { root, directory, loaded }: WireSite,
  messages: readonly Asked[],
): Promise<(message: Asked) => string | undefined> {
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const text = readLocated(located.source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const cfDir = located.source.main.kind === "mc" ? cfLibrary() : undefined;
  const verify = await openVerification({ source: located.source, file: text.file, facts: new Map(), cfDir }, {});
  const mailers = loaded.engine.program.mailers.map(({ name }) => name);
  const of = (message: Asked): readonly Probe[] => questionsOf(message, mailers);
  const probes = messages.flatMap(of);
  const answer = verify({ directory, postfix: { root }, choice: { kind: "given", probes }, coverage: false });
  if (!answer.ok) throw new Error(answer.reason);
  const codes = new Map(answer.result.differ.map((one) => [one.asked, one.explained_by]));
  return (message) => {
    const found = of(message).flatMap((probe) => codes.get(probeText(probe)) ?? []);
    return found[0];
  };
}

function questionsOf({ client, sender, recipient, owners }: Asked, mailers: readonly string[]): readonly Probe[] {
  const decision: Probe = { question: "decision", client, sender, recipient };
  const rewriting = mailers.flatMap((mailer): readonly Probe[] => [
    ...(sender === ""
      ? []
      : (["envelope-sender", "header-sender"] as const).map((question) => ({ question, address: sender, mailer }))),
    { question: "header-recipient", address: recipient, mailer },
    ...owners.map((address): Probe => ({ question: "envelope-sender", address, mailer })),
  ]);
  return [decision, { question: "recipient", address: recipient }, ...rewriting];
}

/** A site with its conversion, ready to be asked. */
export interface WireSite {
  readonly root: string;
  readonly loaded: LoadedSendmail;
  readonly conversion: Conversion;
  /** Where the conversion was written. */
  readonly directory: string;
}

/** Reads a site root as the program does (a .mc with the library of the sendmail package) and converts it. */
export async function openWireSite(root: string): Promise<WireSite> {
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const { source } = located;
  const text = readLocated(source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const facts = new Map<string, string>();
  const cfDir = source.main.kind === "mc" ? cfLibrary() : undefined;
  const request = { source, file: text.file, facts, cfDir };
  const loaded = await loadSendmail(request);
  const directory = mkdtempSync(join(tmpdir(), "cf2postfix-wire-out-"));
  const conversion = await convert(
    { ...request, mapType: "hash", postfixVersion: "3.7", mailbox: undefined, findings: {} },
    {
      write: (path, mode, chunks) => {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), [...chunks].join(""), { encoding: "latin1", mode });
      },
    },
  );
  return { root, loaded, conversion, directory };
}

/** Sends the messages to both programs. `dns`: what it knows besides the clients and what is assumed. */
export async function askMessages(
  { root, loaded, directory }: WireSite,
  messages: readonly WireMessage[],
  dns: DnsZone,
): Promise<readonly Omit<WireAnswer, "probe" | "predictedBy">[]> {
  const setup = { root, dns: { ...zoneFor(messages), ...dns } };
  const ports = [25];
  const sendmail = await askRealSendmail(loaded.cf.text, messages, setup, ports);
  const postfix = await askRealPostfix(directory, messages, setup, ports);
  return messages.map((message, at) => {
    const answers = { sendmail: sendmail[at] as WireOutcome, postfix: postfix[at] as WireOutcome };
    const same = essence(answers.sendmail) === essence(answers.postfix);
    return { message, ...answers, same };
  });
}

function essence({ answer, leaves }: WireOutcome): string {
  return `${answer}\n${leaves.join("\n")}`;
}

/** Whether a client may say these addresses at all (RFC 5321 section 4.1.2; a final dot and a missing domain besides). */
function isTypable(probe: Probe): boolean {
  if (probe.question === "limit") return false;
  const texts = probe.question === "decision" ? [probe.sender, probe.recipient] : [probe.address];
  return texts.every((text) => text === "" || path.test(text));
}

const domain = String.raw`(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\w.:]+\])`;
const localPart = String.raw`(?:[^\x00-\x20\x7f-\xff"()<>\[\]:;@\\,.]+(?:\.[^\x00-\x20\x7f-\xff"()<>\[\]:;@\\,.]+)*|"[\x20\x21\x23-\x5b\x5d-\x7e]*")`;
const path = new RegExp(`^(?:@${domain}(?:,@${domain})*:)?${localPart}(?:@${domain})?$`);

const LOCAL = { name: "localhost", address: "127.0.0.1" };

/** A probe as a message: recipients and senders come from the host itself, which may send anywhere. */
function messageOf(probe: Probe): WireMessage {
  if (probe.question === "decision") {
    const { client, sender, recipient } = probe;
    return { client, sender, recipient };
  }
  if (probe.question === "recipient") {
    return { client: LOCAL, sender: "stranger@sender.example", recipient: probe.address };
  }
  return { client: LOCAL, sender: probe.address, recipient: "stranger@recipient.example" };
}

/** Clients have the names that they claim; any other dotted name exists, with an MX that is another machine. */
function zoneFor(messages: readonly WireMessage[]): DnsZone {
  const zone: Record<string, DnsZone[string]> = { "*": "ASSUMED" };
  for (const { client } of messages) {
    if (client.address.startsWith("127.") || client.address.includes(":")) continue;
    const reversed = `${client.address.split(".").reverse().join(".")}.in-addr.arpa`;
    if (client.name === undefined) continue;
    zone[reversed] ??= { PTR: client.name };
    zone[client.name.toLowerCase()] ??= { A: [client.address], MX: [[10, `mx.${client.name.toLowerCase()}`]] };
  }
  return zone;
}
