import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SandboxedProcess } from "../peers/sandbox.ts";
import type { ClientAnswer } from "./message.ts";

const here = dirname(fileURLToPath(import.meta.url));
const sink = "/var/spool/sink";
const recorderFolder = "/var/spool/recorded";

/** The sink and the recorder, to be written into a sandbox. */
export const recorderFiles: Readonly<Record<string, string>> = {
  [`${sink}/sink.mjs`]: readFileSync(join(here, "sink.mjs"), "latin1"),
  "/var/spool/recorders/record": readFileSync(join(here, "record.sh"), "latin1"),
};

/** Starts the sink in a running sandbox and makes a recorder of each name. */
export async function startRecording(
  run: SandboxedProcess,
  names: readonly string[],
  ports: readonly number[],
): Promise<void> {
  await until(
    () => existsSync(run.inside(`${sink}/sink.mjs`)),
    30,
    () => "the sandbox was not built",
  );
  const { status, stderr } = await run.also(["bash", "-c", preparation(names)]);
  if (status !== 0) throw new Error(`no recorders: ${stderr}`);
  // It ends with the sandbox.
  void run.also([process.execPath, `${sink}/sink.mjs`, `${sink}/log`, `${sink}/ready`, ...ports.map(String)]);
  await until(
    () => existsSync(run.inside(`${sink}/ready`)),
    30,
    () => "the sink does not start",
  );
}

function preparation(names: readonly string[]): string {
  return [
    "set -e",
    `mkdir -p ${recorderFolder}; chmod 1777 ${recorderFolder}`,
    "chmod -R 755 /var/spool/recorders",
    ...[...new Set(names)].map((name) => `cp /var/spool/recorders/record '/var/spool/recorders/${name}'`),
  ].join("\n");
}

export function sinkLog(run: SandboxedProcess): string {
  const log = run.inside(`${sink}/log`);
  return existsSync(log) ? readFileSync(log, "latin1") : "";
}

/** Waits until the server answers, then has the clients send their messages. */
export async function answersOf(
  run: SandboxedProcess,
  input: string,
  complaints: () => string,
): Promise<readonly ClientAnswer[]> {
  const { port }: { readonly port: number } = JSON.parse(input);
  await until(
    () => listens(run, port),
    60,
    () => `nobody listens on port ${port}: ${complaints()}`,
  );
  const { stdout, stderr } = await run.alsoOnItsNetwork([process.execPath, join(here, "clients.mjs")], input);
  if (stdout === "") throw new Error(`The clients failed: ${stderr}`);
  return JSON.parse(stdout);
}

function listens(run: SandboxedProcess, port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const path = run.inside("/proc/1/net/tcp");
  return new RegExp(`^ *\\d+: [0-9A-F]{8}:${hex} [0-9A-F]{8}:0000 0A `, "m").test(readFileSync(path, "latin1"));
}

/** Waits until nothing happens any more: neither the queue nor what was delivered changes. */
export async function settled(run: SandboxedProcess, queueLength: () => number): Promise<void> {
  const folders = [recorderFolder, "/var/spool/mqueue", "/var/mail", "/var/log/mail.log"];
  const state = (): string => {
    const times = folders.map((folder) => statOf(run.inside(folder)));
    return `${queueLength()} ${sinkLog(run).length} ${times.join(" ")}`;
  };
  let last = "";
  let quiet = 0;
  for (let waited = 0; waited < 400 && quiet < (last.startsWith("0 ") ? 5 : 15); waited += 1) {
    await pause(200);
    const now = state();
    quiet = now === last ? quiet + 1 : 0;
    last = now;
  }
}

function statOf(path: string): number {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(condition: () => boolean, seconds: number, why: () => string): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    try {
      if (condition()) return;
    } catch {
      // The sandbox is still being built.
    }
    await pause(50);
  }
  throw new Error(why());
}

interface Recorded {
  readonly name: string;
  readonly args: readonly string[];
  readonly data: string;
}

/** What the recorders wrote down: the name that they were called by, their arguments, the message. */
export function recorded(run: SandboxedProcess): readonly Recorded[] {
  const folder = run.inside(recorderFolder);
  return readdirSync(folder)
    .filter((file) => !file.startsWith("."))
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, "latin1");
      const end = text.indexOf("\n");
      const [name = "", ...args] = text.slice(0, end).split("\x1f");
      return { name, args, data: text.slice(end + 1) };
    });
}
