import { type Accounting, account, type WrittenLine } from "../check/accounting.ts";
import { applyFindingRules, type FindingRules } from "../check/ignores.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { Lifted } from "../lift/context.ts";
import { liftPolicy } from "../lift/index.ts";
import type { Residue } from "../model/residue.ts";
import type { IndexedType, PostfixConfig, PostfixVersion } from "../postfix/config.ts";
import { printBuildTables, printMainCf, printMasterCf, printTable } from "../postfix/print/index.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import type { LocatedSource } from "../source/locate.ts";
import { primarySpan } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";
import { type Translation, translatePolicy } from "../translate/index.ts";
import type { Suspects } from "./by-behaviour/suspects.ts";
import type { BehaviourRequest, BehaviourResult } from "./by-behaviour.ts";
import {
  accountOnDef,
  configOnDef,
  expandDefSource,
  factsOfDef,
  liftWithDefinition,
  titleOfDef,
} from "./def-source.ts";
import { emittedFiles } from "./emitted-files.ts";
import { generatedBy, heldAgainstDef } from "./held-against-def.ts";
import { heldAgainstMc } from "./held-against-mc.ts";
import { accountOnMc, configOnMc, expandMcSource } from "./mc-source.ts";
import { openSiteFiles } from "./site-files.ts";
import { watchSurroundings } from "./surroundings.ts";
import type { Said } from "./verified.ts";

/** Where the files of a conversion go. Text holds one character a byte; large files come in many chunks. */
export interface FileSink {
  write(path: string, mode: number, chunks: Iterable<string>): void;
}

export interface ConvertRequest {
  readonly source: LocatedSource;
  readonly file: SourceFile;
  readonly facts: ReadonlyMap<string, string>;
  /** The m4 library for a .mc: a directory, `none`, or undefined to look for it. */
  readonly cfDir?: string | undefined;
  readonly mapType: IndexedType;
  readonly postfixVersion: PostfixVersion;
  readonly mailbox: "mbox" | "maildir" | undefined;
  /** Severities and ignores of the settings. */
  readonly findings: FindingRules;
  /** Only what is said of directives is wanted: other descriptions beside the source are not held against it. */
  readonly claimsOnly?: boolean;
}

export interface Conversion extends Omit<Accounting, "diagnostics"> {
  /** Which sendmail wrote the file, as far as it says. */
  readonly title: string;
  readonly config: PostfixConfig;
  /** All that was said of the directives, where the account holds the worst of each. */
  readonly claims: readonly Claim[];
  /** Of a .mc or a definition: what was said of single forms of addresses, by the lines of its expansion. */
  readonly expandedClaims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
  /** False when the source holds no directive that could be read: there is nothing to convert. */
  readonly read: boolean;
}

/**
 * Text -> syntax -> sendmail's symbols -> policy -> Postfix configuration -> files, and the account of every directive.
 * Nothing of it throws for anything that a configuration can hold.
 */
export async function convert(request: ConvertRequest, sink: FileSink): Promise<Conversion> {
  const { file, mapType } = request;
  const surroundings = watchSurroundings(request.source);
  const around = openSiteFiles(surroundings.source, file, request);
  const { source } = around;
  const expansion = source.main.kind === "mc" ? expandMcSource(source, file, request.cfDir) : undefined;
  const definition = source.main.kind === "def" ? expandDefSource(source, file, request.facts) : undefined;
  const facts = definition ? factsOfDef(definition, request.facts, source.site) : request.facts;
  const syntax = parseCf(definition?.symbols ?? expansion?.cf ?? file);
  const symbols = readSendmailConfig(syntax.ast, source.site, machineFacts(facts, source.site));
  const isBuiltin = expansion?.isBuiltin;
  const context = { config: symbols.config, site: source.site, ...(isBuiltin ? { isBuiltin } : {}) };
  const lifted = around.addTo(definition ? liftWithDefinition(context, definition) : liftPolicy(context));
  const options = { version: request.postfixVersion, mapType, mailbox: request.mailbox };
  const byHand = rulesByHand(lifted.value.residue);
  const run = await runByBehaviour({ context, byHand, options, policy: lifted.value }, facts);
  const translated = run?.translation ?? translatePolicy(lifted.value, options);
  const byName = run ? withoutRules(lifted, run.claims) : lifted;
  const onMc = expansion ? configOnMc(expansion, translated.config) : translated.config;
  const config = definition ? configOnDef(definition, translated.config) : onMc;
  const lines = writeConfiguration(config, mapType, sink);
  const cfDirectives = symbols.config.directives.map(({ span, raw }) => ({ span, text: raw.replace(/\r?\n$/, "") }));
  const onCf = {
    directives: cfDirectives,
    claims: [...byName.claims, ...(run?.claims ?? []), ...translated.claims],
    lines,
    diagnostics: [syntax, symbols, byName, run, translated].flatMap((stage) => stage?.diagnostics ?? []),
  };
  const cfSpans = cfDirectives.map(({ span }) => span);
  const onSource = expansion ? accountOnMc(expansion, cfSpans, onCf) : onCf;
  const said = definition ? accountOnDef(definition, onCf) : onSource;
  const tables = translated.tableClaims.map((claim) => claim());
  const beside = around.account(tables);
  const directives = [...said.directives, ...beside.directives];
  const before = [...said.claims, ...beside.claims];
  // A rule that a person wrote ends as running it says; that anybody may use it is a finding of its own.
  const isOwn = ({ form, at }: Claim): boolean => form === "stranger-relays" && byHand.has(at.line);
  const accountOf = (all: readonly Claim[]): Accounting =>
    account(
      directives,
      all.filter((claim) => !isOwn(claim)),
      tables,
      said.lines,
    );
  const expandedClaims = expansion || definition ? onCf.claims.filter(({ form }) => form !== undefined) : [];
  const atFirst = accountOf(before);
  const left = await leftovers(context.config, { ...request, source, facts }, config, {
    claims: before,
    expandedClaims,
    directives: atFirst.directives,
  });
  const claims = [...before, ...left];
  const accounting = left.length === 0 ? atFirst : accountOf(claims);
  const found = [
    ...said.diagnostics,
    ...accounting.diagnostics,
    ...(request.claimsOnly
      ? []
      : [
          ...heldAgainstDef(source, context, request.facts),
          ...surroundings.findings(heldAgainstMc(request.source, lifted.value, request)),
        ]),
  ];
  return {
    title: definition ? titleOfDef(definition) : `${titleOf(symbols.config)}${generatedBy(symbols.config)}`,
    config,
    directives: accounting.directives,
    claims,
    expandedClaims,
    summary: accounting.summary,
    diagnostics: sortDiagnostics(applyFindingRules(found, [file], request.findings)),
    read: definition
      ? definition.directives.length > 0
      : symbols.config.directives.some((directive) => directive.kind !== "broken"),
  };
}

/** The level since which the library's text is taken at its word: what it brings is lifted by name (V10, 8.12). */
const TRUSTED_LEVEL = 10;

/** Where rules are from before that level: what no finding says when the conversion is verified (leftovers.ts). */
async function leftovers(
  config: SendmailConfig,
  { source, facts, mapType }: Pick<ConvertRequest, "source" | "facts" | "mapType">,
  translated: PostfixConfig,
  said: Said,
): Promise<readonly Claim[]> {
  if (source.main.kind !== "cf" || config.level >= TRUSTED_LEVEL || config.rulesets.length === 0) return [];
  const { leftoverClaims } = await import("./leftovers.ts");
  return leftoverClaims({ config, source, facts, mapType, translated, said });
}

/** What running the rules tells: those of a person, and those of old libraries that do more than their names said. */
async function runByBehaviour(
  request: BehaviourRequest,
  facts: ReadonlyMap<string, string>,
): Promise<BehaviourResult | undefined> {
  const { context, byHand, options, policy } = request;
  const isOld = context.config.level < TRUSTED_LEVEL && context.config.rulesets.length > 0;
  if (byHand.size === 0 && !isOld) return undefined;
  const { migrateByBehaviour } = await import("./by-behaviour.ts");
  const first = byHand.size === 0 ? undefined : migrateByBehaviour(request);
  if (!isOld) return first;
  const { suspectRules } = await import("./by-behaviour/suspects.ts");
  const { openPostfix } = await import("./postfix.ts");
  const { compileRulesets } = await import("../sendmail/ruleset/engine.ts");
  const engine = compileRulesets(context.config, context.site);
  const suspectsIn = ({ config }: Pick<Translation, "config">): Suspects => {
    const files = emittedFiles(config, options.mapType, context.site);
    const opened = openPostfix(files, context.site, { facts, version: options.version });
    return suspectRules(context.config, engine, opened, byHand);
  };
  const before = suspectsIn(first?.translation ?? translatePolicy(policy, options));
  if ([...before.lines].every((line) => byHand.has(line))) return first;
  const second = migrateByBehaviour({ ...request, byHand: new Set([...byHand, ...before.lines]), written: byHand });
  return suspectsIn(second.translation).differing < before.differing ? second : first;
}

/** Lines of the rules that a person wrote. */
function rulesByHand(residue: Residue): ReadonlySet<number> {
  return new Set(residue.flatMap(({ rules }) => rules.flatMap(({ origin }) => primarySpan(origin)?.line ?? [])));
}

/** What was said by name of the directives that running the rules says more of. */
function withoutRules(
  { claims, diagnostics }: Pick<Lifted<unknown>, "claims" | "diagnostics">,
  better: readonly Claim[],
): Pick<Lifted<unknown>, "claims" | "diagnostics"> {
  const lines = new Set(better.map(({ at }) => `${at.file}:${at.line}`));
  const isOpen = (code: string): boolean => code === "LI2901" || code === "LI2090";
  return {
    claims: claims.filter(({ code, at }) => !(isOpen(code) && lines.has(`${at.file}:${at.line}`))),
    diagnostics: diagnostics.filter(({ code }) => code !== "LI2901"),
  };
}

/** Prints the configuration into the sink, tables streaming by; returns the lines that stand for source lines. */
function writeConfiguration(config: PostfixConfig, mapType: IndexedType, sink: FileSink): readonly WrittenLine[] {
  const main = printMainCf(config);
  const master = printMasterCf(config);
  const script = printBuildTables(config, mapType);
  sink.write(main.name, 0o644, [main.text]);
  sink.write(master.name, 0o644, [master.text]);
  for (const table of config.tables) sink.write(table.name, table.mode, printTable(table, { mapType }));
  sink.write(script.name, 0o755, [script.text]);
  return [...main.lines, ...master.lines];
}

/** `sendmail 8.14.7, V10/Berkeley`, as far as the DZ and V lines say. */
function titleOf(config: {
  level: number;
  vendor: string | undefined;
  macros: ReadonlyMap<string, { value: string }>;
}): string {
  const version = config.macros.get("Z")?.value;
  const level = config.level === 0 ? "no V line" : `V${config.level}${config.vendor ? `/${config.vendor}` : ""}`;
  return version ? `sendmail ${version}, ${level}` : level;
}
