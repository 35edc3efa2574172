import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postconf, startPostfix } from "../peers/postfix.ts";
import type { SandboxedProcess, SandboxSetup } from "../peers/sandbox.ts";
import {
  type ClientAnswer,
  clientInput,
  numberIn,
  outcomeOf,
  sunkLeaves,
  type WireMessage,
  type WireOutcome,
} from "./message.ts";
import { answersOf, recorded, recorderFiles, settled, sinkLog, startRecording } from "./surroundings.ts";

const PORT = 10025;
const queue = "/var/spool/postfix";

/**
 * Sends messages to a real Postfix that runs `directory`, and tells what became of every one. The copy that runs
 * differs in this only: smtpd listens on another port, its brakes on impatient clients are off, and the programs that
 * mail would be handed to are replaced by one that writes down how it was called.
 */
export async function askRealPostfix(
  directory: string,
  messages: readonly WireMessage[],
  setup: SandboxSetup,
  ports: readonly number[],
): Promise<readonly WireOutcome[]> {
  const copy = mkdtempSync(join(tmpdir(), "cf2postfix-wire-"));
  cpSync(directory, copy, { recursive: true });
  const services = withRecorders(copy);
  const [mailboxCommand = "", delimiter = ""] = ["mailbox_command", "recipient_delimiter"].map((name) =>
    postconf(copy, ["-xh", name]).stdout.trim(),
  );
  const run = await startPostfix(copy, { ...setup, files: { ...setup.files, ...recorderFiles } });
  try {
    await startRecording(run, [...services, "shell"], ports);
    const answers = await answersOf(run, clientInput(PORT, messages), () => run.log());
    const length = (): number =>
      ["maildrop", "incoming", "active"].reduce(
        (sum, name) => sum + readdirSync(run.inside(`${queue}/${name}`)).length,
        0,
      );
    await settled(run, length);
    return outcomes(run, answers, { log: run.log(), mailboxCommand, delimiter, count: messages.length });
  } finally {
    await run.stop();
    rmSync(copy, { recursive: true, force: true });
  }
}

interface Seen {
  readonly log: string;
  readonly mailboxCommand: string;
  readonly delimiter: string;
  readonly count: number;
}

function outcomes(run: SandboxedProcess, answers: readonly ClientAnswer[], seen: Seen): readonly WireOutcome[] {
  const sunk = sunkLeaves(sinkLog(run));
  const leaves: string[][] = Array.from({ length: seen.count }, (_, at) => [...(sunk.get(at) ?? [])]);
  for (const { name, args, data } of recorded(run)) {
    const number = numberIn(data);
    if (number !== undefined && name !== "shell") leaves[number]?.push(`pipe ${name} ${args.join(" ")}`);
  }
  const entries = logEntries(seen.log);
  answers.forEach((answer, at) => {
    const id = /queued as (\w+)/.exec(answer.replies.at(-1) ?? "")?.[1];
    if (id !== undefined) leaves[at]?.push(...leavesInLog(entries, id, seen));
  });
  return leaves.map((each, at) => outcomeOf(answers[at], each));
}

interface LogEntry {
  readonly to: string;
  readonly relay: string;
  readonly status: string;
  readonly text: string;
}

function logEntries(log: string): ReadonlyMap<string, readonly LogEntry[]> {
  const entries = new Map<string, LogEntry[]>();
  for (const line of log.split("\n")) {
    const found = /: (\w+): to=<(.*?)>, (?:orig_to=<.*?>, )?relay=(.*?), .*status=(\w+) \((.*)\)$/.exec(line);
    if (!found) continue;
    const [, id = "", to = "", relay = "", status = "", text = ""] = found;
    entries.set(id, [...(entries.get(id) ?? []), { to, relay, status, text }]);
  }
  return entries;
}

function leavesInLog(entries: ReadonlyMap<string, readonly LogEntry[]>, id: string, seen: Seen): readonly string[] {
  return (entries.get(id) ?? []).flatMap((entry) => {
    const { status, text, to } = entry;
    if (status === "bounced") return ["bounce"];
    if (status === "deferred") return ["deferred"];
    const next = /^forwarded as (\w+)/.exec(text)?.[1];
    if (next !== undefined) return leavesInLog(entries, next, seen);
    const file = /^delivered to file: (.*)/.exec(text)?.[1];
    if (file !== undefined) return [`file ${file}`];
    const command = /^delivered to command: (.*)/.exec(text)?.[1];
    if (command !== undefined && command !== seen.mailboxCommand) return [`command ${command}`];
    if (command !== undefined || /^delivered to mail(box|dir)/.test(text))
      return [`mailbox ${userOf(to, seen.delimiter)}`];
    return [];
  });
}

/** Whose mailbox it is: without domain and extension, and in lower case, as local(8) looks users up. */
function userOf(recipient: string, delimiter: string): string {
  const local = recipient.replace(/@[^@]*$/, "").toLowerCase();
  const end = delimiter === "" ? -1 : [...local].findIndex((letter, at) => at > 0 && delimiter.includes(letter));
  return end === -1 ? local : local.slice(0, end);
}

/** The names of the services whose programs were replaced. */
function withRecorders(directory: string): readonly string[] {
  const services: string[] = [];
  const master = join(directory, "master.cf");
  const text = readFileSync(master, "latin1")
    .replace(/^smtp(\s+inet\s)/m, `127.0.0.1:${PORT}$1`)
    .replace(/^(\S+)(\s+unix\s.*\spipe\b(?:.*\n)(?:[ \t].*\n?)*)/gm, (_, name: string, rest: string) => {
      services.push(name);
      return name + rest.replace(/argv=[^\s}]+/, `argv=/var/spool/recorders/${name}`);
    })
    .replace(/-o local_command_shell=(?=\s|$)/g, "-o local_command_shell=/var/spool/recorders/shell");
  writeFileSync(master, text, "latin1");
  const main = join(directory, "main.cf");
  const settings = [
    "local_command_shell = /var/spool/recorders/shell",
    "smtpd_client_event_limit_exceptions = static:all",
    "smtpd_client_connection_count_limit = 0",
    "smtpd_error_sleep_time = 0",
    // Who may log in is not asked here, and without its password service smtpd would not start.
    "smtpd_sasl_auth_enable = no",
    "smtpd_junk_command_limit = 10000",
    "maximal_backoff_time = 1d",
    "minimal_backoff_time = 1d",
  ];
  writeFileSync(main, `${existsSync(main) ? readFileSync(main, "latin1") : ""}\n${settings.join("\n")}\n`, "latin1");
  return services;
}
