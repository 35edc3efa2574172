import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { type SandboxedProcess, type SandboxSetup, startInSandbox } from "./sandbox.ts";

/** What a Postfix command said. postconf exits 0 on unknown parameters: `stderr` must be looked at too. */
export interface PostfixAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `postconf -c DIR ARGS` on this machine (reading only). */
export function postconf(directory: string, args: readonly string[]): PostfixAnswer {
  return answer("/usr/sbin/postconf", ["-c", directory, ...args]);
}

/**
 * Looks many keys up in one table: `postmap -q - REF` with `-c DIR` where given. Keys that have no answer are absent
 * from the result. REF is `hash:/path`, `pcre:/path`, `inline:{...}`.
 */
export function postmapQuery(keys: readonly string[], ref: string, directory?: string): ReadonlyMap<string, string> {
  const result = spawnSync("/usr/sbin/postmap", [...(directory ? ["-c", directory] : []), "-q", "-", ref], {
    input: Buffer.from(`${keys.join("\n")}\n`, "latin1"),
    encoding: "latin1",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.stderr) throw new Error(`postmap -q - ${ref}: ${result.stderr}`);
  const rows = result.stdout.split("\n").filter((line) => line !== "");
  return new Map(rows.map((line) => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]));
}

function answer(program: string, args: readonly string[]): PostfixAnswer {
  const result = spawnSync(program, args, { encoding: "latin1", maxBuffer: 64 * 1024 * 1024 });
  return { status: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** A Postfix that runs an emitted directory for real, in a sandbox of its own. */
export interface RunningPostfix extends SandboxedProcess {
  /** The mail log so far. */
  log(): string;
  /** Path on this machine of a file that Postfix sees as `path`. */
  inside(path: string): string;
  /** Waits until `condition` holds; gives up after `seconds` and shows the log. */
  waitFor(what: string, condition: () => boolean, seconds?: number): Promise<void>;
}

/**
 * Starts Postfix on a copy of `directory` as /etc/postfix, with the files of the old host (`root`: aliases, homes,
 * :include: files) around it; `build-tables` is run first where there is one. The one change made to the copy is where
 * it logs to: this machine's syslog is not the test's.
 */
export async function startPostfix(directory: string, setup: SandboxSetup = {}): Promise<RunningPostfix> {
  const run = startInSandbox({ ...setup, overlays: { ...setup.overlays, "/etc/postfix": directory } }, [
    "bash",
    "-c",
    startScript,
  ]);
  let complaints = "";
  run.child.stdout.resume();
  run.child.stderr.on("data", (piece: Buffer) => {
    complaints += piece.toString("latin1");
  });
  const log = (): string => {
    const file = run.inside("/var/log/mail.log");
    return existsSync(file) ? readFileSync(file, "latin1") : "";
  };
  const waitFor = async (what: string, condition: () => boolean, seconds = 30): Promise<void> => {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      if (run.child.exitCode !== null || run.child.signalCode !== null) {
        throw new Error(`Postfix has ended before ${what}: ${complaints}`);
      }
      try {
        if (condition()) return;
      } catch {
        // The sandbox is still being built.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const seen = log();
    await run.stop();
    throw new Error(`Waited ${seconds} s for ${what}. ${complaints}\n${seen}`);
  };
  const postfix: RunningPostfix = { ...run, log, waitFor };
  await waitFor("the master daemon runs", () => log().includes("daemon started"));
  return postfix;
}

const startScript = `set -e
cd /etc/postfix
grep -q '^postlog' master.cf || printf 'postlog unix-dgram n - n - 1 postlogd\\n' >>master.cf
postconf -e maillog_file=/var/log/mail.log
[ ! -f build-tables ] || sh ./build-tables
# Postfix waits for files that are younger than two seconds.
find /etc -newermt '-1 minute' -exec touch -d '1 hour ago' {} + 2>/dev/null || true
postfix set-permissions 2>/dev/null || true
# The sandbox ends with Postfix, and with the test: its end closes the standard input that is read here.
trap 'exit 1' USR1
{ postfix start-fg; kill -USR1 1; } </dev/null &
read -r _
`;

/** The private socket of trivial-rewrite(8): what an address is rewritten to and where it goes. */
export interface RewriteSocket {
  rewrite(rule: "local" | "remote", address: string): Promise<string>;
  resolve(sender: string, address: string): Promise<Resolution>;
  close(): void;
}

/** resolve's answer; `addressClass` names the class bit (RESOLVE_CLASS_* in resolve_clnt.h). */
export interface Resolution {
  readonly transport: string;
  readonly nexthop: string;
  readonly recipient: string;
  readonly addressClass: "local" | "virtual_alias" | "virtual_mailbox" | "relay" | "default" | "none";
}

const classBits = [
  [1 << 8, "local"],
  [1 << 9, "virtual_alias"],
  [1 << 10, "virtual_mailbox"],
  [1 << 11, "relay"],
  [1 << 12, "default"],
] as const;

/** Connects to trivial-rewrite of a running Postfix; `socketPath` is `<queue_directory>/private/rewrite`. */
export async function rewriteSocket(socketPath: string): Promise<RewriteSocket> {
  const socket = createConnection({ path: socketPath });
  socket.setEncoding("latin1");
  let unread = "";
  const waiting: ((attributes: ReadonlyMap<string, string>, ordered: readonly string[]) => void)[] = [];
  socket.on("data", (piece: string) => {
    unread += piece;
    for (let end = endOfAttributes(unread); end !== -1; end = endOfAttributes(unread)) {
      const words = unread.slice(0, end).split("\0");
      unread = unread.slice(end + 2);
      const attributes = new Map<string, string>();
      for (let i = 0; i + 1 < words.length; i += 2) attributes.set(words[i] ?? "", words[i + 1] ?? "");
      waiting.shift()?.(attributes, words);
    }
  });
  let fail: (error: Error) => void = () => undefined;
  socket.on("error", (error) => fail(error));
  const next = (): Promise<{ attributes: ReadonlyMap<string, string>; words: readonly string[] }> =>
    new Promise((resolve, reject) => {
      fail = reject;
      waiting.push((attributes, words) => resolve({ attributes, words }));
    });
  const ask = async (attributes: Readonly<Record<string, string>>) => {
    const text = Object.entries(attributes).flat();
    socket.write(`${text.join("\0")}\0\0`, "latin1");
    return next();
  };
  await next(); // The server names its protocol first.
  return {
    rewrite: async (rule, address) =>
      (await ask({ request: "rewrite", rule, address })).attributes.get("address") ?? "",
    resolve: async (sender, address) => {
      const { attributes, words } = await ask({ request: "resolve", sender, address });
      // `flags` comes twice; the last one is the address class.
      const flags = Number(words[words.lastIndexOf("flags") + 1] ?? 0);
      return {
        transport: attributes.get("transport") ?? "",
        nexthop: attributes.get("nexthop") ?? "",
        recipient: attributes.get("recipient") ?? "",
        addressClass: classBits.find(([bit]) => (flags & bit) !== 0)?.[1] ?? "none",
      };
    },
    close: () => socket.destroy(),
  };
}

/** Offset of the empty name that closes a list of attributes, values may be empty themselves. */
function endOfAttributes(text: string): number {
  let at = 0;
  while (at < text.length) {
    if (text[at] === "\0") return at - 1;
    const endOfName = text.indexOf("\0", at);
    const endOfValue = endOfName === -1 ? -1 : text.indexOf("\0", endOfName + 1);
    if (endOfValue === -1) return -1;
    at = endOfValue + 1;
  }
  return -1;
}

/** The queue directory's socket as a path on this machine. */
export function rewriteSocketPath(postfix: RunningPostfix): string {
  return join(postfix.inside("/var/spool/postfix"), "private/rewrite");
}
