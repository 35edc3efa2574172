/**
 * master: starts the services of master.cf, and the POP3 and IMAP servers beside them (master(8))
 *
 * Ports: the inet services that run smtpd keep their names (`smtp`, `submission`, `smtps`, others as master.cf calls
 * them); a port that is not asked for is any free one.
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import nativeFiles from "fs-native-extensions";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Service } from "../postfix/config.ts";
import type { Account } from "./accounts.ts";
import { hostCertificate } from "./certificate.ts";
import type { Connection } from "./connection.ts";
import type { HostsGuard } from "./hosts-access.ts";
import { serveImap } from "./imapd/server.ts";
import { listen } from "./listener.ts";
import { deliver } from "./local.ts";
import { type MailSystem, OUTBOUND } from "./mail-system.ts";
import type { Maillog } from "./maillog.ts";
import { startPickup } from "./pickup.ts";
import { servePop3 } from "./pop3d/server.ts";
import { startQueueManager } from "./qmgr.ts";
import { openQueue } from "./queue/queue-directory.ts";
import type { Certificate } from "./self-signed.ts";
import { smtpAgent } from "./smtp/agent.ts";
import { startSmtpd } from "./smtpd/server.ts";
import { openFolders } from "./store/folders.ts";
import { verifyPassword } from "./users/password.ts";

export const serverKinds = ["smtp", "pop3", "imap"] as const;
export type ServerKind = (typeof serverKinds)[number];

export interface MasterOptions {
  readonly system: MailSystem;
  readonly host: string;
  /** Asked-for ports by name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly only: readonly ServerKind[];
  readonly log: Maillog;
  /** Who may use POP3 and IMAP; undefined: everybody. */
  readonly guard?: HostsGuard | undefined;
}

export interface RunningMaster {
  /** Ports by name: smtp, submission, pop3, pop3s, imap, imaps ... */
  readonly ports: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
  stop(): Promise<void>;
}

/** Another server has the queue. */
export class QueueInUse extends Error {}

/** Rejects with PortTaken or QueueInUse; what was started before is stopped then. */
export async function startMaster(options: MasterOptions): Promise<RunningMaster> {
  const ports: Record<string, number> = {};
  const stops: (() => Promise<void>)[] = [];
  const diagnostics: Diagnostic[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const certificate = await hostCertificate(options.system);
    if (options.only.includes("smtp")) diagnostics.push(...(await startMail(options, certificate, ports, stops)));
    await startReaders(options, certificate, ports, stops);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, diagnostics, stop };
}

async function startMail(
  options: MasterOptions,
  certificate: Certificate,
  ports: Record<string, number>,
  stops: (() => Promise<void>)[],
): Promise<readonly Diagnostic[]> {
  const { system, log, host } = options;
  const queue = await openQueue(system.located(system.settings.text("queue_directory")));
  stops.push(await holdQueue(queue.path));
  const smtp = smtpAgent(system);
  const manager = await startQueueManager({
    queue,
    settings: system.settings,
    log,
    deliver: (request) => deliver(request, { system, queue, smtp }),
  });
  stops.push(() => manager.stop());
  const pickup = startPickup({ queue, system, log, queued: () => manager.notify() });
  stops.push(() => pickup.stop());
  const diagnostics: Diagnostic[] = [];
  for (const service of system.directory.services.filter((each) => each.type === "inet")) {
    const name = serviceName(service);
    if (service.command !== "smtpd") {
      const message = `master.cf: the service "${service.name} inet ... ${service.command}" is not run here.`;
      diagnostics.push(diagnose("RT6011", undefined, message));
      continue;
    }
    const smtpd = await startSmtpd({
      system,
      service,
      queue,
      log,
      host,
      port: options.ports[name] ?? 0,
      certificate,
      authenticate: async (user, password) => (await logIn(system, user, password)) !== undefined,
      queued: () => manager.notify(),
    });
    ports[name] = smtpd.port;
    stops.push(() => smtpd.close());
  }
  return diagnostics;
}

const knownPorts: Readonly<Record<string, string>> = {
  "25": "smtp",
  "587": "submission",
  "465": "smtps",
  submissions: "smtps",
};

/** `smtp`, `127.0.0.1:25`, `587`: the address goes, numbers get their names. */
function serviceName(service: Service): string {
  const port = service.name.slice(service.name.lastIndexOf(":") + 1);
  return knownPorts[port] ?? port;
}

/** One queue manager a queue: as master.pid keeps it. Gives what releases it. */
async function holdQueue(path: string): Promise<() => Promise<void>> {
  const file = await open(join(path, "pid", "master.pid"), "a+");
  if (!nativeFiles.tryLock(file.fd, 0, 0)) {
    await file.close();
    throw new QueueInUse(`another server works on ${path}`);
  }
  await file.truncate(0);
  await file.write(`${process.pid}\n`);
  return () => file.close();
}

async function startReaders(
  options: MasterOptions,
  certificate: Certificate,
  ports: Record<string, number>,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const { system, log, host } = options;
  const tls = createSecureContext(certificate);
  const services = {
    hostname: system.settings.text("myhostname"),
    login: (name: string, password: string) => logIn(system, name, password),
    tls,
    plainAllowed: (address: string) => address === "::1" || address.startsWith("127."),
    messageLimit: system.settings.int("message_size_limit") || 64 * 1024 * 1024,
    log: (line: string) => log("cf2postfix", line),
  };
  const servers = { pop3: servePop3, imap: serveImap } as const;
  for (const kind of ["pop3", "imap"] as const) {
    if (!options.only.includes(kind)) continue;
    const serve = async (connection: Connection): Promise<void> => {
      const { address } = connection;
      if (options.guard && !(await options.guard(kind, address))) {
        log(kind, `refused connect from ${address}`);
        connection.close();
        return;
      }
      await servers[kind](connection, services);
    };
    for (const [name, secure] of [
      [kind, false],
      [`${kind}s`, true],
    ] as const) {
      const listener = await listen(
        { host, port: options.ports[name] ?? 0, tls: secure ? certificate : undefined },
        serve,
      );
      ports[name] = listener.port;
      stops.push(() => listener.close());
    }
  }
}

/** The user's mailboxes when the password fits. */
async function logIn(system: MailSystem, name: string, password: string): Promise<Account | undefined> {
  const user = system.users.get(name);
  for (const secret of user?.secrets ?? []) {
    if (user && (await verifyPassword(password, secret))) {
      return { name, folders: openFolders(system.inboxOf(user), system.locking) };
    }
  }
  return undefined;
}

/** Names that are users even where no file lists them. */
export const builtInUsers: readonly string[] = [OUTBOUND];
