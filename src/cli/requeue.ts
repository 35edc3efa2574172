import { existsSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { exitCodes } from "./exit-codes.ts";

interface RequeueFlags {
  readonly to?: string;
  readonly remove?: boolean;
  readonly format: "text" | "json";
}

/** `requeue OLD_MQUEUE`: a sendmail queue, listed or handed to the new server. */
export function register(program: Command): void {
  program
    .command("requeue")
    .description("Lists the messages of a sendmail queue directory, or hands them to the new server.")
    .argument("<mqueue>", "the old queue directory (var/spool/mqueue)")
    .option("--to <target>", "smtp:HOST:PORT, lmtp:HOST:PORT, lmtp:unix:PATH or sendmail[:COMMAND]")
    .option("--remove", "take what was handed over out of the old queue")
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
    .action(async (directory: string, flags: RequeueFlags) => {
      process.exitCode = await run(resolve(directory), flags);
    });
}

async function run(directory: string, flags: RequeueFlags): Promise<number> {
  const { handOver, readTarget } = await import("../runtime/old-queue/hand-over.ts");
  const target = flags.to === undefined ? undefined : readTarget(flags.to);
  if (flags.to !== undefined && !target) {
    process.stderr.write(`cf2postfix: "${flags.to}" is none of smtp:HOST:PORT, lmtp:..., sendmail[:COMMAND]\n`);
    return exitCodes.usage;
  }
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    process.stderr.write(`cf2postfix: there is no directory ${directory}\n`);
    return exitCodes.input;
  }
  const messages = await handOver(directory, target, { remove: flags.remove === true, hostname: hostname() });
  if (flags.format === "json") {
    process.stdout.write(`${JSON.stringify({ format_version: "1.0", messages })}\n`);
  } else {
    for (const { id, state, sender, recipients, size, reason } of messages) {
      process.stdout.write(`${id} ${state} ${size} ${sender || "<>"} -> ${recipients.join(", ")}\n`);
      if (reason !== "") process.stdout.write(`    ${reason}\n`);
    }
    process.stdout.write(`${messages.length} messages\n`);
  }
  return messages.some(({ state }) => state === "left") ? exitCodes.findings : exitCodes.fine;
}
