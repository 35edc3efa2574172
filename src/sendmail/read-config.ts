import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { written } from "../source/origin.ts";
import type { Site } from "../source/site.ts";
import type { CfFile, Directive, HeaderLine, MilterLine, QueueGroupLine } from "../syntax/sendmail-cf/ast.ts";
import type { ClassSymbol, MachineFacts, MacroSymbol, SendmailConfig } from "./config.ts";
import { asText, expandMacros } from "./expand-macros.ts";
import { reportUse } from "./findings.ts";
import { completeClasses, defineMachineMacros, shortenHostName } from "./machine.ts";
import { nameWritten } from "./machine-facts.ts";
import { readClass, readClassFile, readTrusted } from "./read-classes.ts";
import { completeMailers, readMailer } from "./read-mailers.ts";
import { readMap } from "./read-maps.ts";
import { readOption } from "./read-options.ts";
import { readRule, readRuleset } from "./read-rules.ts";
import { defineMacro, type ReaderState, report } from "./reader-state.ts";
import { emptyRulesetBook, mentionRuleset, rulesetSymbols } from "./ruleset-book.ts";

export interface ConfigReading {
  readonly config: SendmailConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/** Levels that sendmail 8 knows (conf.c MAXCONFIGLEVEL). */
const HIGHEST_LEVEL = 10;

/**
 * Replays a parsed sendmail.cf line by line as readcf.c does, so that a macro has the value it had at that line and
 * the last definition wins. Class files are read below the root of `site`; programs are never run. Takes the tree, the
 * site and what is known of the machine; gives what the file defines and what is wrong with it.
 */
export function readSendmailConfig(file: CfFile, site: Site, facts: MachineFacts): ConfigReading {
  const state = startingState(file, site, facts.hostnameAssumed ? nameWritten(file, facts) : facts);
  defineMachineMacros(state);
  const directives = file.lines.filter((line): line is Directive => line.kind !== "blank" && line.kind !== "comment");
  for (const directive of directives) readDirective(state, directive);
  completeMailers(state);
  completeClasses(state, currentText(state, "j"), currentText(state, "m"));
  const config = finished(state, directives);
  reportUse(state, config);
  return { config, diagnostics: state.diagnostics };
}

function startingState(file: CfFile, site: Site, facts: MachineFacts): ReaderState {
  return {
    file,
    site,
    facts,
    diagnostics: [],
    level: 0,
    vendor: undefined,
    macros: new Map(),
    macroValues: new Map(),
    classes: new Map(),
    classFiles: [],
    options: new Map(),
    maps: new Map(),
    mailers: new Map(),
    rulesets: emptyRulesetBook(),
    expandedRules: new Map(),
    headers: [],
    headerChecks: new Map(),
    milters: new Map(),
    queueGroups: new Map(),
    superseded: new Map(),
  };
}

function readDirective(state: ReaderState, line: Directive): void {
  switch (line.kind) {
    case "version":
      readVersion(state, line.level ?? 0, line.vendor, line);
      return;
    case "macro":
      defineMacro(state, line.name, line.template, written(line.value.span), line);
      return;
    case "class":
      readClass(state, line);
      return;
    case "class-file":
      readClassFile(state, line);
      return;
    case "trusted":
      readTrusted(state, line);
      return;
    case "ruleset":
      readRuleset(state, line);
      return;
    case "rule":
      readRule(state, line);
      return;
    case "mailer":
      readMailer(state, line);
      return;
    case "map":
      readMap(state, line);
      return;
    case "option":
      readOption(state, line);
      return;
    case "header":
      readHeader(state, line);
      return;
    case "milter":
      checkFields(state, line, "SFT");
      keepFirst(state, state.milters, line.name, line);
      return;
    case "queue-group":
      checkFields(state, line, "PFINRJrS");
      state.queueGroups.set(line.name.toLowerCase(), line);
      return;
    case "broken":
      // After a ruleset line that names none, rules belong nowhere (readcf.c, case 'S').
      if (line.letter === "S") state.rulesets.current = undefined;
      return;
    case "precedence":
    case "environment":
    case "licence":
      return;
  }
}

function readVersion(state: ReaderState, level: number, vendor: string | undefined, line: Directive): void {
  state.level = level;
  state.vendor = vendor;
  if (level >= 5) shortenHostName(state);
  if (level > HIGHEST_LEVEL) {
    report(state, "CF1017", line.span, `level ${level} is above ${HIGHEST_LEVEL}, the highest that sendmail 8 knows`);
  }
  if (vendor !== undefined && vendor.toLowerCase() !== "berkeley") {
    report(state, "CF1016", line.span, `the vendor ${vendor} has its own sendmail; its additions may be missing here`);
  }
}

/** A later `$>` line for the same header replaces the earlier one; plain header lines add up (headers.c). */
function readHeader(state: ReaderState, line: HeaderLine): void {
  if (!line.check) {
    state.headers.push(line);
    return;
  }
  mentionRuleset(state.rulesets, line.check.ruleset);
  const key = line.name.toLowerCase();
  const before = state.headerChecks.get(key);
  if (before) {
    state.superseded.set(before, line);
    state.headers.splice(state.headers.indexOf(before), 1);
  }
  state.headerChecks.set(key, line);
  state.headers.push(line);
}

/** Mail filters may not be defined twice: the first one stays (milter.c milter_setup()). */
function keepFirst<T extends Directive>(state: ReaderState, table: Map<string, T>, name: string, line: T): void {
  const first = table.get(name.toLowerCase());
  if (!first) {
    table.set(name.toLowerCase(), line);
    return;
  }
  state.superseded.set(line, first);
  report(state, "CF1038", line.span, `the filter ${name} was defined before; the first line counts`, {
    related: [{ message: "the first one", at: first.span }],
  });
}

/** Letters that milter.c milter_setup() and queue.c makequeue() act on. */
function checkFields(state: ReaderState, line: MilterLine | QueueGroupLine, letters: string): void {
  for (const { field, written: name, value } of line.equates) {
    if (!letters.includes(field)) report(state, "CF1032", value.span, `${line.name}: there is no field ${name}=`);
  }
}

function currentText(state: ReaderState, name: string): string {
  return asText(expandMacros(state.macroValues.get(name) ?? [], state.macroValues).parts);
}

function finished(state: ReaderState, directives: readonly Directive[]): SendmailConfig {
  const macros = new Map<string, MacroSymbol>();
  for (const [name, { template, origin, directive }] of state.macros) {
    macros.set(name, { name, value: currentText(state, name), template, origin, directive });
  }
  const classes = new Map<string, ClassSymbol>();
  for (const [name, members] of state.classes) classes.set(name, { name, members: [...members.values()] });
  return {
    file: state.file,
    level: state.level,
    vendor: state.vendor,
    macros,
    classes,
    options: state.options,
    maps: state.maps,
    mailers: state.mailers,
    rulesets: rulesetSymbols(state.rulesets),
    expandedRules: state.expandedRules,
    headers: state.headers,
    milters: [...state.milters.values()],
    queueGroups: [...state.queueGroups.values()],
    directives,
    facts: state.facts,
    classFiles: state.classFiles,
    superseded: state.superseded,
  };
}
