import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { type AddressTrace, openTracer, type RewriteRole, type Tracer } from "../pipeline.ts";
import { renderTraceText } from "../report/trace-text.ts";
import { locateSource, readLocated } from "../source/locate.ts";
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
      .argument("<config>", "a sendmail configuration")
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

type AnswerFiles =
  | { readonly ok: true; readonly dns: unknown; readonly answers: unknown }
  | { readonly ok: false; readonly message: string };

async function readAnswerFiles(flags: TraceFlags, settings: Settings): Promise<AnswerFiles> {
  const paths = { dns: flags.dns ?? settings.dns, answers: flags.answers ?? settings.answers };
  const values: { dns: unknown; answers: unknown } = { dns: undefined, answers: undefined };
  for (const name of ["dns", "answers"] as const) {
    const path = paths[name];
    if (path === undefined) continue;
    try {
      const text = readFileSync(path, "utf8");
      values[name] = (await import("yaml")).parse(text) ?? {};
    } catch (error) {
      return { ok: false, message: `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { ok: true, ...values };
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}
