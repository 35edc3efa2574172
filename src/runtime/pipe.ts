/** pipe: hands a message to the program of a pipe service of master.cf (pipe(8)); --allow-commands only */

import { quoteLocal } from "../postfix/address/quote.ts";
import type { Service } from "../postfix/config.ts";
import { runProgram } from "./command.ts";
import { type DeliveryRequest, deferred, type Outcome } from "./delivery.ts";
import type { MailSystem } from "./mail-system.ts";

type Request = Pick<DeliveryRequest, "queueId" | "envelope" | "recipient" | "message" | "nexthop" | "address">;

export function pipeTo(service: Service, request: Request, system: MailSystem): Promise<Outcome> {
  const settings = system.resolver.environment.settingsFor(service.name, "unix");
  const attributes = readAttributes(service.args);
  if (attributes.argv.length === 0) {
    return Promise.resolve(deferred(service.name, "4.3.5", `master.cf: the service ${service.name} has no argv=`));
  }
  const user = system.users.get(attributes.user.split(":")[0] ?? "");
  if (!user || user.uid === 0) {
    // pipe(8) runs nothing without user=, and nothing as root.
    return Promise.resolve(deferred(service.name, "4.3.5", `no account to run under: "user=${attributes.user}"`));
  }
  const values = valuesFor(request, system, attributes.nullSender);
  const argv = attributes.argv.map((word) =>
    word.replaceAll(/\$\{(\w+)\}|\$\((\w+)\)|\$(\w+)/g, (all, a?: string, b?: string, c?: string) => {
      const name = a ?? b ?? c ?? "";
      return values[name] ?? all;
    }),
  );
  const head = headLines(attributes.flags, request, values.sender ?? "");
  return runProgram(service.name, argv, {
    message: Buffer.concat([Buffer.from(head, "latin1"), request.message]),
    seconds: settings.seconds(`${service.name}_time_limit`) || settings.seconds("command_time_limit"),
    user,
    environment: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
  });
}

interface PipeAttributes {
  readonly flags: string;
  readonly user: string;
  readonly nullSender: string;
  readonly argv: readonly string[];
}

/** `flags=DRhu user=vmail:vmail argv=/path word ...`; everything behind argv= belongs to the command. */
function readAttributes(args: readonly string[]): PipeAttributes {
  const words = args.map((word) => word.replace(/^\{\s*([\s\S]*?)\s*\}$/, "$1"));
  const at = words.findIndex((word) => word.startsWith("argv="));
  const before = at === -1 ? words : words.slice(0, at);
  const value = (name: string): string | undefined =>
    before.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const first = at === -1 ? [] : [(words[at] ?? "").slice("argv=".length)];
  return {
    flags: value("flags") ?? "",
    user: value("user") ?? "",
    nullSender: value("null_sender") ?? "MAILER-DAEMON",
    argv: at === -1 ? [] : [...first, ...words.slice(at + 1)],
  };
}

function valuesFor(request: Request, system: MailSystem, nullSender: string): Readonly<Record<string, string>> {
  const { address, envelope, recipient, nexthop, queueId, message } = request;
  const at = address.lastIndexOf("@");
  const mailbox = at === -1 ? address : address.slice(0, at);
  const delimiters = system.settings.text("recipient_delimiter");
  const cut = [...mailbox].findIndex((one, index) => index > 0 && delimiters.includes(one));
  return {
    client_address: envelope.client.address,
    client_hostname: envelope.client.name,
    client_helo: envelope.client.helo,
    client_protocol: envelope.client.protocol,
    domain: at === -1 ? "" : address.slice(at + 1),
    extension: cut === -1 ? "" : mailbox.slice(cut + 1),
    mailbox,
    nexthop,
    original_recipient: recipient.original,
    queue_id: queueId,
    recipient: address,
    sasl_username: envelope.client.saslUser ?? "",
    sender: envelope.sender === "" ? nullSender : envelope.sender,
    size: String(message.length),
    user: cut === -1 ? mailbox : mailbox.slice(0, cut),
  };
}

/** flags= of pipe(8): D Delivered-To:, O X-Original-To:, R Return-Path:, F a From_ line. */
function headLines(flags: string, { address, recipient, envelope }: Request, sender: string): string {
  const from = envelope.sender === "" ? "" : quoteLocal(envelope.sender);
  return [
    ...(flags.includes("F") ? [`From ${sender}  ${new Date().toString().slice(0, 24)}`] : []),
    ...(flags.includes("R") ? [`Return-Path: <${from}>`] : []),
    ...(flags.includes("O") ? [`X-Original-To: ${quoteLocal(recipient.original)}`] : []),
    ...(flags.includes("D") ? [`Delivered-To: ${quoteLocal(address)}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
