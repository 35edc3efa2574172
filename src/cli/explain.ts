import type { Command } from "commander";
import { explain } from "../pipeline.ts";
import { renderExplanation } from "../report/explain-text.ts";
import { paintFor } from "../report/paint.ts";
import { readWholeFile } from "../source/site.ts";
import { wantsColour } from "./colour.ts";
import { exitCodes } from "./exit-codes.ts";

/** `explain CODE|FEATURE|OPTION|PARAMETER`: what it means on both sides. */
export function register(program: Command): void {
  program
    .command("explain")
    .description("Says what a code, an option, a mailer flag, a FEATURE or a Postfix parameter means on both sides.")
    .argument("<topic...>", "for example TR3102, MaxMessageSize, F=e, mailertable, message_size_limit")
    .option("--format <format>", "text or json", "text")
    .action(async (topics: readonly string[], flags: { readonly format: string }) => {
      process.exitCode = await run(topics.join(" "), flags.format);
    });
}

async function run(topic: string, format: string): Promise<number> {
  const found = await explain(topic);
  if (format !== "text" && format !== "json") {
    process.stderr.write(`cf2postfix: --format must be text or json, not ${format}\n`);
    return exitCodes.usage;
  }
  if (found.length === 0) {
    process.stderr.write(`cf2postfix: no code, option, flag, feature or parameter has the name ${topic}\n`);
    return exitCodes.usage;
  }
  if (format === "json") {
    process.stdout.write(`${JSON.stringify({ format_version: "1.0", topic, explanations: found }, null, 2)}\n`);
    return exitCodes.fine;
  }
  const paint = paintFor(wantsColour(undefined, process.stdout));
  const texts = found.map((one) => renderExplanation(one, one.kind === "code" ? pageText(one.page) : undefined, paint));
  process.stdout.write(`${texts.join("\n\n")}\n`);
  return exitCodes.fine;
}

/** The page lies in the package, one level above the bundle. */
function pageText(page: string): string | undefined {
  const result = readWholeFile(new URL(`../${page}`, import.meta.url).pathname, page);
  return result.ok ? Buffer.from(result.file.text, "latin1").toString("utf8").trimEnd() : undefined;
}
