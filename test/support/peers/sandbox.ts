import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DnsZone } from "./dns-zone.ts";
import { sendmailRoot } from "./programs.ts";

/** Where sendmail's tree is seen inside the sandbox. */
export const sendmailInside = "/opt/sendmail";

/** What a sandbox starts from. */
export interface SandboxSetup {
  /** Folder that is laid over `/` (etc/mail/..., etc/passwd, home/...). */
  readonly root?: string | undefined;
  /** Other folders to lay over a place: inside path -> folder on this machine. */
  readonly overlays?: Readonly<Record<string, string>>;
  /** Files to write: inside path -> text (bytes as latin1). */
  readonly files?: Readonly<Record<string, string>>;
  /** Dotted name of the machine; the site's etc/hostname or mail.example.com where it is left out. */
  readonly hostname?: string | undefined;
  /** What DNS answers. Left out: every dotted name exists with an address and an MX of its own. */
  readonly dns?: DnsZone | undefined;
}

/** A process inside a sandbox, with the pid by which its files and its network are reached from outside. */
export interface SandboxedProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** The sandbox's `/` as a path on this machine. Known once the program has said something. */
  inside(path: string): string;
  /** Runs another program in the same sandbox and gives its output. */
  also(command: readonly string[], input?: string): Promise<Finished>;
  /** As `also`, but only the network is the sandbox's: the program sees this machine's files. */
  alsoOnItsNetwork(command: readonly string[], input?: string): Promise<Finished>;
  stop(): Promise<void>;
}

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "HOME=/root", "TZ=UTC"];
const here = dirname(fileURLToPath(import.meta.url));

/**
 * Starts `command` in a small machine of its own: private mount, network, host name and process tables, a root file
 * system in memory with this machine's /usr read-only, a DNS of its own and the site's files on top. Nothing that
 * runs there reaches the real network or outlives the caller.
 */
export function startInSandbox(setup: SandboxSetup, command: readonly string[]): SandboxedProcess {
  const work = mkdtempSync(join(tmpdir(), "cf2postfix-peer-"));
  mkdirSync(join(work, "files"));
  for (const [path, text] of Object.entries(setup.files ?? {})) {
    const target = join(work, "files", path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, "latin1");
  }
  writeFileSync(join(work, "dns.json"), JSON.stringify(setup.dns ?? null));
  const overlays = Object.entries(setup.overlays ?? {}).flat();
  const child = spawn(
    "unshare",
    [
      ...["--mount", "--net", "--uts", "--ipc", "--pid", "--fork", "--kill-child"],
      ...["bash", join(here, "sandbox.sh"), work, setup.root ?? "-", setup.hostname ?? hostnameOf(setup.root)],
      ...[sendmailRoot(), sendmailInside, process.execPath, join(here, "dns-server.mjs")],
      ...[String(overlays.length), ...overlays, ...command],
    ],
    { stdio: ["pipe", "pipe", "pipe"], detached: false },
  );
  child.stdin.on("error", () => {}); // A program that has ended shows in `exit`, not here.
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  ended.then(() => rmSync(work, { recursive: true, force: true }));
  const innerPid = (): string => {
    const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0];
    if (!pid) throw new Error("The sandbox has ended.");
    return pid;
  };
  return {
    child,
    inside: (path) => `/proc/${innerPid()}/root${path}`,
    also: (args, input) =>
      finish(spawn("nsenter", ["-t", innerPid(), "-a", "-r", "-w", "env", "-i", ...environment, ...args]), input),
    alsoOnItsNetwork: (args, input) => finish(spawn("nsenter", ["-t", innerPid(), "-n", ...args]), input),
    stop: async () => {
      child.stdin.end();
      try {
        // A program that changed its user no longer dies with unshare; with the first process all others go.
        process.kill(Number(innerPid()), "SIGKILL");
      } catch {
        // It has ended by itself.
      }
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs `command` in a sandbox until it ends by itself. */
export async function runInSandbox(setup: SandboxSetup, command: readonly string[], input = ""): Promise<Finished> {
  return finish(startInSandbox(setup, command).child, input);
}

function finish(child: ChildProcessWithoutNullStreams, input = ""): Promise<Finished> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => stdout.push(piece));
  child.stderr.on("data", (piece: Buffer) => stderr.push(piece));
  child.stdin.on("error", () => {});
  child.stdin.end(input, "latin1");
  return new Promise((resolve) => {
    child.once("close", (status) =>
      resolve({
        status: status ?? -1,
        stdout: Buffer.concat(stdout).toString("latin1"),
        stderr: Buffer.concat(stderr).toString("latin1"),
      }),
    );
  });
}

function hostnameOf(root: string | undefined): string {
  try {
    return readFileSync(join(root ?? "", "etc/hostname"), "utf8").trim() || "mail.example.com";
  } catch {
    return "mail.example.com";
  }
}
