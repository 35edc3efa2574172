import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { type SandboxedProcess, type SandboxSetup, startInSandbox } from "../peers/sandbox.ts";
import { sendmailCommand, withConfiguration } from "../peers/sendmail.ts";
import {
  type ClientAnswer,
  clientInput,
  isBounce,
  numberIn,
  numbersIn,
  outcomeOf,
  sunkLeaves,
  type WireMessage,
  type WireOutcome,
} from "./message.ts";
import { answersOf, recorded, recorderFiles, settled, sinkLog, startRecording } from "./surroundings.ts";

const PORT = 10025;
const queue = "/var/spool/mqueue";

/**
 * Sends messages to a real sendmail that runs `cf`, from each one's client, and tells what became of every one. Its
 * delivery programs are replaced by one that writes down how it was called; mail for other hosts goes to a sink.
 */
export async function askRealSendmail(
  cf: string,
  messages: readonly WireMessage[],
  setup: SandboxSetup,
  ports: readonly number[],
): Promise<readonly WireOutcome[]> {
  const { text, mailers } = withRecorders(cf);
  const command = sendmailCommand(text, [
    "-bD",
    `-ODaemonPortOptions=Port=${PORT},Addr=127.0.0.1`,
    ...["-OQueueLA=9999", "-ORefuseLA=9999", "-OPidFile=/var/run/sm.pid", `-OQueueDirectory=${queue}`],
  ]);
  const script = `${queueOwner(text)}"$@" </dev/null & read -r _`;
  const run = startInSandbox(withConfiguration(text, { ...setup, files: { ...setup.files, ...recorderFiles } }), [
    ...["bash", "-c", script, "bash"],
    ...command,
  ]);
  let complaints = "";
  for (const stream of [run.child.stdout, run.child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      complaints += piece.toString("latin1");
    });
  }
  try {
    await startRecording(run, mailers, ports);
    const answers = await answersOf(run, clientInput(PORT, messages), () => complaints);
    await settled(run, () => readdirSync(run.inside(queue)).filter((name) => /^[qQ]f/.test(name)).length);
    return outcomes(run, answers, messages.length);
  } finally {
    await run.stop();
  }
}

/** As an administrator must (op.me, RunAsUser): who is not root can write only into a queue of its own. */
function queueOwner(cf: string): string {
  const user = /^O[ \t]*RunAsUser[ \t]*=[ \t]*([\w.-]+)/m.exec(cf)?.[1];
  return user === undefined ? "" : `chown '${user}' ${queue}; `;
}

function outcomes(run: SandboxedProcess, answers: readonly ClientAnswer[], count: number): readonly WireOutcome[] {
  const sunk = sunkLeaves(sinkLog(run));
  const leaves: string[][] = Array.from({ length: count }, (_, at) => [...(sunk.get(at) ?? [])]);
  for (const { name, args, data } of recorded(run)) {
    const number = numberIn(data);
    if (number !== undefined) leaves[number]?.push(...(isBounce(data) ? ["bounce"] : deliveriesBy(name, args)));
  }
  for (const [path, numbers] of filesWithMarks(run)) {
    for (const number of numbers) leaves[number]?.push(`file ${path}`);
  }
  for (const name of readdirSync(run.inside(queue))) {
    if (!name.startsWith("qf")) continue;
    const queued = readFileSync(run.inside(`${queue}/${name}`), "latin1");
    const number = numberIn(queued);
    // What waits for a bounce that cannot be sent has been decided already.
    if (number !== undefined && !/^H.*From: Mail Delivery/im.test(queued)) leaves[number]?.push("deferred");
  }
  return leaves.map((each, at) => outcomeOf(answers[at], each));
}

/** How a program was called, in words that both mail systems share. */
function deliveriesBy(mailer: string, args: readonly string[]): readonly string[] {
  if (mailer === "local") return args.map((user) => `mailbox ${user}`);
  if (mailer === "prog") return [`command ${args.at(-1)}`];
  return [`pipe ${mailer} ${args.join(" ")}`];
}

/** Files that messages were appended to, outside of queues and mailboxes. */
function filesWithMarks(run: SandboxedProcess): ReadonlyMap<string, readonly number[]> {
  const root = run.inside("");
  const system = ["usr", "lib", "lib32", "lib64", "libx32", "bin", "sbin", "proc", "dev", "opt"];
  const folders = readdirSync(root).filter((name) => !system.includes(name));
  const own = ["mqueue", "recorded", "sink", "log"].map((name) => `--exclude-dir=${name}`);
  const grep = spawnSync("grep", ["-rlI", ...own, "wire-probe-", ...folders], { cwd: root, encoding: "utf8" });
  const paths = grep.stdout.split("\n").filter((path) => path !== "");
  return new Map([...new Set(paths)].map((path) => [`/${path}`, numbersIn(readFileSync(`${root}/${path}`, "latin1"))]));
}

/** Mailers that run a program run the recorder under the mailer's name instead. */
function withRecorders(cf: string): { readonly text: string; readonly mailers: readonly string[] } {
  const mailers: string[] = [];
  const text = cf.replace(/^M([^\s,]+)[ \t]*,.*(?:\n[ \t].*)*/gm, (definition: string, name: string) => {
    const changed = definition.replace(/([,\s]P(?:ath)?[ \t]*=[ \t]*)\/[^,\s]*/, (_, before: string) => {
      mailers.push(name);
      return `${before}/var/spool/recorders/${name}`;
    });
    // A mailbox is told by the user alone; a program that wants LMTP (F=z) would talk back, others (F=r, f) hear the sender.
    if (changed === definition || name !== "local") return changed;
    return changed
      .replace(/([,\s]A(?:rgv)?[ \t]*=)[^,\n]*/, "$1local $$u")
      .replace(
        /([,\s]F(?:lags)?[ \t]*=)([^,\n]*)/,
        (_, before: string, flags: string) => before + flags.replace(/[zrf]/g, ""),
      );
  });
  return { text, mailers };
}
