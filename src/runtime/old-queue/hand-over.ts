/** hand-over: lists the messages of a sendmail queue, or hands them to a new server, each once */
import { spawn } from "node:child_process";
import { readFile, rename, unlink, writeFile } from "node:fs/promises";
import { quoteLocal } from "../../postfix/address/quote.ts";
import { type Settings, settingsOf } from "../../postfix/read/settings.ts";
import type { Outcome } from "../delivery.ts";
import { type Endpoint, openDialogue } from "../smtp/dialogue.ts";
import { transact } from "../smtp/transaction.ts";
import { type FoundMessage, filesOf, findMessages, isLocked, textOf } from "./find.ts";
import { isDirect, type OldMessage, parseOldMessage, withoutRecipients } from "./queue-file.ts";

export type Target =
  | { readonly kind: "smtp" | "lmtp"; readonly endpoint: Endpoint }
  | { readonly kind: "sendmail"; readonly command: string };

export interface HandedOver {
  readonly id: string;
  /** `left`: it stays, and `reason` says why. */
  readonly state: "sent" | "listed" | "left";
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly size: number;
  readonly reason: string;
}

/** `smtp:HOST:PORT`, `lmtp:HOST:PORT`, `lmtp:unix:PATH`, `sendmail[:COMMAND]`; undefined for anything else. */
export function readTarget(text: string): Target | undefined {
  const command = /^sendmail(?::(.+))?$/s.exec(text);
  if (command) return { kind: "sendmail", command: command[1] ?? "/usr/sbin/sendmail" };
  const socket = /^lmtp:unix:(.+)$/s.exec(text);
  if (socket) return { kind: "lmtp", endpoint: { path: socket[1] ?? "" } };
  const network = /^(smtp|lmtp):(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  if (!network) return undefined;
  const kind = network[1] === "lmtp" ? "lmtp" : "smtp";
  return { kind, endpoint: { address: network[2] ?? network[3] ?? "", port: Number(network[4]) } };
}

/** Without a target the messages are only listed. `remove`: what was handed over leaves the old queue. */
export async function handOver(
  directory: string,
  target: Target | undefined,
  options: { readonly remove: boolean; readonly hostname: string },
): Promise<readonly HandedOver[]> {
  const done: HandedOver[] = [];
  for (const found of await findMessages(directory)) done.push(await one(found, target, options));
  return done;
}

async function one(
  found: FoundMessage,
  target: Target | undefined,
  { remove, hostname }: { readonly remove: boolean; readonly hostname: string },
): Promise<HandedOver> {
  const control = await readFile(found.control, "latin1").catch(() => undefined);
  const old = control === undefined ? undefined : parseOldMessage(control);
  if (control === undefined || !old) return left(found.id, undefined, 0, "the qf file is not whole");
  const text = await textOf(found, old.dataDirectory);
  const message = Buffer.from(`${old.header}\n${text ?? ""}`, "latin1");
  const stays = (reason: string): HandedOver => left(found.id, old, message.length, reason);
  if (found.kind === "quarantined") return stays("it is quarantined");
  if (found.kind === "broken") return stays("sendmail has set it aside as broken");
  if (text === undefined) return stays("its df file is not there");
  const { sender } = old.envelope;
  const recipients = old.envelope.recipients.map(({ address }) => address);
  const about = { id: found.id, sender, recipients, size: message.length };
  if (!target) return { ...about, state: "listed", reason: "" };
  if (await isLocked(found.control)) return stays("a running sendmail works on it");
  if (recipients.length === 0) return stays("it has no recipients");
  const outcomes = await outcomesOf(old, message, target, hostname);
  const refused = outcomes.flatMap(({ status, text: said }, at) =>
    status === "sent" ? [] : [`${recipients[at]}: ${said}`],
  );
  if (refused.length === 0) {
    if (remove) for (const path of filesOf(found, old.dataDirectory)) await unlink(path).catch(() => undefined);
    return { ...about, state: "sent", reason: "" };
  }
  const served = outcomes.flatMap(({ status }, at) => (status === "sent" ? [old.recipientLines[at] ?? -1] : []));
  // Who has got it must not get it again when the rest is tried once more.
  if (remove && served.length > 0) {
    await writeFile(`${found.control}.new`, withoutRecipients(control, new Set(served)), {
      encoding: "latin1",
      mode: 0o600,
    });
    await rename(`${found.control}.new`, found.control);
  }
  return stays(refused.join("; "));
}

function left(id: string, old: OldMessage | undefined, size: number, reason: string): HandedOver {
  const recipients = old?.envelope.recipients.map(({ address }) => address) ?? [];
  return { id, state: "left", sender: old?.envelope.sender ?? "", recipients, size, reason };
}

const direct: Outcome = {
  status: "bounced",
  dsn: "5.3.0",
  relay: "none",
  text: "a command or file of an alias, which only the old host can deliver to",
};

async function outcomesOf(
  old: OldMessage,
  message: Buffer,
  target: Target,
  hostname: string,
): Promise<readonly Outcome[]> {
  const mailed = old.envelope.recipients.filter(({ address }) => !isDirect(address));
  const rest = { ...old, envelope: { ...old.envelope, recipients: mailed } };
  const outcomes = mailed.length === 0 ? [] : [...(await given(rest, message, target, hostname))];
  return old.envelope.recipients.map(({ address }) => (isDirect(address) ? direct : (outcomes.shift() ?? direct)));
}

async function given(old: OldMessage, message: Buffer, target: Target, hostname: string): Promise<readonly Outcome[]> {
  const { envelope } = old;
  const all = (outcome: Outcome): readonly Outcome[] => envelope.recipients.map(() => outcome);
  if (target.kind === "sendmail") return all(await bySendmail(old, message, target.command));
  try {
    const dialogue = await openDialogue(target.endpoint, 30);
    try {
      return await transact(dialogue, {
        program: target.kind,
        settings: plainSettings(hostname),
        peer: "path" in target.endpoint ? target.endpoint.path : `${target.endpoint.address}:${target.endpoint.port}`,
        sender: quoteLocal(envelope.sender),
        recipients: envelope.recipients.map((queued) => ({ address: quoteLocal(queued.address), queued })),
        envelope,
        message,
        login: undefined,
        withoutTls: false,
      });
    } finally {
      dialogue.close();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return all({ status: "deferred", dsn: "4.4.1", relay: "none", text });
  }
}

/** What smtp(8) would take from an empty main.cf. */
function plainSettings(hostname: string): Settings {
  return settingsOf({ version: "3.7", main: new Map(), services: [], host: { hostname } });
}

function bySendmail({ envelope }: OldMessage, message: Buffer, command: string): Promise<Outcome> {
  const [program = "", ...first] = command.split(/\s+/).filter((word) => word !== "");
  const notify = envelope.recipients[0]?.notify;
  const args = [
    ...first,
    "-i",
    "-f",
    envelope.sender === "" ? "<>" : envelope.sender,
    ...(notify ? ["-N", notify.join(",").toLowerCase()] : []),
    "--",
    ...envelope.recipients.map(({ address }) => quoteLocal(address)),
  ];
  return new Promise((resolve) => {
    const end = (status: Outcome["status"], text: string): void =>
      resolve({ status, dsn: status === "sent" ? "2.0.0" : "4.3.0", relay: program, text });
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString("latin1")).slice(0, 500);
    });
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => end("deferred", error.message));
    child.on("close", (code) => (code === 0 ? end("sent", "") : end("deferred", said.trim() || `exit status ${code}`)));
    child.stdin.end(message);
  });
}
