import type { Client } from "../../../src/sendmail/ruleset/hooks.ts";

/** One message with one recipient, as a client sends it. */
export interface WireMessage {
  readonly client: Client;
  readonly sender: string;
  readonly recipient: string;
}

/** What became of a message. */
export interface WireOutcome {
  readonly answer: "accept" | "reject" | "tempfail" | "hung up";
  /** The reply that decided, for people. */
  readonly reply: string;
  /** Where it went, sorted: `smtp IP:PORT <sender> <recipient> from= to=`, `mailbox U`, `command T`, `file P`, ... */
  readonly leaves: readonly string[];
}

/** One line of what `clients.mjs` answers. */
export interface ClientAnswer {
  readonly replies: readonly string[];
  readonly error?: string;
}

/** A mark that is found again in whatever is made of the message, its bounce too. */
const markOf = (at: number): string => `wire-probe-${at}-end`;

export function numberIn(text: string): number | undefined {
  const found = /wire-probe-(\d+)-end/.exec(text);
  return found ? Number(found[1]) : undefined;
}

export function numbersIn(text: string): readonly number[] {
  return [...new Set([...text.matchAll(/wire-probe-(\d+)-end/g)].map((found) => Number(found[1])))];
}

/** What `clients.mjs` takes. */
export function clientInput(port: number, messages: readonly WireMessage[]): string {
  return JSON.stringify({
    port,
    messages: messages.map(({ client, sender, recipient }, at) => ({
      source: client.address,
      helo: client.name ?? "unnamed.client.example",
      sender,
      recipient,
      data: [
        `From: ${isOrdinary(sender) ? sender : "other@from.example"}`,
        `To: ${isOrdinary(recipient) ? recipient : "other@to.example"}`,
        `Subject: ${markOf(at)}`,
        "Date: Mon, 02 Nov 2026 10:00:00 +0000",
        `Message-ID: <${markOf(at)}@client.example>`,
        "",
        "Hello.",
      ].join("\n"),
    })),
  });
}

/** What people write into headers; how odd forms are quoted there says nothing of a configuration. */
const isOrdinary = (address: string): boolean => /^[\w.+-]+(@[\w.-]*\w)?$/.test(address);

export function outcomeOf(answer: ClientAnswer | undefined, leaves: readonly string[]): WireOutcome {
  const last = answer?.replies.at(-1) ?? "";
  const reply = (last.split("\n").at(-1) ?? "").slice(0, 120);
  const kind = answer?.error && !/^[45]/.test(reply) ? "hung up" : kindOf(reply);
  // What is written there leaves no trace.
  const kept = leaves.filter((leaf) => leaf !== "file /dev/null");
  return { answer: kind, reply, leaves: kind === "accept" ? [...new Set(kept)].sort() : [] };
}

function kindOf(reply: string): WireOutcome["answer"] {
  if (reply.startsWith("5")) return "reject";
  return reply.startsWith("4") ? "tempfail" : "accept";
}

/** A message as the sink wrote it down. */
export interface Sunk {
  readonly address: string;
  readonly port: number;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly data: string;
}

export function sunkLeaves(log: string): ReadonlyMap<number, readonly string[]> {
  const leaves = new Map<number, string[]>();
  for (const line of log.split("\n")) {
    if (line === "") continue;
    const sunk: Sunk = JSON.parse(line);
    const number = numberIn(sunk.data);
    if (number === undefined) continue;
    const found = leaves.get(number) ?? [];
    leaves.set(number, found);
    for (const recipient of sunk.recipients) {
      const { address, port, sender } = sunk;
      const headers = `from=${headerAddress(sunk.data, "From")} to=${headerAddress(sunk.data, "To")}`;
      found.push(
        isBounce(sunk.data) ? "bounce" : `smtp ${address}:${port} <${plain(sender)}> <${plain(recipient)}> ${headers}`,
      );
    }
  }
  return leaves;
}

export const isBounce = (data: string): boolean => /^Content-Type: multipart\/report|^From: Mail Delivery/im.test(data);

/** The address of a header of the message, unfolded, without brackets. */
function headerAddress(data: string, name: string): string {
  const head = data.slice(0, data.search(/\n\n|$(?![\s\S])/));
  const value = new RegExp(`^${name}:((?:.|\\n[ \\t])*)`, "im").exec(head)?.[1] ?? "";
  return plain((/<(.*)>/.exec(value)?.[1] ?? value).replace(/\s+/g, " ").trim());
}

/** Domains are the same in any case. */
function plain(address: string): string {
  const at = address.lastIndexOf("@");
  return at === -1 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}
