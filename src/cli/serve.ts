import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { exitCodes } from "./exit-codes.ts";
import { readNames } from "./serve-names.ts";
import { registerQueue } from "./serve-queue.ts";

interface ServeFlags {
  readonly data?: string;
  readonly hostname?: string;
  readonly bind: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly only: readonly string[];
  readonly users?: string;
  readonly dns?: string;
  readonly outbound: "sealed" | "direct";
  readonly hostsAccess?: string;
  readonly allowCommands?: boolean;
  readonly readyFile?: string;
  readonly exec?: string;
  readonly quiet?: boolean;
}

/** `serve POSTFIX_DIR`: runs a Postfix configuration over a data directory. */
export function register(program: Command): void {
  const serve = program
    .command("serve")
    .description(
      "Runs a Postfix configuration: SMTP, local delivery, POP3 and IMAP. Mail for other hosts is kept unless --outbound direct.",
    )
    .argument("<postfix-dir>", "directory with main.cf and master.cf")
    .option("--data <dir>", "root of every path of the configuration: spool, mailboxes, homes")
    .option("--hostname <name>", "the host's name where main.cf does not say it (default: this machine's)")
    .option("--bind <address>", "address to listen on", "127.0.0.1")
    .option("--ports <list>", "smtp=0,submission=0,pop3=0,imap=0,...: 0 or not named = any free port", portList, {})
    .option("--only <list>", "smtp, pop3, imap: which servers to run", kindList, ["smtp", "pop3", "imap"])
    .option("--users <file>", "Dovecot passwd-file: name:{PLAIN}secret:uid:gid::/home/name::")
    .option("--dns <file|host:port>", "what the DNS answers (YAML), or the server to ask")
    .addOption(
      new Option("--outbound <how>", "mail for other hosts: kept in the mailbox of user outbound, or sent")
        .choices(["sealed", "direct"])
        .default("sealed"),
    )
    .option("--hosts-access <dir>", "directory with hosts.allow and hosts.deny, asked for each POP3 and IMAP client")
    .option("--allow-commands", "run the commands of aliases, .forward files and mailbox_command")
    .option("--ready-file <file>", 'written when ready: {"pid":N,"ports":{"smtp":N,...}}')
    .option("--exec <command>", "run a command when ready (SMTP_PORT, POP3_PORT, ... are set) and end with its status")
    .option("--quiet", "no log lines on standard error")
    .action(async (directory: string, flags: ServeFlags) => {
      process.exitCode = await run(resolve(directory), flags);
    });
  registerQueue(serve);
}

function portList(text: string): Readonly<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const word of text.split(",").filter((each) => each !== "")) {
    const match = /^([A-Za-z0-9_.-]+)=(\d{1,5})$/.exec(word);
    if (!match || Number(match[2]) > 65535) throw new InvalidArgumentError(`"${word}" is not name=port`);
    ports[match[1] ?? ""] = Number(match[2]);
  }
  return ports;
}

function kindList(text: string): readonly string[] {
  const kinds = text.split(",");
  const unknown = kinds.find((kind) => !["smtp", "pop3", "imap"].includes(kind));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of smtp, pop3, imap`);
  return kinds;
}

async function run(directory: string, flags: ServeFlags): Promise<number> {
  if (flags.data === undefined) {
    process.stderr.write("cf2postfix: serve needs --data DIR\n");
    return exitCodes.usage;
  }
  const { runBeside, serve } = await import("../runtime/serve.ts");
  const { serverKinds } = await import("../runtime/master.ts");
  if (!existsSync(directory)) {
    process.stderr.write(`cf2postfix: there is no directory ${directory}\n`);
    return exitCodes.input;
  }
  const names = await readNames(flags.dns, flags.outbound);
  if (!names.ok) {
    process.stderr.write(`cf2postfix: ${names.reason}\n`);
    return exitCodes.input;
  }
  const data = resolve(flags.data);
  mkdirSync(data, { recursive: true });
  const server = await serve({
    postfixDirectory: directory,
    data,
    hostname: flags.hostname,
    host: flags.bind,
    ports: flags.ports,
    only: serverKinds.filter((kind) => flags.only.includes(kind)),
    users: flags.users,
    allowCommands: flags.allowCommands === true,
    outbound: flags.outbound,
    names: names.service,
    hostsAccess: flags.hostsAccess,
    readyFile: flags.readyFile,
    show: (line) => {
      if (!flags.quiet) process.stderr.write(`${line}\n`);
    },
  });
  show(server.diagnostics);
  if (!server.started) return server.because === "input" ? exitCodes.input : exitCodes.environment;
  const list = Object.entries(server.ports).map(([name, port]) => `${name} ${port}`);
  process.stderr.write(`cf2postfix: serving on ${flags.bind}: ${list.join(", ")}\n`);
  const password = server.generatedPassword;
  if (password !== undefined)
    process.stderr.write(`cf2postfix: password of users without one of their own: ${password}\n`);
  const environment = password === undefined ? {} : { CF2POSTFIX_PASSWORD: password };
  const status = flags.exec === undefined ? await signal() : await runBeside(flags.exec, server.ports, environment);
  await server.stop();
  return status;
}

function show(diagnostics: readonly Diagnostic[]): void {
  for (const { at, severity, code, message } of diagnostics) {
    const place = at ? `${at.file}:${at.line}:${at.column} ` : "";
    process.stderr.write(`${place}${severity} ${code} ${message}\n`);
  }
}

/** Settles with 0 at SIGTERM or SIGINT. */
function signal(): Promise<number> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(exitCodes.fine));
  });
}
