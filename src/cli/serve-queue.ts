import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { exitCodes } from "./exit-codes.ts";

interface QueueFlags {
  readonly data?: string;
  readonly format: "text" | "json";
}

const actions = {
  list: "lists what is queued",
  show: "shows a message of the queue",
  flush: "tries everything now",
  hold: "puts a message on hold",
  release: "takes a message off hold",
  requeue: "sends a message through the queue anew",
  delete: "removes a message",
} as const;

/** `serve queue list|show|flush|hold|release|requeue|delete [ID] --data DIR`. */
export function registerQueue(serve: Command): void {
  const queue = serve.command("queue").description("The queue, while the server runs or not.");
  for (const [name, description] of Object.entries(actions)) {
    queue
      .command(name)
      .description(description)
      .argument(["list", "flush"].includes(name) ? "[id]" : "<id>", "queue ID, or ALL")
      .requiredOption("--data <dir>", "data directory of the server")
      .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
      .action(async (id: string | undefined, flags: QueueFlags) => {
        process.exitCode = await run(name, id, flags);
      });
  }
}

async function run(action: string, id: string | undefined, flags: QueueFlags): Promise<number> {
  const data = resolve(flags.data ?? ".");
  if (!existsSync(data)) {
    process.stderr.write(`cf2postfix: there is no directory ${data}\n`);
    return exitCodes.input;
  }
  const { runQueueCommand } = await import("../runtime/queue/commands.ts");
  const result = await runQueueCommand(action, id, data);
  if (!result) {
    process.stderr.write(`cf2postfix: there is no message ${id ?? ""} in the queue\n`);
    return exitCodes.input;
  }
  process.stdout.write(flags.format === "json" ? `${JSON.stringify(result.json)}\n` : result.text);
  return exitCodes.fine;
}
