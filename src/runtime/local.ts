/**
 * local: delivers one recipient to the end of all expansions (local(8), virtual(8), pipe(8), error(8), discard(8))
 *
 * A recipient that becomes several leaves becomes a new message with a recipient for each, so that what one of them
 * lacks is tried again for that one alone.
 */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { quoteLocal } from "../postfix/address/quote.ts";

import { findAddress, usualKeys } from "../postfix/resolve/find-address.ts";
import type { Leaf } from "../postfix/resolve/resolution.ts";
import { runCommand } from "./command.ts";
import { bounced, type DeliveryRequest, deferred, failure, type Outcome, sent } from "./delivery.ts";
import { type MailSystem, OUTBOUND } from "./mail-system.ts";
import { pipeTo } from "./pipe.ts";
import { enqueue, type QueueDirectory } from "./queue/queue-directory.ts";
import type { SmtpAgent } from "./smtp/agent.ts";
import type { Delivery } from "./store/mailbox.ts";
import { deliverToMaildir } from "./store/maildir.ts";
import { deliverToMbox } from "./store/mbox.ts";
import { type LocalUser, namedUser } from "./users/passwd.ts";

export interface DeliveryOptions {
  readonly system: MailSystem;
  readonly queue: QueueDirectory;
  /** What leaves, where the server lets it out. */
  readonly smtp: SmtpAgent;
}

type Request = Omit<DeliveryRequest, "transport" | "nexthop" | "address">;

/** Resolves a recipient and delivers to it. Never rejects: a failure of this host is an outcome. */
export async function deliver(request: Request, options: DeliveryOptions): Promise<Outcome> {
  try {
    const { recipient, envelope, message } = request;
    if (recipient.leaf) return await deliverLeaf(recipient.leaf, request, options);
    const filter = filterLeaf(request, options.system);
    if (filter) return await deliverLeaf(filter, request, options);
    const resolution = options.system.resolver.resolve(recipient.address, envelope.sender);
    const looping = deliveredBefore(message, recipient.address);
    const leaves = options.system.resolver.expandLocal(resolution);
    if (looping) return bounced("local", "5.4.6", `mail forwarding loop for ${recipient.address}`);
    const [only] = leaves;
    if (!only) return sent("local", "delivered to nobody: the expansion is empty");
    if (leaves.length === 1) return await deliverLeaf(only, request, options);
    const recipients = leaves.map((leaf) => ({ ...recipient, leaf }));
    const trace = `Delivered-To: ${quoteLocal(recipient.address)}\n`;
    const copy = { ...envelope, recipients };
    const id = await enqueue(options.queue, "incoming", copy, () => [Buffer.from(trace, "latin1"), message]);
    return sent("local", `expanded to ${leaves.length} recipients, forwarded as ${id}`);
  } catch (error) {
    return failure("local", error);
  }
}

/**
 * The content filter of a message (content_filter, FILTER), by its `transport:nexthop`. A sealed server lets nothing out
 * and would get nothing back, so it goes past the filter, which is said when it starts.
 */
function filterLeaf({ envelope, recipient }: Request, system: MailSystem): Leaf | undefined {
  const match = /^([^:]+):(.*)$/s.exec(envelope.filter ?? "");
  if (!match) return undefined;
  const [, service = "", nexthop = ""] = match;
  const command = system.resolver.environment.service(service, "unix")?.command;
  const { address } = recipient;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  if (command === "pipe") {
    return system.allowCommands ? { kind: "pipe", service, nexthop: nexthop || domain, address } : undefined;
  }
  if (system.outbound === "sealed") return undefined;
  if (command !== "smtp" && command !== "lmtp") {
    return { kind: "defer", code: 451, enhanced: "4.3.0", text: `mail transport ${service} unavailable` };
  }
  return { kind: command, service, nexthop: nexthop || domain, address };
}

/** Delivered-To: lines end forwarding loops (local(8)). */
function deliveredBefore(message: Buffer, address: string): boolean {
  const end = message.indexOf("\n\n");
  const header = message.toString("latin1", 0, end === -1 ? message.length : end + 1);
  const wanted = quoteLocal(address).toLowerCase();
  return [...header.matchAll(/^Delivered-To:[ \t]*(\S+)[ \t]*$/gim)].some(
    (match) => match[1]?.toLowerCase() === wanted,
  );
}

async function deliverLeaf(leaf: Leaf, request: Request, options: DeliveryOptions): Promise<Outcome> {
  const { system } = options;
  switch (leaf.kind) {
    case "local":
      return deliverToUser(leaf, request, system);
    case "virtual":
      return deliverToVirtual(leaf.address, request, system);
    case "smtp":
    case "lmtp":
      if (system.outbound === "sealed") return deliverOutbound(leaf, request, system);
      return options.smtp({ ...request, ...leaf, program: leaf.kind });
    case "pipe":
      return deliverToPipe(leaf, request, system);
    case "command":
      if (!system.allowCommands) return notRun("local", leaf.text);
      return runCommand("local", leaf.text, withHead(request, leaf.text), system, {
        ...asUser(leaf.as, request, system),
        shell: system.settings.text("local_command_shell"),
      });
    case "file":
      return deliverToFile(leaf.path, leaf.as, request, system);
    case "discard":
      return sent("none", "discarded");
    case "reject":
      return bounced("none", leaf.enhanced, leaf.text);
    case "defer":
      return deferred("none", leaf.enhanced, leaf.text);
  }
}

/** A program of master.cf; where commands are not allowed, a sealed server keeps the mail like that for other hosts. */
async function deliverToPipe(
  leaf: Extract<Leaf, { kind: "pipe" }>,
  request: Request,
  system: MailSystem,
): Promise<Outcome> {
  const service = system.resolver.environment.service(leaf.service, "unix");
  if (system.allowCommands && service?.command === "pipe") {
    return pipeTo(service, { ...request, address: leaf.address, nexthop: leaf.nexthop }, system);
  }
  if (system.outbound === "sealed") return deliverOutbound(leaf, request, system);
  return notRun(leaf.service, service?.args.join(" ") ?? leaf.service);
}

const NOBODY = { uid: 65534, gid: 65534 };

/** Rights and environment of a command that local(8) runs: the user's, or for root those of default_privs (local(8)). */
function asUser(
  name: string | undefined,
  { envelope, recipient }: Request,
  system: MailSystem,
): { readonly user: Pick<LocalUser, "uid" | "gid">; readonly environment: Readonly<Record<string, string>> } {
  const named = name === undefined ? undefined : system.users.get(name);
  const user = named?.uid === 0 ? undefined : named;
  const at = recipient.address.lastIndexOf("@");
  return {
    user: user ?? NOBODY,
    environment: {
      HOME: system.located(user?.home ?? "/"),
      SHELL: user?.shell || "/bin/sh",
      USER: user?.name ?? "nobody",
      LOGNAME: user?.name ?? "nobody",
      LOCAL: recipient.address.slice(0, at),
      DOMAIN: recipient.address.slice(at + 1),
      RECIPIENT: recipient.address,
      ORIGINAL_RECIPIENT: recipient.original,
      SENDER: envelope.sender,
    },
  };
}

function notRun(relay: string, text: string): Outcome {
  return deferred(relay, "4.3.5", `command not run, the server was started without --allow-commands: "${text}"`);
}

/** local(8): mailbox, or mailbox_command where commands are allowed; where not, the mailbox that it would fill. */
async function deliverToUser(
  leaf: Extract<Leaf, { kind: "local" }>,
  request: Request,
  system: MailSystem,
): Promise<Outcome> {
  const user = system.users.get(leaf.user) ?? namedUser(leaf.user, []);
  if (leaf.mailbox.kind === "command" && system.allowCommands) {
    const message = withHead(request, request.recipient.address);
    return runCommand("local", leaf.mailbox.text, message, system, {
      ...asUser(leaf.user, request, system),
      shell: leaf.mailbox.shell ?? "",
    });
  }
  const place = system.inboxOf(user);
  const address = finalAddress(leaf.user, request.recipient.address, system);
  await deliverTo(place.path, place.kind, deliveryOf(request, address, user), system);
  const note = leaf.mailbox.kind === "command" ? `; "${leaf.mailbox.text}" not run` : "";
  return sent("local", `delivered to ${place.kind === "maildir" ? "maildir" : "mailbox"}${note}`);
}

/** The address that local(8) ends at: the recipient itself, or the user an alias led to. */
function finalAddress(user: string, recipient: string, system: MailSystem): string {
  const local = recipient.slice(0, recipient.lastIndexOf("@"));
  return local.toLowerCase() === user ? recipient : `${user}@${system.settings.text("myorigin")}`;
}

/** virtual(8): virtual_mailbox_base and the path of virtual_mailbox_maps. */
async function deliverToVirtual(address: string, request: Request, system: MailSystem): Promise<Outcome> {
  const { environment } = system.resolver;
  const settings = environment.settingsFor("virtual", "unix");
  const maps = environment.maps(settings, "virtual_mailbox_maps", { substitution: false });
  const { answer } = findAddress(maps, address, environment.context(settings), usualKeys);
  if (answer.kind !== "found") return bounced("virtual", "5.1.1", `unknown user: "${address}"`);
  const path = `${settings.text("virtual_mailbox_base")}/${answer.value}`;
  const kind = path.endsWith("/") ? "maildir" : "mbox";
  const located = system.located(path).replace(/\/$/, "");
  await deliverTo(located, kind, deliveryOf(request, address, undefined), system);
  return sent("virtual", `delivered to ${kind === "maildir" ? "maildir" : "mailbox"}`);
}

/** Mail that would leave the host, or go to another program's service, is kept in the mailbox `outbound`. */
async function deliverOutbound(
  leaf: Extract<Leaf, { kind: "smtp" | "lmtp" | "pipe" }>,
  request: Request,
  system: MailSystem,
): Promise<Outcome> {
  const place = system.inboxOf(namedUser(OUTBOUND, []));
  const where = [`X-Sealed-Transport: ${leaf.service}:${leaf.nexthop}`];
  await deliverTo(place.path, place.kind, deliveryOf(request, leaf.address, undefined, where), system);
  return sent(`${leaf.service}[sealed]`, `kept in the mailbox "${OUTBOUND}" instead of going to ${leaf.nexthop}`);
}

async function deliverToFile(
  path: string,
  as: string | undefined,
  request: Request,
  system: MailSystem,
): Promise<Outcome> {
  const user = as === undefined ? undefined : system.users.get(as);
  const located = system.located(path);
  const kind = path.endsWith("/") ? "maildir" : "mbox";
  if (path === "/dev/null") return sent("local", "delivered to file: /dev/null");
  await deliverTo(located.replace(/\/$/, ""), kind, deliveryOf(request, request.recipient.address, user), system);
  return sent("local", `delivered to file: ${path}`);
}

async function deliverTo(
  path: string,
  kind: "mbox" | "maildir",
  delivery: Delivery,
  system: MailSystem,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const options = { locking: system.locking, owner: delivery.owner };
  if (kind === "mbox") await deliverToMbox(path, delivery, options);
  else await deliverToMaildir(path, delivery, options);
}

/** Return-Path:, X-Original-To: and Delivered-To: as mail_copy(3) of Postfix puts them in front. */
function deliveryOf(
  { envelope, recipient, message }: Request,
  address: string,
  user: LocalUser | undefined,
  more: readonly string[] = [],
): Delivery {
  const sender = envelope.sender === "" ? "" : quoteLocal(envelope.sender);
  return {
    sender,
    headers: [
      `Return-Path: <${sender}>`,
      `X-Original-To: ${quoteLocal(recipient.original)}`,
      `Delivered-To: ${quoteLocal(address)}`,
      ...more,
    ],
    message,
    date: new Date(),
    ...(user ? { owner: { uid: user.uid, gid: user.gid } } : {}),
  };
}

function withHead(request: Request, address: string): Buffer {
  const { headers, message } = deliveryOf(request, address, undefined);
  return Buffer.concat([Buffer.from(headers.map((line) => `${line}\n`).join(""), "latin1"), message]);
}
