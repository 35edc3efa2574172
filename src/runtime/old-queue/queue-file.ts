/**
 * queue-file: a message in sendmail's queue: qf (envelope and header) and df (text) (op.me, "Queue file format";
 * src/queue.c, queueup and readqf)
 */
import { unquoteLocal } from "../../postfix/address/quote.ts";
import type { Envelope, NotifyCondition, QueuedRecipient } from "../queue/envelope.ts";

export interface OldMessage {
  readonly envelope: Envelope;
  /** With the line of each recipient in the file, counted from 0. */
  readonly recipientLines: readonly number[];
  /** Header fields, lines ending in LF. */
  readonly header: string;
  /** Where the text is, when not beside the file (`d` line). */
  readonly dataDirectory: string | undefined;
}

const letters: Readonly<Record<string, NotifyCondition>> = { S: "SUCCESS", F: "FAILURE", D: "DELAY" };

/** One character a byte. Undefined when the file does not end in its final dot: sendmail has not finished it. */
export function parseOldMessage(text: string): OldMessage | undefined {
  const header: string[] = [];
  const recipients: QueuedRecipient[] = [];
  const recipientLines: number[] = [];
  let arrival = 0;
  let sender = "";
  let envid: string | undefined;
  let original: string | undefined;
  let flags = "";
  let client = { name: "localhost", address: "127.0.0.1" };
  let dataDirectory: string | undefined;
  let complete = false;
  for (const { line, at } of foldedLines(text)) {
    const value = line.slice(1);
    if (line === ".") {
      complete = true;
      break;
    }
    switch (line[0]) {
      case "T":
        arrival = Number(value) * 1000;
        break;
      case "S":
        sender = bare(value);
        break;
      case "F":
        flags = value;
        break;
      case "Z":
        envid = value;
        break;
      case "Q":
        original = value;
        break;
      case "d":
        dataDirectory = value;
        break;
      case "$":
        if (value.startsWith("_")) client = clientOf(value.slice(1)) ?? client;
        break;
      case "R":
        recipients.push(recipientOf(value, original));
        recipientLines.push(at);
        original = undefined;
        break;
      case "H": {
        const field = headerField(value);
        if (field !== undefined) header.push(field);
        break;
      }
    }
  }
  if (!complete) return undefined;
  const envelope: Envelope = {
    sender,
    arrival,
    recipients,
    client: { ...client, helo: client.name, protocol: "local" },
    ...(flags.includes("n") ? { ret: "HDRS" } : {}),
    ...(envid === undefined ? {} : { envid }),
  };
  return { envelope, recipientLines, header: header.join(""), dataDirectory };
}

/** The text without the recipients on these lines, which have got the message. */
export function withoutRecipients(text: string, lines: ReadonlySet<number>): string {
  return text
    .split("\n")
    .filter((_, at) => !lines.has(at))
    .join("\n");
}

function* foldedLines(text: string): Generator<{ readonly line: string; readonly at: number }> {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const start = at;
    let line = lines[at] ?? "";
    at += 1;
    while (/^[ \t]/.test(lines[at] ?? "")) {
      line += `\n${lines[at]}`;
      at += 1;
    }
    yield { line, at: start };
  }
}

/** `PFD:<user@host>`: flags before the colon since 8.8; without them before that. */
function recipientOf(value: string, original: string | undefined): QueuedRecipient {
  const match = /^([A-Z]*):(.*)$/s.exec(value);
  const flags = match?.[1] ?? "";
  const address = bare(match?.[2] ?? value);
  const said = [...flags].flatMap((letter) => letters[letter] ?? []);
  const notify: readonly NotifyCondition[] = said.length > 0 ? said : ["NEVER"];
  return {
    address,
    original: address,
    ...(flags.includes("N") ? { notify } : {}),
    ...(original === undefined ? {} : { orcpt: original.replace(/;\s*/, ";") }),
  };
}

/** In internal (unquoted) form; commands and files of aliases as they are. */
function bare(text: string): string {
  const inside = text.trim().replace(/^<([\s\S]*)>$/, "$1");
  return isDirect(inside) ? inside : unquoteLocal(inside);
}

/** A recipient that an alias made: a command or a file, which only the old host can deliver to. */
export function isDirect(recipient: string): boolean {
  return /^"?[|/]/.test(recipient) || recipient.startsWith(":include:");
}

/** `root@host [192.0.2.1]` */
function clientOf(value: string): { readonly name: string; readonly address: string } | undefined {
  const match = /(?:^|@)([^\s@[]+)?\s*\[([^\]]+)\]/.exec(value);
  return match ? { name: match[1] ?? match[2] ?? "", address: match[2] ?? "" } : undefined;
}

/**
 * `??Name: value`, or `?flags?Name: value` for a field that only mailers with these flags get: of those Return-Path:
 * (P) and Full-Name: (x) are the delivering host's to add, the others belong to the message.
 */
function headerField(value: string): string | undefined {
  const match = /^\?([^?]*)\?([\s\S]*)$/.exec(value);
  const flags = match?.[1] ?? "";
  const field = match?.[2] ?? value;
  if (/[Px]/.test(flags) || /\x81/.test(field)) return undefined;
  return `${field}\n`;
}
