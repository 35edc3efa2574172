/** server: one smtpd service of master.cf */
import type { Service } from "../../postfix/config.ts";
import { bound } from "../listener.ts";
import type { MailSystem } from "../mail-system.ts";
import type { Maillog } from "../maillog.ts";
import type { QueueDirectory } from "../queue/queue-directory.ts";
import { SmtpdServer } from "./connection.ts";
import { clientName, createJudge, noteName, type Verdict } from "./dialogue.ts";
import { receive } from "./receive.ts";

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
  const log = (text: string): void => options.log(program, text);
  const judge = createJudge(system, service, settings, log);
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
      socketTimeout: (settings.seconds("smtpd_timeout") || 300) * 1000,
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
        answer(done, async () => {
          if (!isLoopback(session.remoteAddress)) noteName(session, await system.names.hostName(session.remoteAddress));
          log(`connect from ${clientName(session)}[${session.remoteAddress}]`);
          return judge.ask("connect", session);
        });
      },
      onClose: (session) => log(`disconnect from ${clientName(session)}[${session.remoteAddress}]`),
      onMailFrom: (address, session, done) => {
        judge.forget(session);
        // The library notes the sender only after this answer.
        const sender = address.address;
        answer(done, () => (judge.delays ? undefined : judge.ask("mail", session, { sender })));
      },
      onRcptTo: (address, session, done) => {
        answer(done, () => judge.ask("rcpt", session, { recipient: address.address }));
      },
      onData: (stream, session, done) => {
        const work = { system, queue: options.queue, settings, judge, log: options.log, say: log };
        receive(stream, session, { ...work, queued: options.queued }).then(
          (end) => (end.ok ? done(null, end.text) : done(refusal(end.code, end.text))),
          (error: Error) => {
            log(`warning: ${error.message}`);
            done(refusal(451, "4.3.0 Error: queue file write error"));
          },
        );
      },
    },
    {
      settings,
      verify: async (address) => (await judge.verify(address)) ?? { code: 252, text: `2.0.0 ${address}` },
      mayXclient: (address) => trusted.matchesClient(isLoopback(address) ? "localhost" : "unknown", address) === "yes",
      ask: (stage, session, more) => judge.ask(stage, session, more),
    },
  );
  server.on("error", (error) => log(`warning: ${error.message}`));
  const port = await bound(server.server, options.host, options.port);
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };

  function answer(done: (error?: Error | null) => void, ask: () => Promise<Verdict | undefined> | undefined): void {
    Promise.resolve(ask()).then(
      (verdict) => (verdict ? done(refusal(verdict.code, verdict.text)) : done()),
      (error: Error) => {
        log(`warning: ${error.message}`);
        done(refusal(451, "4.3.5 Server configuration error"));
      },
    );
  }
}

function isLoopback(address: string): boolean {
  return address === "127.0.0.1" || address === "::1";
}

function refusal(code: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode: code });
}
