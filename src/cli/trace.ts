import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { type AddressTrace, type LoadedSendmail, loadSendmail, openTracer, type RewriteRole } from "../pipeline.ts";
import { renderDiagnostic } from "../report/diagnostic-text.ts";
import { paintFor } from "../report/paint.ts";
import { renderTraceText } from "../report/trace-text.ts";
import { lineLookup } from "../source/line-lookup.ts";
import { isPostfix } from "../source/locate-postfix.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { wantsColour } from "./colour.ts";
import { exitCodes } from "./exit-codes.ts";
import { readSendmailSource } from "./sendmail-source.ts";
import { readSettings } from "./settings.ts";
import type { Settings } from "./settings-file.ts";
import { addSourceFlags, factsOf, type SourceFlags, sourceArgument } from "./source-flags.ts";

interface TraceFlags extends SourceFlags {
  readonly as: RewriteRole;
  readonly mailer?: string;
  readonly format: "text" | "json" | "jsonl";
  readonly bt?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

const roles: readonly RewriteRole[] = ["recipient", "envelope-sender", "header-sender", "header-recipient"];

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("trace")
      .description("show how an address is resolved or rewritten, step by step")
      .argument("<config>", `${sourceArgument}; or a Postfix directory`)
      .argument("[address...]", "addresses; from standard input where none is given"),
  )
    .addOption(new Option("--as <role>", "what the address is").choices(roles).default("recipient"))
    .option("--mailer <name>", "rewrite for this mailer")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json", "jsonl"]).default("text"))
    .option("--bt", "answer the commands of sendmail -bt from standard input")
    .option("-q, --quiet", "print nothing but the result")
    .option("-v, --verbose", "print every finding on the configuration, not only what hinders the trace")
    .option("--color", "colour even when the output is no terminal")
    .option("--no-color", "no colour")
    .action(async (config: string, addresses: readonly string[], flags: TraceFlags) => {
      process.exitCode = await run(config, addresses, flags);
    });
}

async function run(config: string, addresses: readonly string[], flags: TraceFlags): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  if (isPostfix(config, flags.root)) return traceDirectory(config, addresses, flags, settings.settings);
  const reading = await readSendmailSource(config, flags, settings.settings);
  if (!reading.ok) return complain(reading.message, reading.exitCode);
  const { request } = reading;
  const loaded = await loadSendmail(request);
  if (flags.quiet !== true) tell(loaded, flags, lineLookup([request.file], request.source.site));
  if (!loaded.read) return complain(`${request.file.path} holds no sendmail configuration`, exitCodes.input);
  if (flags.mailer !== undefined && !isMailer(loaded, flags.mailer))
    return complain(`the configuration has no mailer ${flags.mailer}`, exitCodes.usage);
  if (flags.bt) return testMode(loaded);
  const asked = addresses.length > 0 ? addresses.map(bytesOf) : standardInputLines();
  return answer(await openTracer(loaded), asked, flags);
}

function isMailer({ engine }: LoadedSendmail, name: string): boolean {
  return engine.program.mailers.some((mailer) => mailer.name.toLowerCase() === name.toLowerCase());
}

/** What hinders a trace: errors, and what the expansion of a .mc says. Everything with -v. */
function tell(loaded: LoadedSendmail, flags: TraceFlags, lineOf: ReturnType<typeof lineLookup>): void {
  const paint = paintFor(wantsColour(flags.color, process.stderr));
  const shown = loaded.diagnostics.filter(
    ({ severity, code }) => flags.verbose || severity === "error" || (severity === "warning" && code.startsWith("MC")),
  );
  for (const one of shown) process.stderr.write(`${renderDiagnostic(one, lineOf, paint)}\n`);
  for (const remark of loaded.remarks) process.stderr.write(`cf2postfix: ${remark}\n`);
}

async function traceDirectory(
  path: string,
  addresses: readonly string[],
  flags: TraceFlags,
  settings: Settings,
): Promise<number> {
  if (flags.bt) return complain("--bt is sendmail's test mode; this is a Postfix directory", exitCodes.usage);
  const given = await readAnswerFiles(flags, settings);
  if (!given.ok) return complain(given.message, exitCodes.input);
  const { tracePostfixDirectory } = await import("./trace-postfix.ts");
  const { root, as, mailer, format } = flags;
  const request = { path, root, as, mailer, format, facts: factsOf(flags, settings), ...given };
  return tracePostfixDirectory(
    request,
    () => (addresses.length > 0 ? addresses.map(bytesOf) : standardInputLines()),
    json,
  );
}

/** Answers commands as `sendmail -bt` does, prompts included; the answers go out as bytes. */
function testMode({ engine }: LoadedSendmail): number {
  const mode = engine.testMode();
  const parts = [mode.greeting];
  for (const line of standardInputLines(true)) {
    parts.push("> ", mode.answer(line));
    if (mode.ended) break;
  }
  process.stdout.write(Buffer.from(parts.join("") + (mode.ended ? "" : "> "), "latin1"));
  return exitCodes.fine;
}

/** A write a line would cost more than the answers. */
const LINES_A_WRITE = 500;

type Tracer = Awaited<ReturnType<typeof openTracer>>;

function answer(tracer: Tracer, addresses: readonly string[], flags: TraceFlags): number {
  const trace = (address: string): AddressTrace =>
    tracer({ address, as: flags.as, mailer: flags.mailer, steps: flags.format !== "jsonl" });
  if (flags.format === "jsonl") {
    for (let at = 0; at < addresses.length; at += LINES_A_WRITE) {
      const lines = addresses.slice(at, at + LINES_A_WRITE).map((address) => `${json(versioned(trace(address)))}\n`);
      process.stdout.write(lines.join(""));
    }
    return exitCodes.fine;
  }
  const traces = addresses.map(trace);
  if (flags.format === "json") {
    const answers = traces.map(versioned);
    process.stdout.write(`${json(answers.length === 1 ? answers[0] : answers, 2)}\n`);
  } else process.stdout.write(Buffer.from(traces.map(renderTraceText).join("\n"), "latin1"));
  return exitCodes.fine;
}

function versioned(trace: AddressTrace): AddressTrace & { readonly format_version: "1.0" } {
  return { format_version: "1.0", ...trace };
}

/** Texts of a trace hold one character a byte; people and JSON read UTF-8 where the bytes are UTF-8. */
function json(value: unknown, indent?: number): string {
  const plain = JSON.stringify(value, undefined, indent);
  if (!/[\x80-\xff]/.test(plain)) return plain;
  const readable = (_key: string, part: unknown): unknown =>
    typeof part === "string" && /[\x80-\xff]/.test(part) ? Buffer.from(part, "latin1").toString("utf8") : part;
  return JSON.stringify(value, readable, indent);
}

function standardInputLines(keepEmpty = false): readonly string[] {
  const lines = readFileSync(0, "latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return keepEmpty ? lines : lines.map((line) => line.replace(/\r$/, "")).filter((line) => line.trim() !== "");
}

function bytesOf(argument: string): string {
  return Buffer.from(argument, "utf8").toString("latin1");
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}
