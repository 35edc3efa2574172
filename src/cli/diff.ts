import { type Command, Option } from "commander";
import { type DiffInput, diff } from "../pipeline.ts";
import { renderDiffJson } from "../report/diff-json.ts";
import { renderDiffMarkdown } from "../report/diff-markdown.ts";
import { renderDiffText } from "../report/diff-text.ts";
import { paintFor } from "../report/paint.ts";
import { isPostfix } from "../source/locate-postfix.ts";
import { readStandardInput, readWholeFile } from "../source/site.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { wantsColour } from "./colour.ts";
import { exitCodes } from "./exit-codes.ts";
import { sendmailSourceOf } from "./sendmail-source.ts";
import { readSettings } from "./settings.ts";
import type { Settings } from "./settings-file.ts";
import { addSourceFlags, factsOf, type SourceFlags } from "./source-flags.ts";

interface DiffFlags extends SourceFlags {
  readonly level: "text" | "semantic" | "behaviour";
  readonly only?: string;
  readonly format: "text" | "json" | "markdown";
  readonly color?: boolean;
}

const anyConfiguration =
  "a Postfix directory, a .cf, .mc or .def file, a site root, or output of postconf -n (- for stdin)";

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("diff")
      .description("show what two configurations of any kind say, or do, differently")
      .argument("<a>", anyConfiguration)
      .argument("<b>", "another one"),
  )
    .addOption(new Option("--level <level>", "what counts as a difference").choices(levels).default("semantic"))
    .option("--only <glob>", "changes whose path fits, e.g. 'smtpd_*' or 'virtual/**'")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json", "markdown"]).default("text"))
    .option("--color", "colour even when the output is no terminal")
    .option("--no-color", "no colour")
    .action(async (a: string, b: string, flags: DiffFlags) => {
      process.exitCode = await run(a, b, flags);
    });
}

const levels = ["text", "semantic", "behaviour"];

async function run(a: string, b: string, flags: DiffFlags): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  if (a === "-" && b === "-") return complain("only one of the two can be standard input", exitCodes.usage);
  const given = await readAnswerFiles(flags, settings.settings);
  if (!given.ok) return complain(given.message, exitCodes.input);
  const inputs: DiffInput[] = [];
  for (const path of [a, b]) {
    const input = await inputOf(path, flags, settings.settings);
    if (!input.ok) return complain(input.message, input.exitCode);
    inputs.push(input.input);
  }
  const [left, right] = inputs;
  if (!left || !right) return exitCodes.usage;
  const { root, level, only } = flags;
  const facts = factsOf(flags, settings.settings);
  const outcome = await diff({ a: left, b: right, level, only, flags: { root, facts, ...given } });
  if (!outcome.ok) return complain(`cannot read ${outcome.path}: ${outcome.reason}`, exitCodes.input);
  const { difference } = outcome;
  for (const remark of difference.remarks) process.stderr.write(`cf2postfix: ${remark}\n`);
  const colour = flags.format === "text" && wantsColour(flags.color, process.stdout);
  if (flags.format === "json") process.stdout.write(renderDiffJson(difference));
  else {
    const text =
      flags.format === "markdown" ? renderDiffMarkdown(difference) : renderDiffText(difference, paintFor(colour));
    process.stdout.write(Buffer.from(text, "latin1"));
  }
  return difference.same ? exitCodes.fine : exitCodes.findings;
}

type Input =
  | { readonly ok: true; readonly input: DiffInput }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

/** What a path is: by its files, and a lone text by what it says. */
async function inputOf(path: string, flags: DiffFlags, settings: Settings): Promise<Input> {
  if (path !== "-" && isPostfix(path, flags.root)) return { ok: true, input: { kind: "postfix", path } };
  const read = path === "-" ? readStandardInput() : readWholeFile(path, path);
  if (read.ok && !/\.(?:mc|def)$/.test(path) && isParameters(read.file.text)) {
    return { ok: true, input: { kind: "settings", file: read.file } };
  }
  const source = await sendmailSourceOf(path, flags, settings, path === "-" && read.ok ? read.file : undefined);
  return source.ok ? { ok: true, input: { kind: "sendmail", request: source.request } } : source;
}

/** `name = value` lines, as main.cf and postconf(1) have them. */
function isParameters(text: string): boolean {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
  const first = lines.filter((line) => !/^\s/.test(line));
  const named = first.filter((line) => /^[a-z]\w*\s*=/.test(line));
  return first.length > 0 && named.length >= first.length * 0.9;
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}
