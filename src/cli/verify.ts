import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { verifyDirectory } from "../pipeline.ts";
import { paintFor } from "../report/paint.ts";
import { renderVerificationText } from "../report/verification-text.ts";
import { wantsColour } from "./colour.ts";
import { exitCodes } from "./exit-codes.ts";
import { readGivenProbes } from "./given-probes.ts";
import { readSendmailSource } from "./sendmail-source.ts";
import { readSettings } from "./settings.ts";
import { addSourceFlags, type SourceFlags, sourceArgument } from "./source-flags.ts";

interface VerifyFlags extends SourceFlags {
  readonly addresses?: string;
  readonly count?: number;
  readonly seed: number;
  readonly format: "text" | "json";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("verify")
      .description("ask a sendmail configuration and a Postfix directory the same questions")
      .argument("<source>", sourceArgument)
      .argument("<directory>", "the Postfix directory"),
  )
    .option("--addresses <file>", "ask these: an address a line, or client, sender and recipient with tabs between")
    .option("--count <n>", "ask exactly this many questions", wholeNumber)
    .option("--seed <n>", "for the random ones of --count", wholeNumber, 1)
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .option("-q, --quiet", "print nothing but the result")
    .option("-v, --verbose", "list every difference and every rule that stayed silent")
    .option("--color", "colour even when the output is no terminal")
    .option("--no-color", "no colour")
    .action(async (source: string, directory: string, flags: VerifyFlags) => {
      process.exitCode = await run(source, directory, flags);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("it must be a whole number.");
  return Number(text);
}

async function run(path: string, directory: string, flags: VerifyFlags): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  const reading = await readSendmailSource(path, flags, settings.settings);
  if (!reading.ok) return complain(reading.message, reading.exitCode);
  const given = flags.addresses === undefined ? undefined : readGiven(flags.addresses);
  if (given && !given.ok) return complain(given.message, exitCodes.input);
  const { request } = reading;
  const answer = await verifyDirectory({
    source: request,
    directory,
    postfix: {
      root: flags.root ?? request.source.site.root,
      facts: request.facts,
      dns: request.dns,
      answers: request.answers,
    },
    choice: given
      ? { kind: "given", probes: readGivenProbes(given.text) }
      : flags.count === undefined
        ? { kind: "covering" }
        : { kind: "count", count: flags.count, seed: flags.seed },
    findings: settings.settings,
  });
  if (!answer.ok) return complain(`cannot read ${answer.path}: ${answer.reason}`, exitCodes.input);
  const { result } = answer;
  if (flags.quiet !== true) for (const remark of answer.remarks) process.stderr.write(`cf2postfix: ${remark}\n`);
  if (flags.format === "json") {
    process.stdout.write(`${JSON.stringify({ format_version: "1.0", ...result }, readable, 2)}\n`);
  } else {
    const text = renderVerificationText(
      result,
      paintFor(wantsColour(flags.color, process.stdout)),
      flags.verbose === true,
    );
    process.stdout.write(Buffer.from(text, "latin1"));
  }
  return result.unexplained > 0 ? exitCodes.findings : exitCodes.fine;
}

/** Texts hold one character a byte; JSON holds UTF-8 where the bytes are UTF-8. */
function readable(_key: string, part: unknown): unknown {
  return typeof part === "string" && /[\x80-\xff]/.test(part) ? Buffer.from(part, "latin1").toString("utf8") : part;
}

function readGiven(
  path: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, text: readFileSync(path === "-" ? 0 : path, "latin1") };
  } catch (error) {
    return { ok: false, message: `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}
