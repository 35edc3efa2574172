import { existsSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Severity } from "../diagnostics/diagnostic.ts";
import { type CheckRequest, check, starterFor } from "../pipeline.ts";
import type { CheckOutput, CheckResult } from "../report/check-result.ts";
import { isPostfix } from "../source/locate-postfix.ts";
import { readWholeFile } from "../source/site.ts";
import type { SourceFile } from "../source/source-file.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { acceptBaseline } from "./check-baseline.ts";
import { checkOutputs, type OutputWish, renderCheck } from "./check-outputs.ts";
import { exitCodes } from "./exit-codes.ts";
import { readSendmailSource } from "./sendmail-source.ts";
import { readSettings } from "./settings.ts";
import type { Settings } from "./settings-file.ts";
import { addSourceFlags, factsOf, type SourceFlags, sourceArgument } from "./source-flags.ts";

interface CheckFlags extends SourceFlags {
  readonly source?: string;
  readonly expect: readonly string[];
  readonly failOn: "error" | "warning" | "info";
  readonly baseline?: string;
  readonly init?: string | true;
  readonly output: readonly OutputWish[];
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("check")
      .description("find what is wrong with a Postfix directory or a sendmail configuration, and test what it does")
      .argument("[path]", `a Postfix directory; or ${sourceArgument}`),
  )
    .option("--source <source>", "the sendmail configuration that the directory was made from: both must agree")
    .option("--expect <file>", "expectations (YAML); may be given again", listed, [])
    .addOption(
      new Option("--fail-on <severity>", "exit 1 at findings of this severity").choices(severities).default("error"),
    )
    .option("--baseline <file>", "accept the findings of an earlier run (its --output json=FILE)")
    .option("--init [file]", "write expectations from the configuration's own addresses (expectations.yaml; - prints)")
    .option("--output <format[=file]>", `one of ${checkOutputs.join(", ")}; may be given again`, output, [])
    .option("-q, --quiet", "print nothing but the result")
    .option("--color", "colour even when the output is no terminal")
    .option("--no-color", "no colour")
    .action(async (given: string | undefined, flags: CheckFlags, command: Command) => {
      // `--init PATH`: the word behind --init was meant as the path.
      const path = given ?? (typeof flags.init === "string" ? flags.init : undefined);
      if (path === undefined) command.error("error: missing required argument 'path'");
      const init = given === undefined ? true : flags.init;
      process.exitCode = await run(
        path,
        { ...flags, ...(flags.init === undefined ? {} : { init }) },
        program.version() ?? "",
      );
    });
}

const severities: readonly Severity[] = ["error", "warning", "info"];

function listed(word: string, before: readonly string[]): readonly string[] {
  return [...before, word];
}

function output(word: string, before: readonly OutputWish[]): readonly OutputWish[] {
  const at = word.indexOf("=");
  const format = checkOutputs.find((each) => each === (at === -1 ? word : word.slice(0, at)));
  if (!format || at === word.length - 1)
    throw new InvalidArgumentError(`it must be one of ${checkOutputs.join(", ")}.`);
  const wish = { format, file: at === -1 ? undefined : word.slice(at + 1) };
  if (wish.file === undefined && before.some((other) => other.file === undefined)) {
    throw new InvalidArgumentError("only one output can go to standard output; give the others a =FILE.");
  }
  return [...before, wish];
}

async function run(path: string, flags: CheckFlags, version: string): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  if (flags.init !== undefined) return initialise(path, flags, settings.settings);
  const reading = await requestOf(path, flags, settings.settings);
  if (!reading.ok) return complain(reading.message, reading.exitCode);
  const outcome = await check(reading.request);
  if (!outcome.ok) return complain(`cannot read ${outcome.path}: ${outcome.reason}`, exitCodes.input);
  const { located, ...checked } = outcome.checked;
  const baseline = acceptBaseline(checked.diagnostics, flags.baseline);
  if (!baseline.ok) return complain(baseline.message, exitCodes.input);
  const { diagnostics, accepted } = baseline;
  const counted = severities.slice(0, severities.indexOf(flags.failOn) + 1);
  const ok =
    !diagnostics.some(({ severity }) => counted.includes(severity)) && checked.expectations.every((one) => one.ok);
  write({ ...checked, path, ok, diagnostics, accepted }, located, flags, version);
  return ok ? exitCodes.fine : exitCodes.findings;
}

/** Writes a starter file, never over one that is there: people have worked on it. */
async function initialise(path: string, flags: CheckFlags, settings: Settings): Promise<number> {
  const file = typeof flags.init === "string" ? flags.init : "expectations.yaml";
  if (file !== "-" && existsSync(file))
    return complain(`${file} is there already; it is not overwritten`, exitCodes.usage);
  const target = await targetOf(path, flags, settings);
  if (!target.ok) return complain(target.message, target.exitCode);
  const outcome = await starterFor(target.target, path);
  if (!outcome.ok) return complain(`cannot read ${outcome.path}: ${outcome.reason}`, exitCodes.input);
  const { text, count, left } = outcome.starter;
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text, { flag: "wx" });
  const more = left > 0 ? `; ${left} more questions found no room` : "";
  if (flags.quiet !== true) process.stderr.write(`cf2postfix: ${count} expectations${more}\n`);
  return exitCodes.fine;
}

type Reading =
  | { readonly ok: true; readonly request: CheckRequest }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

async function requestOf(path: string, flags: CheckFlags, settings: Settings): Promise<Reading> {
  const expectations = readExpectations([...(settings.expect ?? []), ...flags.expect]);
  if (!expectations.ok) return expectations;
  const target = await targetOf(path, flags, settings);
  if (!target.ok) return target;
  const source = flags.source === undefined ? undefined : await readSendmailSource(flags.source, flags, settings);
  if (source && !source.ok) return source;
  return {
    ok: true,
    request: {
      target: target.target,
      source: source?.request,
      expectations: expectations.files,
      findings: settings,
    },
  };
}

type Target =
  | { readonly ok: true; readonly target: CheckRequest["target"] }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

async function targetOf(path: string, flags: CheckFlags, settings: Settings): Promise<Target> {
  if (!isPostfix(path, flags.root)) {
    const reading = await readSendmailSource(path, flags, settings);
    return reading.ok ? { ok: true, target: { kind: "sendmail", request: reading.request } } : reading;
  }
  const given = await readAnswerFiles(flags, settings);
  if (!given.ok) return { ok: false, message: given.message, exitCode: exitCodes.input };
  const { dns, answers } = given;
  const postfix = { root: flags.root, facts: factsOf(flags, settings), dns, answers };
  return { ok: true, target: { kind: "postfix", path, flags: postfix } };
}

type Expectations =
  | { readonly ok: true; readonly files: readonly SourceFile[] }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

function readExpectations(paths: readonly string[]): Expectations {
  const files: SourceFile[] = [];
  for (const path of new Set(paths)) {
    const read = readWholeFile(path, path);
    if (!read.ok) {
      return { ok: false, message: `cannot read ${path}: ${read.failure.reason}`, exitCode: exitCodes.input };
    }
    files.push(read.file);
  }
  return { ok: true, files };
}

/** Every output that was asked for; text on standard output where none was. */
function write(result: CheckResult, located: (file: string) => string, flags: CheckFlags, version: string): void {
  const wishes = flags.output.length > 0 ? flags.output : [{ format: "text" as CheckOutput, file: undefined }];
  for (const { format, file } of wishes) {
    const onScreen = file === undefined ? process.stdout : undefined;
    const text = renderCheck(format, result, {
      version,
      located,
      fromHere: (path) => relative(process.cwd(), path),
      colour: flags.color,
      stream: onScreen,
    });
    if (file === undefined) process.stdout.write(text);
    else writeFileSync(file, text);
  }
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}
