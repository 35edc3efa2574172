/** server: one smtpd service of master.cf */
import type { Readable } from "node:stream";
import type { SMTPServerSession } from "smtp-server";
import type { Service } from "../../postfix/config.ts";
import type { Settings } from "../../postfix/read/settings.ts";
import { createDecider, type Decider } from "../../postfix/restrictions/decide.ts";
import { mailDate } from "../bounce.ts";
import { cleanup } from "../cleanup.ts";
import { bound } from "../listener.ts";
import type { MailSystem } from "../mail-system.ts";
import type { Maillog } from "../maillog.ts";
import type { ClientFacts, Envelope, NotifyCondition } from "../queue/envelope.ts";
import type { QueueDirectory } from "../queue/queue-directory.ts";
import { SmtpdServer } from "./connection.ts";
import { assumedDns } from "./dns.ts";

export interface SmtpdOptions {
  readonly system: MailSystem;
  readonly service: Service;
  readonly queue: QueueDirectory;
  readonly log: Maillog;
  readonly host: string;
  readonly port: number;
  /** Own certificate; without it TLS is not offered. */
  readonly certificate: { readonly key: string; readonly cert: string } | undefined;
  /** True when name and password fit. */
  readonly authenticate: (name: string, password: string) => Promise<boolean>;
  /** A message was put into incoming. */
  readonly queued: () => void;
}

export interface RunningSmtpd {
  readonly port: number;
  close(): Promise<void>;
}

/** Rejects with PortTaken. */
export async function startSmtpd(options: SmtpdOptions): Promise<RunningSmtpd> {
  const { system, service, certificate } = options;
  const settings = system.resolver.environment.settingsFor(service.name, "inet");
  const program = service.name === "smtp" ? "smtpd" : `${service.name}/smtpd`;
  const decider = createDecider(system.resolver, { dns: assumedDns }, service);
  const log = (text: string): void => options.log(program, text);
  const wrapped = settings.bool("smtpd_tls_wrappermode");
  const offersTls =
    certificate !== undefined &&
    (wrapped ||
      (settings.text("smtpd_tls_security_level") !== "" && settings.text("smtpd_tls_security_level") !== "none") ||
      settings.bool("smtpd_use_tls"));
  const offersAuth = settings.bool("smtpd_sasl_auth_enable");
  const xclientHosts = settings.text("smtpd_authorized_xclient_hosts");
  const trusted = system.resolver.environment.matchList(settings, "smtpd_authorized_xclient_hosts");
  const server = new SmtpdServer(
    {
      name: settings.text("myhostname"),
      heloResponse: "%s",
      size: settings.int("message_size_limit"),
      rejectOversized: true,
      maxRecipients: settings.int("smtpd_recipient_limit"),
      hideDSN: false,
      hideENHANCEDSTATUSCODES: false,
      hideSTARTTLS: !offersTls,
      secure: wrapped && offersTls,
      ...(offersTls ? certificate : {}),
      disabledCommands: [
        "WIZ",
        "SHELL",
        "KILL",
        ...(xclientHosts === "" ? ["XCLIENT"] : []),
        "XFORWARD",
        ...(offersAuth ? [] : ["AUTH"]),
        ...(offersTls ? [] : ["STARTTLS"]),
      ],
      authOptional: true,
      allowInsecureAuth: !settings.bool("smtpd_tls_auth_only"),
      authMethods: ["PLAIN", "LOGIN"],
      disableReverseLookup: true,
      useXClient: xclientHosts !== "",
      socketTimeout: 300_000,
      closeTimeout: 500,
      logger: false,
      onAuth: (auth, _session, done) => {
        options.authenticate(auth.username ?? "", auth.password ?? "").then(
          (fits) =>
            fits ? done(null, { user: auth.username }) : done(refusal(535, "5.7.8 Error: authentication failed")),
          () => done(refusal(454, "4.7.0 Temporary authentication failure")),
        );
      },
      onConnect: (session, done) => {
        log(`connect from ${clientName(session)}[${session.remoteAddress}]`);
        done();
      },
      onClose: (session) => log(`disconnect from ${clientName(session)}[${session.remoteAddress}]`),
      onRcptTo: (address, session, done) => {
        const who = dialogue(session);
        const verdict = checkRecipient(decider, who, address.address);
        if (verdict === undefined) return done();
        const client = `${who.name}[${who.address}]`;
        const what = `from=<${who.sender}> to=<${address.address}> proto=${session.transmissionType} helo=<${who.helo}>`;
        log(`NOQUEUE: reject: RCPT from ${client}: ${verdict.code} ${verdict.text}; ${what}`);
        done(refusal(verdict.code, verdict.text));
      },
      onData: (stream, session, done) => {
        receive(stream, session, settings, options, log).then(
          (answer) => (answer.ok ? done(null, answer.text) : done(refusal(answer.code, answer.text))),
          (error: Error) => {
            log(`warning: ${error.message}`);
            done(refusal(451, "4.3.0 Error: queue file write error"));
          },
        );
      },
    },
    {
      settings,
      verify: (address) => {
        const verdict = checkRecipient(decider, nobody, address);
        return verdict ?? { code: 252, text: `2.0.0 ${address}` };
      },
      mayXclient: (address) => trusted.matchesClient(nameOf(address), address) === "yes",
    },
  );
  server.on("error", (error) => log(`warning: ${error.message}`));
  const port = await bound(server.server, options.host, options.port);
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function refusal(code: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode: code });
}

/** What XCLIENT said, `[UNAVAILABLE]` being no name (XCLIENT_README); else the name of loopback, the only one known. */
function clientName(session: SMTPServerSession): string {
  const said = session.xClient?.get("NAME");
  return said === undefined ? nameOf(session.remoteAddress) : String(said || "unknown");
}

function nameOf(address: string): string {
  return address === "127.0.0.1" || address === "::1" ? "localhost" : "unknown";
}

/** Who talks to smtpd, and what was said so far. */
interface Dialogue {
  readonly name: string;
  readonly address: string;
  readonly helo: string;
  readonly saslUser: string | undefined;
  readonly sender: string;
  readonly tls: boolean;
}

/** VRFY is answered for anybody. */
const nobody: Dialogue = { name: "unknown", address: "0.0.0.0", helo: "", saslUser: undefined, sender: "", tls: false };

/** The refusal of a recipient; undefined when it is taken. */
function checkRecipient(
  decider: Decider,
  { name, address, helo, saslUser, sender, tls }: Dialogue,
  recipient: string,
): { readonly code: number; readonly text: string } | undefined {
  const said = { client: { name, address }, sender, recipient, tls, ...(helo === "" ? {} : { helo }) };
  const { reply } = decider.decide("rcpt", saslUser === undefined ? said : { ...said, saslUser });
  return reply && { code: reply.code, text: `${reply.enhanced} ${reply.text}` };
}

function dialogue(session: SMTPServerSession): Dialogue {
  const { mailFrom } = session.envelope;
  return {
    name: clientName(session),
    address: session.remoteAddress,
    helo: session.hostNameAppearsAs || "",
    saslUser: typeof session.user === "string" ? session.user : undefined,
    sender: mailFrom ? mailFrom.address : "",
    tls: session.secure,
  };
}

type Received =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: number; readonly text: string };

/** Reads the message to its end, then makes it durable; only then it is answered. */
async function receive(
  stream: Readable & { readonly sizeExceeded?: boolean },
  session: SMTPServerSession,
  settings: Settings,
  options: SmtpdOptions,
  log: (text: string) => void,
): Promise<Received> {
  const limit = settings.int("message_size_limit");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (limit === 0 || size <= limit) chunks.push(bytes);
  }
  if (limit > 0 && size > limit) return { ok: false, code: 552, text: "5.3.4 Error: message file too big" };
  const raw = Buffer.concat(chunks).toString("latin1");
  const forbidden = settings.text("smtpd_forbid_bare_newline");
  if (/(?:^|[^\r])\n/.test(raw) && forbidden === "reject") {
    return {
      ok: false,
      code: settings.int("smtpd_forbid_bare_newline_reject_code") || 550,
      text: "5.5.2 Error: bare <LF> received",
    };
  }
  // Bare LF ends a line, and a bare CR becomes a blank: neither may be passed on to end DATA somewhere else.
  const message = Buffer.from(raw.replaceAll("\r\n", "\n").replaceAll("\r", " "), "latin1");
  if ((raw.match(/^Received:/gim)?.length ?? 0) > settings.int("hopcount_limit")) {
    return { ok: false, code: 554, text: "5.4.0 Error: too many hops" };
  }
  const envelope = envelopeOf(session);
  const { client } = envelope;
  const { queue, system } = options;
  const received = receivedLines(client, envelope, settings);
  const accepted = await cleanup({ queue, system, log: options.log, envelope, message, prepend: received });
  if (!accepted.ok) {
    const { code, enhanced, text } = accepted.refusal;
    return { ok: false, code, text: `${enhanced} ${text}` };
  }
  log(
    `${accepted.id}: client=${client.name}[${client.address}]${client.saslUser ? `, sasl_username=${client.saslUser}` : ""}`,
  );
  options.queued();
  return { ok: true, text: `2.0.0 Ok: queued as ${accepted.id}` };
}

const notifyConditions: readonly NotifyCondition[] = ["NEVER", "SUCCESS", "FAILURE", "DELAY"];

function envelopeOf(session: SMTPServerSession): Envelope {
  const who = dialogue(session);
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
function receivedLines(client: ClientFacts, envelope: Envelope, settings: Settings): (id: string) => string {
  const literal = client.address.includes(":") ? `IPv6:${client.address}` : client.address;
  const [only] = envelope.recipients;
  const named = envelope.recipients.length === 1 && only ? `\n\tfor <${only.address}>` : "";
  return (id) =>
    `Received: from ${client.helo || client.name} (${client.name} [${literal}])\n` +
    `\tby ${settings.text("myhostname")} (${settings.text("mail_name")}) with ${client.protocol} id ${id}${named}; ` +
    `${mailDate(new Date(envelope.arrival))}\n`;
}
