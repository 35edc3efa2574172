import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { exitCodes } from "./exit-codes.ts";

interface ReadFlags {
  readonly data: string;
  readonly format: "text" | "json";
}

/** `read --data DIR [USER [N]]`: what lies in the mailboxes. */
export function register(program: Command): void {
  program
    .command("read")
    .description("Shows what lies in the mailboxes of a data directory: all, one user's, or one message decoded.")
    .argument("[user]", "whose mailbox")
    .argument("[number]", "which message, from 1", wholeNumber)
    .requiredOption("--data <dir>", "data directory of the server")
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
    .action(async (user: string | undefined, number: number | undefined, flags: ReadFlags) => {
      process.exitCode = await run(user, number, flags);
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a number from 1 is needed");
  return Number(text);
}

async function run(user: string | undefined, number: number | undefined, flags: ReadFlags): Promise<number> {
  const data = resolve(flags.data);
  if (!existsSync(data)) {
    process.stderr.write(`cf2postfix: there is no directory ${data}\n`);
    return exitCodes.input;
  }
  const { readMailboxes } = await import("../runtime/read-mailboxes.ts");
  const shown = await readMailboxes(data, user, number);
  if (!shown) {
    process.stderr.write(
      `cf2postfix: there is no ${number === undefined ? "" : `message ${number} in the `}mailbox of ${user ?? ""}\n`,
    );
    return exitCodes.input;
  }
  process.stdout.write(flags.format === "json" ? `${JSON.stringify(shown.json)}\n` : shown.text);
  return exitCodes.fine;
}
