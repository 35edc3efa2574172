import { readFileSync } from "node:fs";
import type { SmtpQuestion } from "../../../src/sendmail/ruleset/hooks.ts";
import { type DnsZone, smtpDialogues } from "../peers/index.ts";
import { type SandboxedProcess, type SandboxSetup, startInSandbox } from "../peers/sandbox.ts";
import { sendmailCommand, withConfiguration } from "../peers/sendmail.ts";

const PORT = 10025;

/** What a real sendmail that runs `cf` says to each client: `rcpt 250`, or the command that it refused with its reply. */
export async function askSendmailDialogues(
  cf: string,
  questions: readonly SmtpQuestion[],
  setup: SandboxSetup,
): Promise<readonly string[]> {
  const command = sendmailCommand(cf, [
    "-bD",
    `-ODaemonPortOptions=Port=${PORT},Addr=127.0.0.1`,
    ...["-OQueueLA=9999", "-ORefuseLA=9999", "-OPidFile=/var/run/sm.pid", "-OBadRcptThrottle=0"],
  ]);
  const zone = { ...zoneFor(questions), ...setup.dns };
  const run = startInSandbox(withConfiguration(cf, { ...setup, dns: zone }), command);
  let said = "";
  for (const stream of [run.child.stdout, run.child.stderr])
    stream.on("data", (piece: Buffer) => {
      said += piece.toString("latin1");
    });
  try {
    await listening(run, () => said);
    const dialogues = questions.map(({ client, helo, sender, recipient }) => ({
      source: client.address,
      lines: [`EHLO ${helo ?? client.name ?? "there"}`, `MAIL FROM:<${sender}>`, `RCPT TO:<${recipient}>`, "QUIT"],
    }));
    const answers = await smtpDialogues(run, { port: PORT, dialogues });
    return answers.map(({ replies, error }) => verdictOf(replies, error));
  } finally {
    await run.stop();
  }
}

/** The first refusal with the command that met it. */
function verdictOf(replies: readonly string[], error: string | undefined): string {
  const stages = ["connect", "connect", "mail", "rcpt"];
  for (const [at, stage] of stages.entries()) {
    const reply = replies[at];
    if (reply === undefined) return `${stage} nothing: ${error ?? ""}`;
    if (!reply.startsWith("2")) return `${stage} ${reply}`;
  }
  return "rcpt 250";
}

/** Clients have the names that they claim; any other dotted name exists, with an MX that is another machine. */
export function zoneFor(questions: readonly SmtpQuestion[]): DnsZone {
  const zone: Record<string, DnsZone[string]> = { "*": "ASSUMED" };
  for (const { client } of questions) {
    if (client.name === undefined || client.address.startsWith("127.")) continue;
    zone[`${client.address.split(".").reverse().join(".")}.in-addr.arpa`] ??= { PTR: client.name };
    zone[client.name.toLowerCase()] ??= { A: [client.address] };
  }
  return zone;
}

async function listening(run: SandboxedProcess, said: () => string): Promise<void> {
  const hex = PORT.toString(16).toUpperCase().padStart(4, "0");
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    try {
      const sockets = readFileSync(run.inside("/proc/1/net/tcp"), "latin1");
      if (new RegExp(`^ *\\d+: [0-9A-F]{8}:${hex} [0-9A-F]{8}:0000 0A `, "m").test(sockets)) return;
    } catch {
      // The sandbox is still being built.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on port ${PORT}: ${said()}`);
}
