import { writeFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Conversion, type ConvertRequest, checkConversion, convert, verifyConversion } from "../pipeline.ts";
import { type ConversionResult, renderFiles } from "../report/conversion.ts";
import { renderConversionJson } from "../report/conversion-json.ts";
import { renderConversionText } from "../report/conversion-text.ts";
import { paintFor } from "../report/paint.ts";
import { lineLookup } from "../source/line-lookup.ts";
import { type LocatedSource, locateSource, readLocated } from "../source/locate.ts";
import type { SourceFile } from "../source/source-file.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { type CapturedFiles, captureFiles } from "./captured-files.ts";
import { wantsColour } from "./colour.ts";
import { exitCodes } from "./exit-codes.ts";
import { openOutput } from "./output-directory.ts";
import { progressOn } from "./progress.ts";
import { readSettings } from "./settings.ts";
import type { Settings } from "./settings-file.ts";
import { addSourceFlags, factsOf, type SourceFlags, sourceArgument } from "./source-flags.ts";

interface ConvertFlags extends SourceFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly mapType: ConvertRequest["mapType"];
  readonly postfixVersion: ConvertRequest["postfixVersion"];
  readonly mailbox?: "mbox" | "maildir";
  readonly verify: boolean;
  readonly format: "text" | "json";
  readonly report?: string;
  readonly failOn: "error" | "warning" | "info";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

export function register(program: Command): void {
  addSourceFlags(
    program
      .command("convert")
      .description("translate a sendmail configuration into a Postfix directory")
      .argument("<source>", sourceArgument),
  )
    .option("--out <dir>", "write main.cf, master.cf, tables, build-tables and migration.json there")
    .option("--force", "write into a directory that is not empty")
    .addOption(new Option("--map-type <type>", "type of the indexed tables").choices(mapTypes).default("hash"))
    .addOption(new Option("--postfix-version <version>", "Postfix to write for").choices(versions).default("3.7"))
    .addOption(
      new Option("--mailbox <format>", "format of local mailboxes (default: the old host's)").choices(mailboxes),
    )
    .option("--no-verify", "do not ask both sides the covering set of addresses")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .option("--report <file>", "write the report to FILE.html, FILE.md or FILE.json too", reportFile)
    .addOption(
      new Option("--fail-on <severity>", "exit 1 at findings of this severity").choices(severities).default("error"),
    )
    .option("-q, --quiet", "print nothing but the result")
    .option("-v, --verbose", "name every directive in the report, also those without a finding")
    .option("--color", "colour even when the output is no terminal")
    .option("--no-color", "no colour")
    .action(async (source: string, flags: ConvertFlags) => {
      process.exitCode = await run(source, flags);
    });
}

const mapTypes = ["hash", "lmdb", "cdb", "texthash"];
const versions = ["3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10"];
const mailboxes = ["mbox", "maildir"];
const severities = ["error", "warning", "info"];

function reportFile(path: string): string {
  if (!/\.(html|md|json)$/.test(path)) throw new InvalidArgumentError("it must end in .html, .md or .json.");
  return path;
}

async function run(source: string, flags: ConvertFlags): Promise<number> {
  const settings = await readSettings(flags.config);
  if (!settings.ok) return complain(settings.message, exitCodes.usage);
  const located = locateSource(source, flags.root);
  if (!located.ok) return complain(`cannot read ${located.path}: ${located.reason}`, exitCodes.input);
  const text = readLocated(located.source.main);
  if (!text.ok) return complain(`cannot read ${text.path}: ${text.failure.reason}`, exitCodes.input);
  const given = await readAnswerFiles(flags, settings.settings);
  if (!given.ok) return complain(given.message, exitCodes.input);
  const opened = flags.out === undefined ? undefined : openOutput(flags.out, flags.force === true);
  if (opened && !opened.ok) return complain(opened.reason, exitCodes.usage);
  const output = opened?.output;
  const progress = progressOn(process.stderr, flags.quiet === true);
  try {
    const captured = captureFiles(output, progress);
    const facts = factsOf(flags, settings.settings);
    const request = requestOf(located.source, text.file, facts, flags, settings.settings);
    const conversion = await convert(request, captured);
    const isVerified = flags.verify && conversion.read;
    const verification = isVerified
      ? await verifyConversion({ ...request, ...given }, conversion, flags.mapType)
      : null;
    const findings = isVerified ? await checkConversion(located.source, facts, conversion, flags.mapType) : null;
    const result = { ...resultOf(conversion, located.source, captured, flags, verification), selfCheck: findings };
    if (conversion.read) {
      output?.write("migration.json", 0o644, [bytesOf(renderConversionJson(result, false))]);
      output?.publish();
    } else output?.discard();
    progress.done();
    await report(result, flags, lineLookup([text.file], located.source.site));
    return conversion.read ? exitCodeOf(result, flags) : exitCodes.input;
  } catch (error) {
    output?.discard();
    throw error;
  }
}

function requestOf(
  source: LocatedSource,
  file: SourceFile,
  facts: ReadonlyMap<string, string>,
  { mapType, postfixVersion, mailbox, cfDir }: ConvertFlags,
  findings: Settings,
): ConvertRequest {
  return { source, file, facts, cfDir, mapType, postfixVersion, mailbox, findings };
}

function resultOf(
  conversion: Conversion,
  source: LocatedSource,
  captured: CapturedFiles,
  flags: ConvertFlags,
  verification: ConversionResult["verification"],
): Omit<ConversionResult, "selfCheck"> {
  const { title, summary, directives, diagnostics } = conversion;
  const { main, site, readsThisMachine } = source;
  return {
    source: { file: main.shown, kind: main.kind, title, root: site.root, readsThisMachine },
    postfixVersion: flags.postfixVersion,
    summary,
    directives,
    files: captured.files(),
    diagnostics,
    verification,
  };
}

/** stdout holds the result: the report of what was written, or the files themselves when nothing was. */
async function report(
  result: ConversionResult,
  flags: ConvertFlags,
  lineOf: ReturnType<typeof lineLookup>,
): Promise<void> {
  const written = flags.out !== undefined;
  const paint = paintFor(wantsColour(flags.color, written ? process.stdout : process.stderr));
  const text = (): string =>
    renderConversionText(result, { verbose: flags.verbose === true, out: flags.out, paint, lineOf });
  if (flags.format === "json") process.stdout.write(renderConversionJson(result, true));
  else if (written) process.stdout.write(text());
  else {
    process.stdout.write(Buffer.from(renderFiles(result.files), "latin1"));
    if (flags.quiet !== true) process.stderr.write(text());
  }
  if (flags.report !== undefined) writeFileSync(flags.report, await renderAs(flags.report, result));
}

async function renderAs(path: string, result: ConversionResult): Promise<string> {
  if (path.endsWith(".json")) return renderConversionJson(result, true);
  return path.endsWith(".md")
    ? (await import("../report/conversion-markdown.ts")).renderConversionMarkdown(result)
    : (await import("../report/conversion-html.ts")).renderConversionHtml(result);
}

function exitCodeOf(result: ConversionResult, { failOn }: ConvertFlags): number {
  const counted = severities.slice(0, severities.indexOf(failOn) + 1);
  return result.diagnostics.some(({ severity }) => counted.includes(severity)) ? exitCodes.findings : exitCodes.fine;
}

function complain(message: string, code: number): number {
  process.stderr.write(`cf2postfix: ${message}\n`);
  return code;
}

/** UTF-8 text as a string of one character a byte, as sinks take it. */
function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
