import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { type AddressTrace, openTracer, type RewriteRole, type Tracer } from "../pipeline.ts";
import { renderTraceText } from "../report/trace-text.ts";
import { locateSource, readLocated } from "../source/locate.ts";
import { isPostfix } from "../source/locate-postfix.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { exitCodes } from "./exit-codes.ts";
import { readSettings, type Settings } from "./settings.ts";
import { addSourceFlags, factsOf, type SourceFlags } from "./source-flags.ts";

interface TraceFlags extends SourceFlags {
  readonly as: RewriteRole;
  readonly mailer?: string;
  readonly format: "text" | "json" | "jsonl";
  readonly bt?: boolean;
}

const roles: readonly RewriteRole[] = ["recipient", "envelope-sender", "header-sender", "header-recipient"];

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("trace")
      .description("show how an address is resolved or rewritten, step by step")
      .argument("<config>", "a sendmail configuration or a Postfix directory")
      .argument("[address...]", "addresses; from standard input where none is given"),
  )
    .addOption(new Option("--as <role>", "what the address is").choices(roles).default("recipient"))
    .option("--mailer <name>", "rewrite for this mailer")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json", "jsonl"]).default("text"))
    .option("--bt", "answer the commands of sendmail -bt from standard input")
    .action(async (config: string, addresses: readonly string[], flags: TraceFlags) => {
      process.exitCode = await run(config, addresses, flags);
    });
}

async function run(config: string, addresses: readonly string[], flags: TraceFlags): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  if (isPostfix(config, flags.root)) return traceDirectory(config, addresses, flags, settings.settings);
  const located = locateSource(config, flags.root);
  if (!located.ok) return complain(`cannot read ${located.path}: ${located.reason}`, exitCodes.input);
  const file = readLocated(located.source.main);
  if (!file.ok) return complain(`cannot read ${file.path}: ${file.failure.reason}`, exitCodes.input);
  const given = await readAnswerFiles(flags, settings.settings);
  if (!given.ok) return complain(given.message, exitCodes.input);
  const facts = factsOf(flags, settings.settings);
  const tracer = await openTracer({
    source: located.source,
    file: file.file,
    facts,
    dns: given.dns,
    answers: given.answers,
  });
  for (const remark of tracer.remarks) process.stderr.write(`cf2postfix: ${remark}\n`);
  if (flags.bt) return testMode(tracer);
  const asked = addresses.length > 0 ? addresses.map(bytesOf) : standardInputLines();
  return answer(tracer, asked, flags);
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
function testMode(tracer: Tracer): number {
  const mode = tracer.engine.testMode();
  const parts = [mode.greeting];
  for (const line of standardInputLines(true)) {
    parts.push("> ", mode.answer(line));
    if (mode.ended) break;
  }
  process.stdout.write(Buffer.from(parts.join("") + (mode.ended ? "" : "> "), "latin1"));
  return exitCodes.fine;
}

function answer(tracer: Tracer, addresses: readonly string[], flags: TraceFlags): number {
  const trace = (address: string): AddressTrace =>
    tracer.trace({ address, as: flags.as, mailer: flags.mailer, steps: flags.format !== "jsonl" });
  if (flags.format === "jsonl") {
    for (const address of addresses) process.stdout.write(`${json(trace(address))}\n`);
    return exitCodes.fine;
  }
  const traces = addresses.map(trace);
  if (flags.format === "json") {
    const [only] = traces;
    const versioned = traces.map((one) => ({ format_version: "1.0", ...one }));
    process.stdout.write(`${json(traces.length === 1 && only ? versioned[0] : versioned, 2)}\n`);
  } else process.stdout.write(Buffer.from(traces.map(renderTraceText).join("\n"), "latin1"));
  return exitCodes.fine;
}

/** Texts of a trace hold one character a byte; people and JSON read UTF-8 where the bytes are UTF-8. */
function json(value: unknown, indent?: number): string {
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
