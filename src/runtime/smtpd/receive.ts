/** receive: the text of a message, from DATA to the queue */
import type { Readable } from "node:stream";
import type { SMTPServerSession } from "smtp-server";
import type { Settings } from "../../postfix/read/settings.ts";
import type { PostfixEnvironment } from "../../postfix/resolve/environment.ts";
import { mailDate } from "../bounce.ts";
import { cleanup } from "../cleanup.ts";
import type { MailSystem } from "../mail-system.ts";
import type { Maillog } from "../maillog.ts";
import type { ClientFacts, Envelope, NotifyCondition } from "../queue/envelope.ts";
import type { QueueDirectory } from "../queue/queue-directory.ts";
import { type Dialogue, dialogueOf, type Judge } from "./dialogue.ts";

export interface ReceiveOptions {
  readonly system: MailSystem;
  readonly queue: QueueDirectory;
  readonly settings: Settings;
  readonly judge: Judge;
  readonly log: Maillog;
  readonly say: (text: string) => void;
  readonly queued: () => void;
}

export type Received =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: number; readonly text: string };

export type MessageStream = Readable & { readonly sizeExceeded?: boolean };

const refused = (code: number, text: string): Received => ({ ok: false, code, text });

/** Reads the message to its end, then makes it durable; only then it is answered. */
export async function receive(
  stream: MessageStream,
  session: SMTPServerSession,
  options: ReceiveOptions,
): Promise<Received> {
  const { system, queue, settings, judge, say } = options;
  const raw = await readText(stream, settings.int("message_size_limit"));
  if (raw === undefined) return refused(552, "5.3.4 Error: message file too big");
  if (/(?:^|[^\r])\n/.test(raw) && settings.text("smtpd_forbid_bare_newline") === "reject") {
    const code = settings.int("smtpd_forbid_bare_newline_reject_code") || 550;
    return refused(code, "5.5.2 Error: bare <LF> received");
  }
  // Bare LF ends a line, and a bare CR becomes a blank: neither may be passed on to end DATA somewhere else.
  const message = Buffer.from(raw.replaceAll("\r\n", "\n").replaceAll("\r", " "), "latin1");
  if ((raw.match(/^Received:/gim)?.length ?? 0) > settings.int("hopcount_limit")) {
    return refused(554, "5.4.0 Error: too many hops");
  }
  const verdict = await judge.ask("end-of-data", session);
  if (verdict) return { ok: false, ...verdict };
  const envelope = envelopeOf(session);
  const { client } = envelope;
  const requests = judge.requested(session);
  const received = receivedLines(client, envelope, settings, session);
  const prepended = requests.prepend.map((line) => `${line}\n`).join("");
  const accepted = await cleanup({
    queue,
    system,
    log: options.log,
    envelope,
    message,
    prepend: (id) => prepended + received(id),
    settings: system.resolver.environment.settingsFor(settings.text("cleanup_service_name"), "unix"),
    context: isLocalClient(dialogueOf(session), settings, system.resolver.environment) ? "local" : "remote",
    requests,
    overrides: new Set(settings.words("receive_override_options")),
  });
  if (!accepted.ok) {
    const { code, enhanced, text } = accepted.refusal;
    return refused(code, `${enhanced} ${text}`);
  }
  const login = client.saslUser ? `, sasl_username=${client.saslUser}` : "";
  say(`${accepted.id}: client=${client.name}[${client.address}]${login}`);
  options.queued();
  return { ok: true, text: `2.0.0 Ok: queued as ${accepted.id}` };
}

/** Undefined when the message is larger than `limit` bytes; it is read to its end all the same. */
async function readText(stream: MessageStream, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (limit === 0 || size <= limit) chunks.push(bytes);
  }
  return limit > 0 && size > limit ? undefined : Buffer.concat(chunks).toString("latin1");
}

/** local_header_rewrite_clients (postconf(5)): whose headers are completed and rewritten as mail of this host. */
function isLocalClient(who: Dialogue, settings: Settings, environment: PostfixEnvironment): boolean {
  const words = settings.words("local_header_rewrite_clients");
  const inTable = (reference: string): boolean => {
    const table = environment.tables.open(reference);
    return [who.name, who.address].some((key) => table.lookup(key).kind === "found");
  };
  return words.some((word) => {
    switch (word) {
      case "permit_inet_interfaces":
        return who.address === "127.0.0.1" || who.address === "::1";
      case "permit_mynetworks":
        return environment.matchList(settings, "mynetworks").matchesClient(who.name, who.address) === "yes";
      case "permit_sasl_authenticated":
        return who.saslUser !== undefined;
      case "check_address_map":
        return false;
      default:
        return word.includes(":") && inTable(word);
    }
  });
}

const notifyConditions: readonly NotifyCondition[] = ["NEVER", "SUCCESS", "FAILURE", "DELAY"];

function envelopeOf(session: SMTPServerSession): Envelope {
  const who = dialogueOf(session);
  const { envelope } = session;
  const recipients = envelope.rcptTo.map(({ address, args }) => {
    const { NOTIFY: notify, ORCPT: orcpt } = args || {};
    const words = typeof notify === "string" ? notify.toUpperCase().split(",") : undefined;
    return {
      address,
      original: address,
      ...(words ? { notify: notifyConditions.filter((condition) => words.includes(condition)) } : {}),
      ...(typeof orcpt === "string" ? { orcpt } : {}),
    };
  });
  const { ret, envid } = envelope.dsn ?? {};
  return {
    sender: who.sender,
    arrival: Date.now(),
    recipients,
    client: {
      name: who.name,
      address: who.address,
      helo: who.helo,
      protocol: session.transmissionType,
      ...(who.saslUser === undefined ? {} : { saslUser: who.saslUser }),
    },
    ...(ret === "FULL" || ret === "HDRS" ? { ret } : {}),
    ...(envid ? { envid } : {}),
    ...(envelope.smtpUtf8 ? { smtputf8: true } : {}),
  };
}

/** Received: as smtpd.c writes it; the recipient is named when there is only one. */
function receivedLines(
  client: ClientFacts,
  envelope: Envelope,
  settings: Settings,
  session: SMTPServerSession,
): (id: string) => string {
  const literal = client.address.includes(":") ? `IPv6:${client.address}` : client.address;
  const [only] = envelope.recipients;
  const named = envelope.recipients.length === 1 && only ? `\n\tfor <${only.address}>` : "";
  const login =
    client.saslUser !== undefined && settings.bool("smtpd_sasl_authenticated_header")
      ? `\n\t(Authenticated sender: ${client.saslUser.replaceAll(/[()\\]/g, "\\$&")})`
      : "";
  const { tlsOptions } = session;
  const cipher =
    settings.bool("smtpd_tls_received_header") && typeof tlsOptions === "object" && tlsOptions !== null
      ? `\n\t(using ${tlsOptions.version} with cipher ${tlsOptions.name})`
      : "";
  return (id) =>
    `Received: from ${client.helo || client.name} (${client.name} [${literal}])${cipher}${login}\n` +
    `\tby ${settings.text("myhostname")} (${settings.text("mail_name")}) with ${client.protocol} id ${id}${named}; ` +
    `${mailDate(new Date(envelope.arrival))}\n`;
}
