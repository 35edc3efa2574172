/** submit: a message of a program of this host, into the maildrop queue, which pickup(8) empties (postdrop(1)) */

import { addressesOf } from "../../postfix/address/addresses-of.ts";
import { unquoteLocal } from "../../postfix/address/quote.ts";
import { addressSpans } from "../cleanup/address-spans.ts";
import { messagePieces } from "../cleanup/message-lines.ts";
import { fieldName } from "../cleanup/rewrite-header.ts";
import { localClient } from "../queue/envelope.ts";
import { enqueue, type QueueDirectory } from "../queue/queue-directory.ts";
import type { SendmailOptions } from "./options.ts";

/** The ID, or why there is no message. The message is durable when this settles. */
export type Submitted = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: string };

/** `input`: what the program wrote. `user`: who runs it. */
export async function submit(
  queue: QueueDirectory,
  options: SendmailOptions,
  input: Buffer,
  user: string,
): Promise<Submitted> {
  const text = messageOf(input, options.ignoresDot);
  const named = options.recipients.flatMap((word) => addressesOf(word));
  const listed = options.fromHeader ? headerRecipients(text) : [];
  const recipients = [...new Set([...named, ...listed])];
  if (recipients.length === 0) {
    return { ok: false, reason: "Recipient addresses must be specified on the command line or via the -t option" };
  }
  const { notify, ret, envid } = options;
  const sender = unquoteLocal(options.sender ?? user);
  const name = options.fullName === undefined || hasField(text, "from") ? "" : fromLine(options.fullName, sender);
  const envelope = {
    sender,
    arrival: Date.now(),
    recipients: recipients.map((address) => ({ address, original: address, ...(notify ? { notify } : {}) })),
    client: localClient,
    ...(ret ? { ret } : {}),
    ...(envid === undefined ? {} : { envid }),
  };
  const id = await enqueue(queue, "maildrop", envelope, () => [Buffer.from(name + text, "latin1")]);
  return { ok: true, id };
}

/** Lines ending in LF, up to a dot alone unless `ignoresDot`; a From_ line in front is left out. */
function messageOf(input: Buffer, ignoresDot: boolean): string {
  let text = input.toString("latin1").replaceAll("\r\n", "\n");
  if (!ignoresDot) {
    const dot = text.startsWith(".\n") ? 0 : text.search(/\n\.(?:\n|$)/) + 1;
    if (dot > 0 || text.startsWith(".\n")) text = text.slice(0, dot);
  }
  text = text.replace(/^(?:>?From [^\n]*\n)/, "");
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function fromLine(fullName: string, sender: string): string {
  return `From: "${fullName.replaceAll(/["\\]/g, "\\$&")}" <${sender}>\n`;
}

function* ownFields(text: string): Generator<string> {
  for (const { kind, text: field } of messagePieces(text)) {
    if (kind !== "header" && kind !== "mime") return;
    yield field;
  }
}

function hasField(text: string, name: string): boolean {
  for (const field of ownFields(text)) if (fieldName(field) === name) return true;
  return false;
}

/** To:, Cc: and Bcc:; of a resent message their Resent- forms alone (sendmail(1), -t). */
function headerRecipients(text: string): readonly string[] {
  const plain: string[] = [];
  const resent: string[] = [];
  let isResent = false;
  for (const field of ownFields(text)) {
    const name = fieldName(field);
    if (name.startsWith("resent-")) isResent = true;
    const match = /^(resent-)?(?:to|cc|bcc)$/.exec(name);
    if (!match) continue;
    const addresses = addressSpans(field.slice(field.indexOf(":") + 1)).map((span) => unquoteLocal(span.text));
    (match[1] ? resent : plain).push(...addresses);
  }
  return (isResent ? resent : plain).filter((address) => address !== "");
}
