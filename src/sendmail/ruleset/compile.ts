/**
 * compile — a configuration to a program, line by line as sendmail reads it (readcf.c)
 *
 * `$x` in a rule is what the macro says at that line; `$&x`, classes and maps are looked up when rules run. What is
 * wrong with a line is a problem, never the end: sendmail goes on, and so do we.
 */
import type { Span } from "../../source/source-file.ts";
import { newAtoms } from "./atoms.ts";
import { type CfLineText, cfLines, munched } from "./cf-lines.ts";
import { addWord, type ClassTable, classTable, copyClass } from "./classes.ts";
import { builtInMailers, compileMailer, settledFlags } from "./compile-mailer.ts";
import { compileRule } from "./compile-rule.ts";
import { type HeaderCheck, headerCheckOf } from "./headers.ts";
import { type MacroNames, macroId, macroNames, parseMacroName, translateDollars } from "./macro-names.ts";
import { expand, type MacroValues, metaMacros } from "./macros.ts";
import { parseMapLine } from "./maps/classes.ts";
import { type MapDefinition, type MapSurroundings, mapTable } from "./maps/map.ts";
import { META } from "./metasymbol.ts";
import { type OptionValues, optionLine, rewriteOptions } from "./options.ts";
import type { Mailer, Program, Rule, Ruleset } from "./program.ts";
import { parseRulesetName, RULESETS } from "./ruleset-names.ts";
import { type TokenTables, tokenTables } from "./token-types.ts";

/** Something sendmail would complain about while it reads the file. */
export interface CompileProblem {
  readonly line: number;
  readonly message: string;
}

export interface CompileInput {
  /** The whole configuration. */
  readonly text: string;
  /** Name of the file for spans. */
  readonly path: string;
  /** Full name of the host; its node name where that is another; sendmail's version. */
  readonly hostname: string;
  readonly nodename?: string | undefined;
  readonly version?: string | undefined;
  /** `${opMode}` while the file is read: `d` for a daemon, the default; `t` for test mode (main.c). */
  readonly mode?: "d" | "t" | undefined;
  /** Members of classes, those that files and the machine give included, by name without braces. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly around: Omit<MapSurroundings, "maps" | "domain" | "searchDomain">;
}

export interface Compiled {
  readonly program: Program;
  readonly problems: readonly CompileProblem[];
  readonly options: OptionValues;
}

/** What is known while lines are read. */
interface Reader {
  readonly path: string;
  level: number;
  readonly names: MacroNames;
  readonly macros: MacroValues;
  readonly classes: ClassTable;
  readonly options: Map<string, string>;
  readonly maps: Map<string, MapDefinition>;
  /** Answers were given for the map of this name. */
  readonly isAnswered: (map: string) => boolean;
  readonly headerChecks: Map<string, HeaderCheck>;
  readonly mailers: Mailer[];
  readonly rulesets: (Ruleset | undefined)[];
  readonly rulesetNumbers: Map<string, number>;
  readonly rulesetNames: (string | undefined)[];
  nextRuleset: number;
  current: number;
  rules: number;
  tables: TokenTables | undefined;
  atoms: ReturnType<typeof newAtoms> | undefined;
  readonly problems: CompileProblem[];
  line: number;
}

/** Reads a configuration's rules, macros, classes, maps and mailers. Total: any text gives a program. */
export function compile(input: CompileInput): Compiled {
  const reader = newReader(input);
  for (const mailer of builtInMailers) readMailer(reader, mailer, undefined);
  for (const line of cfLines(input.text)) {
    if (line.text === "" || line.text.startsWith("#")) continue;
    reader.line = line.last;
    const dollars = translateDollars(reader.names, line.text, reader.level);
    for (const error of dollars.errors) complain(reader, error);
    readLine(reader, dollars.text, line);
  }
  for (const [name, members] of input.classes) {
    const id = macroId(reader.names, name);
    for (const member of members) addWord(reader.classes, id, member);
  }
  return { program: finished(reader, input), problems: reader.problems, options: reader.options };
}

function newReader(input: CompileInput): Reader {
  const names = macroNames();
  const macros = metaMacros();
  const [short = input.hostname] = input.hostname.split(".");
  const domain = input.hostname.slice(short.length + 1);
  const machine: readonly (readonly [string, string])[] = [
    ["v", input.version ?? "8.17.1.9"],
    ["n", "MAILER-DAEMON"],
    ["w", input.hostname],
    ["j", input.hostname],
    ["k", input.nodename ?? input.hostname],
    ["opMode", input.mode ?? "d"],
    ["deliveryMode", "b"],
    ...(domain === "" ? [] : [["m", domain] as const]),
  ];
  for (const [name, value] of machine) macros.set(macroId(names, name), value);
  const classes = classTable();
  return {
    path: input.path,
    level: 0,
    names,
    macros,
    classes,
    options: new Map(),
    maps: new Map(),
    isAnswered: (map) => input.around.answers.has(map),
    headerChecks: new Map(),
    mailers: [],
    rulesets: new Array<Ruleset | undefined>(RULESETS).fill(undefined),
    rulesetNumbers: new Map(),
    rulesetNames: new Array<string | undefined>(RULESETS).fill(undefined),
    nextRuleset: RULESETS,
    current: -1,
    rules: 0,
    tables: undefined,
    atoms: undefined,
    problems: [],
    line: 0,
  };
}

function complain(reader: Reader, message: string): void {
  reader.problems.push({ line: reader.line, message });
}

function expanded(reader: Reader, text: string, limit?: number): string {
  const result = expand(text, (id) => reader.macros.get(id), limit);
  if (result.tooDeep) complain(reader, "expand: recursion too deep (10 max)");
  return result.text;
}

function readLine(reader: Reader, text: string, line: CfLineText): void {
  const rest = text.slice(1);
  switch (text[0]) {
    case "R":
      readRule(reader, text, line);
      return;
    case "S": {
      const entered = enterRuleset(reader, expanded(reader, rest));
      reader.current = entered.number;
      return;
    }
    case "D": {
      const name = parseMacroName(reader.names, rest, 0);
      for (const error of name.errors) complain(reader, error);
      if (name.id !== 0) reader.macros.set(name.id, munched(rest.slice(name.end)).value);
      return;
    }
    case "C": {
      const name = parseMacroName(reader.names, rest, 0);
      for (const error of name.errors) complain(reader, error);
      if (name.id !== 0) readClassWords(reader, name.id, expanded(reader, rest.slice(name.end)));
      return;
    }
    case "T":
      readClassWords(reader, 0x74, rest);
      return;
    case "M":
      readMailer(reader, rest, spanOf(reader, line));
      return;
    case "V":
      readVersion(reader, rest);
      return;
    case "H": {
      const check = headerCheckOf(reader.names, rest);
      if (check) reader.headerChecks.set(...check);
      return;
    }
    case "K": {
      const parsed = parseMapLine(
        expanded(reader, rest),
        rewriteOptions(reader.options, 0).blank,
        spanOf(reader, line),
        reader.isAnswered,
      );
      for (const error of parsed.errors) complain(reader, error);
      if (parsed.map) reader.maps.set(parsed.map.name.toLowerCase(), parsed.map);
      return;
    }
    case "O": {
      readOption(reader, text);
      return;
    }
    default:
  }
}

function readOption(reader: Reader, text: string): void {
  const option = optionLine(text);
  if (!option) return;
  const before = GATHERING.has(option.name) ? reader.options.get(option.name) : undefined;
  reader.options.set(option.name, before === undefined ? option.value : `${before}, ${option.value}`);
  if (option.name === "DeliveryMode")
    reader.macros.set(macroId(reader.names, "deliveryMode"), option.value.slice(0, 1));
}

/** Options whose lines add up (readcf.c, setoption: setalias). */
const GATHERING: ReadonlySet<string> = new Set(["AliasFile"]);

function spanOf(reader: Reader, line: CfLineText): Span {
  return { file: reader.path, line: line.first, column: 1, endLine: line.last, endColumn: 1 };
}

function readVersion(reader: Reader, text: string): void {
  const level = /^\s*(\d+)/.exec(text)?.[1];
  if (level === undefined) {
    complain(reader, `invalid argument to V line: "${text.slice(0, 20)}"`);
    return;
  }
  reader.level = Number(level);
  const name = reader.macros.get(0x77);
  if (reader.level >= 5 && name?.includes(".")) reader.macros.set(0x77, name.slice(0, name.indexOf(".")));
}

/** Words divided by blanks; `$=y` stands for all of that class (readcf.c, setclass). */
function readClassWords(reader: Reader, id: number, text: string): void {
  for (const word of text.split(/[\t\n\v\f\r ]+/)) {
    if (word === "") continue;
    if (word.charCodeAt(0) === META.inClass) copyClass(reader.classes, word.charCodeAt(1), id);
    else addWord(reader.classes, id, word);
  }
}

/** Token tables are fixed by the first rule (parseaddr.c, prescan's firsttime). */
function tablesOf(reader: Reader): TokenTables {
  if (reader.tables) return reader.tables;
  const old = reader.level < 7 ? reader.macros.get(0x6f) : undefined;
  const operators = reader.options.get("OperatorChars") ?? old ?? ".:@[]";
  reader.tables = tokenTables(expanded(reader, munched(operators).value));
  return reader.tables;
}

function atomsOf(reader: Reader): ReturnType<typeof newAtoms> {
  reader.atoms ??= newAtoms(tablesOf(reader).internal);
  return reader.atoms;
}

function readRule(reader: Reader, text: string, line: CfLineText): void {
  if (reader.current < 0) {
    complain(reader, `missing valid ruleset for "${text}"`);
    return;
  }
  const tab = text.indexOf("\t");
  if (tab === -1) {
    complain(reader, `invalid rewrite line "${text}" (tab expected)`);
    return;
  }
  const right = text.slice(tab).replace(/^\t+/, "");
  const end = right.indexOf("\t");
  const tables = tablesOf(reader);
  const { rule, errors } = compileRule(atomsOf(reader), {
    id: reader.rules,
    line: line.last,
    span: spanOf(reader, line),
    text: line.text,
    lhs: expanded(reader, text.slice(1, tab)),
    rhs: expanded(reader, end === -1 ? right : right.slice(0, end)),
    table: reader.level >= 9 ? tables.keepComments : tables.internal,
  });
  for (const error of errors) complain(reader, error);
  reader.rules += 1;
  rulesOf(reader, reader.current).push(rule);
}

function rulesOf(reader: Reader, number: number): Rule[] {
  const known = reader.rulesets[number];
  if (known) return known.rules;
  const ruleset: Ruleset = { number, name: reader.rulesetNames[number] ?? String(number), rules: [] };
  reader.rulesets[number] = ruleset;
  return ruleset.rules;
}

/** Number of a ruleset named in an S or M line; names without one count down (readcf.c, strtorwset). */
function enterRuleset(reader: Reader, text: string): { readonly number: number; readonly end: number } {
  const parsed = parseRulesetName(text);
  if (parsed.error !== undefined) {
    complain(reader, parsed.error);
    return { number: -1, end: parsed.end };
  }
  if (parsed.name === "") return { number: parsed.number ?? -1, end: parsed.end };
  const given = /^[\t\n\v\f\r ]*=[\t\n\v\f\r ]*(\d*)/.exec(text.slice(parsed.end));
  const known = reader.rulesetNumbers.get(parsed.name);
  let number = given ? (given[1] === "" ? -1 : Number(given[1])) : (known ?? reader.nextRuleset - 1);
  if (given && (number < 0 || number >= RULESETS / 2)) {
    complain(reader, `bad ruleset definition "${text}" (number below ${RULESETS / 2} required after \`=')`);
    number = -1;
  } else if (!given && known === undefined) {
    reader.nextRuleset -= 1;
    if (number < RULESETS / 2) {
      complain(reader, `${parsed.name}: too many named rulesets (${RULESETS / 2} max)`);
      number = -1;
    }
  }
  if (known !== undefined && number >= 0 && number !== known) {
    complain(reader, `${parsed.name}: ruleset changed value (old ${known}, new ${number})`);
    number = known;
  }
  if (number >= 0) {
    reader.rulesetNumbers.set(parsed.name, number);
    reader.rulesetNames[number] = parsed.name;
  }
  return { number, end: given ? text.length : parsed.end };
}

function readMailer(reader: Reader, text: string, span: Span | undefined): void {
  const known = reader.mailers.findIndex((mailer) => mailer.name.toLowerCase() === nameOf(text).toLowerCase());
  const number = known === -1 ? reader.mailers.length : known;
  const reading = compileMailer(text, number, span, (name) => enterRuleset(reader, name));
  for (const error of reading.errors) complain(reader, error);
  if (reading.mailer) reader.mailers[number] = reading.mailer;
}

function nameOf(text: string): string {
  return /^[^,\t\n\v\f\r ]*/.exec(text)?.[0] ?? "";
}

function finished(reader: Reader, input: CompileInput): Program {
  if (!reader.maps.has("host")) addMap(reader, reader.level >= 2 ? "host host -a. -D" : "host host");
  const searchDomain = searchDomainOf(input.hostname);
  const domain = (): string | undefined => {
    const value = reader.macros.get(0x6d);
    return value === undefined ? undefined : expanded(reader, value);
  };
  return {
    level: reader.level,
    atoms: atomsOf(reader),
    tables: tablesOf(reader),
    names: reader.names,
    macros: reader.macros,
    classes: reader.classes,
    rulesets: reader.rulesets.map((ruleset) =>
      ruleset ? { ...ruleset, name: reader.rulesetNames[ruleset.number] ?? String(ruleset.number) } : undefined,
    ),
    ready: [],
    calls: new Map(),
    rulesetNumbers: reader.rulesetNumbers,
    rulesetNames: reader.rulesetNames,
    mailers: reader.mailers.map((mailer) => settledFlags(mailer, reader.level)),
    mailersByName: new Map(),
    headerChecks: reader.headerChecks,
    maps: mapTable(reader.maps, { ...input.around, maps: () => reader.maps, domain, searchDomain }),
    options: rewriteOptions(reader.options, reader.level),
    ruleCount: reader.rules,
  };
}

/** Where the resolver looks for names without a dot: the domain of the host's name. */
export function searchDomainOf(hostname: string): string | undefined {
  return /^[^.]*\.(.+)$/.exec(hostname)?.[1];
}

function addMap(reader: Reader, text: string): void {
  const { map } = parseMapLine(text, rewriteOptions(reader.options, 0).blank, undefined);
  if (map) reader.maps.set(map.name.toLowerCase(), map);
}
