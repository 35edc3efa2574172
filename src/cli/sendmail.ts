import { existsSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import type { Command } from "commander";
import { exitCodes } from "./exit-codes.ts";

/** `sendmail ... --data DIR`: sendmail(1) for programs and scripts; its words are its own, not commander's. */
export function register(program: Command): void {
  program
    .command("sendmail")
    .description("sendmail(1) for programs: puts a message from standard input into the queue of a data directory.")
    .usage("[-t] [-i] [-f ADDRESS] [-F NAME] [-N DSN] [-R full|hdrs] [-V ID] [-bm|-bs|-bp|-q] --data DIR [ADDRESS...]")
    .argument("[words...]")
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption("--help")
    .action(async (words: readonly string[]) => {
      process.exitCode = await run(words);
    });
}

async function run(words: readonly string[]): Promise<number> {
  const { readSendmailOptions } = await import("../runtime/sendmail/options.ts");
  const options = readSendmailOptions(words);
  const fail = (reason: string, code: number): number => {
    process.stderr.write(`sendmail: ${reason}\n`);
    return code;
  };
  if (typeof options === "string") return fail(options, exitCodes.usage);
  if (options.data === undefined) return fail("--data DIR names the data directory of the server", exitCodes.usage);
  const data = resolve(options.data);
  if (!existsSync(data)) return fail(`there is no directory ${data}`, exitCodes.input);
  if (options.mode === "aliases") return exitCodes.fine;
  if (options.mode === "queue" || options.mode === "flush") {
    const { runQueueCommand } = await import("../runtime/queue/commands.ts");
    const report = await runQueueCommand(options.mode === "queue" ? "list" : "flush", undefined, data);
    process.stdout.write(options.mode === "queue" ? (report?.text ?? "") : "");
    return exitCodes.fine;
  }
  const { openQueue } = await import("../runtime/queue/queue-directory.ts");
  const queue = await openQueue(resolve(data, "var/spool/postfix"));
  if (options.mode === "smtp") {
    const { speakSmtp } = await import("../runtime/sendmail/smtp-session.ts");
    await speakSmtp(queue, hostname(), process.stdin, process.stdout);
    return exitCodes.fine;
  }
  const { submit } = await import("../runtime/sendmail/submit.ts");
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const submitted = await submit(queue, options, Buffer.concat(chunks), userInfo().username);
  return submitted.ok ? exitCodes.fine : fail(submitted.reason, exitCodes.usage);
}
