/** serve: the door of this room: run a Postfix directory until told to stop */
import { spawn } from "node:child_process";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { hostname as machineName } from "node:os";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnostic.ts";
import { hostsGuard } from "./hosts-access.ts";
import { PortTaken } from "./listener.ts";
import { openMailSystem } from "./mail-system.ts";
import { openMaillog } from "./maillog.ts";
import { builtInUsers, QueueInUse, type RunningMaster, type ServerKind, startMaster } from "./master.ts";
import type { NameService } from "./names.ts";
import { startStatements } from "./statements.ts";
import { loadUsers } from "./users/load.ts";

export interface ServeRequest {
  readonly postfixDirectory: string;
  readonly data: string;
  readonly hostname: string | undefined;
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly only: readonly ServerKind[];
  readonly users: string | undefined;
  readonly allowCommands: boolean;
  readonly outbound?: "sealed" | "direct";
  /** What the DNS answers; an assumption when absent. */
  readonly names?: NameService | undefined;
  /** Directory with hosts.allow and hosts.deny for POP3 and IMAP. */
  readonly hostsAccess?: string | undefined;
  readonly readyFile: string | undefined;
  /** Called with each log line. */
  readonly show: (line: string) => void;
}

/** `started` false: why not, and whether it is the input or the surroundings (exit 3 or 4). */
export type Started =
  | {
      readonly started: true;
      readonly ports: Readonly<Record<string, number>>;
      readonly generatedPassword: string | undefined;
      readonly diagnostics: readonly Diagnostic[];
      stop(): Promise<void>;
    }
  | {
      readonly started: false;
      readonly because: "input" | "surroundings";
      readonly diagnostics: readonly Diagnostic[];
    };

export async function serve(request: ServeRequest): Promise<Started> {
  const fail = (because: "input" | "surroundings", diagnostics: readonly Diagnostic[]): Started => ({
    started: false,
    because,
    diagnostics,
  });
  if (!existsSync(`${request.postfixDirectory}/main.cf`)) {
    return fail("input", [diagnose("RT6001", undefined, `there is no ${request.postfixDirectory}/main.cf`)]);
  }
  const loaded = loadUsers(request.users, request.data, builtInUsers);
  if (loaded.problem) return fail("input", [diagnose("RT6001", undefined, loaded.problem)]);
  const system = openMailSystem({
    postfixDirectory: request.postfixDirectory,
    data: request.data,
    hostname: request.hostname ?? machineName(),
    users: loaded.users,
    allowCommands: request.allowCommands,
    outbound: request.outbound ?? "sealed",
    names: request.names,
  });
  const logFile = system.settings.text("maillog_file");
  const path = system.located(logFile.startsWith("/dev/") || logFile === "" ? "/var/log/maillog" : logFile);
  const log = openMaillog(system.settings.text("myhostname"), path, request.show);
  let master: RunningMaster;
  try {
    const guard = request.hostsAccess === undefined ? undefined : hostsGuard(request.hostsAccess);
    master = await startMaster({ system, host: request.host, ports: request.ports, only: request.only, log, guard });
  } catch (error) {
    if (error instanceof PortTaken) {
      const message = `port ${error.port} on ${request.host} cannot be had (${error.message})`;
      return fail("surroundings", [diagnose("RT6002", undefined, message)]);
    }
    if (error instanceof QueueInUse) return fail("surroundings", [diagnose("RT6005", undefined, error.message)]);
    throw error;
  }
  log("master", "daemon started");
  if (request.readyFile !== undefined) writeReadyFile(request.readyFile, master.ports);
  return {
    started: true,
    ports: master.ports,
    generatedPassword: loaded.generatedPassword,
    diagnostics: [...loaded.diagnostics, ...startStatements(system), ...master.diagnostics],
    stop: () => master.stop(),
  };
}

/** Written whole or not at all: who waits for it never reads half of it. */
function writeReadyFile(path: string, ports: Readonly<Record<string, number>>): void {
  writeFileSync(`${path}.new`, `${JSON.stringify({ pid: process.pid, ports })}\n`);
  renameSync(`${path}.new`, path);
}

/** Runs a command with the ports in its environment (`SMTP_PORT=...`) and gives its exit status. */
export function runBeside(
  command: string,
  ports: Readonly<Record<string, number>>,
  more: NodeJS.ProcessEnv,
): Promise<number> {
  const names = Object.entries(ports).map(([name, port]) => [
    `${name.toUpperCase().replaceAll(/\W/g, "_")}_PORT`,
    `${port}`,
  ]);
  const env = { ...process.env, ...Object.fromEntries(names), ...more };
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", command], { stdio: "inherit", env });
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
}
