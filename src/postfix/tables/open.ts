import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan } from "../../source/source-file.ts";
import { type LinePart, logicalLines } from "../../syntax/postfix-lines/logical-lines.ts";
import { splitWords } from "../../syntax/postfix-lines/words.ts";
import type { PostfixFiles } from "../read/files.ts";
import { builtTable } from "./built.ts";
import { casefold, isUtf8Text } from "./casefold.ts";
import { cidrTable } from "./cidr.ts";
import {
  emptyTable,
  environmentTable,
  failTable,
  inlineTable,
  insideBraces,
  pipeTable,
  randomTable,
  staticTable,
  unionTable,
} from "./composite.ts";
import { indexedTable } from "./indexed.ts";
import { patternTable } from "./pattern-table.ts";
import { type Answer, failed, found, none, type Table, type TableForm } from "./table.ts";

/**
 * Answers for tables that live outside: by reference (`ldap:/etc/postfix/people.cf`), path or base name, then key. Null:
 * the server cannot be asked now.
 */
export type OutsideAnswers = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

export interface TableSources {
  readonly files: PostfixFiles;
  /** smtputf8_enable: keys are UTF-8 and folded as such. */
  readonly utf8: boolean;
  readonly answers?: OutsideAnswers;
  /** Answers `unix:passwd.byname` (a passwd line) and `unix:group.byname`; /etc/passwd and /etc/group when absent. */
  readonly accounts?: (database: "passwd" | "group", name: string) => string | undefined;
  /** References that alias_maps and alias_database name: newaliases(1) builds their files, whoever reads them then. */
  readonly aliases?: ReadonlySet<string>;
  /** For `environ:`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** For `randmap:`: which of `count` words; always the first when absent, so that traces repeat. */
  readonly choose?: (count: number) => number;
}

export interface OpenOptions {
  readonly form?: TableForm;
  /** False where pattern tables may not put `$1` into their answer. */
  readonly substitution?: boolean;
}

/** `again` asks the same table for another key. */
export type TableListener = (key: string, answer: Answer, again: (key: string) => Answer) => void;

/** The open tables of a directory; each is read once. */
export interface Tables {
  /** Never throws: a table that cannot be read fails every lookup and says so in its diagnostics. */
  open(reference: string, options?: OpenOptions): Table;
  /** Every table opened so far. */
  opened(): readonly Table[];
  /** From now on `listener` is told of every lookup; nobody is when it is undefined. */
  hear(listener: TableListener | undefined): void;
}

export function openTables(sources: TableSources): Tables {
  const cache = new Map<string, Table>();
  let heard: TableListener | undefined;
  const told = (table: Table): Table => ({
    ...table,
    lookup: (key) => {
      const answer = table.lookup(key);
      heard?.(key, answer, table.lookup);
      return answer;
    },
  });
  return {
    hear: (listener) => {
      heard = listener;
    },
    opened: () => [...cache.values()],
    open: (reference, options = {}) => {
      const isAliases = sources.aliases?.has(reference.replace(/^(?:proxy:)+/, "")) ?? false;
      const form = options.form === "aliases" || isAliases ? "aliases" : "postmap";
      const substitution = options.substitution ?? true;
      const key = `${form} ${substitution} ${reference}`;
      const known = cache.get(key);
      if (known) return known;
      const table = told(onlyUtf8(openTable(reference, form, substitution, sources), sources.utf8));
      cache.set(key, table);
      return table;
    },
  };
}

/**
 * With smtputf8_enable no table is asked for a key that is not UTF-8, and an answer that is not fails
 * (src/util/dict_utf8.c).
 */
function onlyUtf8(table: Table, utf8: boolean): Table {
  if (!utf8 || isBroken(table)) return table;
  const lookup: Table["lookup"] = (key) => {
    if (!isUtf8Text(key)) return none;
    const answer = table.lookup(key);
    if (answer.kind !== "found" || isUtf8Text(answer.value)) return answer;
    return failed(`${table.reference} has an answer that is not UTF-8`);
  };
  return { ...table, lookup };
}

function isBroken({ diagnostics }: Table): boolean {
  return diagnostics.length === 1 && diagnostics[0]?.code === "PF4020";
}

const outsideTypes = ["ldap", "mysql", "pgsql", "sqlite", "mongodb", "memcache", "socketmap", "tcp", "nis", "nisplus"];
const fromText = ["hash", "btree", "lmdb", "cdb", "dbm", "sdbm"];

function openTable(reference: string, form: TableForm, substitution: boolean, sources: TableSources): Table {
  const colon = reference.indexOf(":");
  const type = reference.slice(0, Math.max(colon, 0));
  const name = reference.slice(colon + 1);
  const given = outsideAnswers(reference, name, sources);
  if (given) return given;
  if (type === "proxy") return { ...openTable(name, form, substitution, sources), reference };
  if (fromText.includes(type)) {
    const built = sources.files.exists(name)
      ? undefined
      : builtTable(reference, type, name, sources.files, sources.utf8);
    if (typeof built === "string") return brokenTable(reference, built, "PF4020");
    return built ?? fileTable(reference, name, form, sources);
  }
  if (outsideTypes.includes(type)) return outsideTable(reference, name, sources);
  const result = textTable(type, reference, name, substitution, sources);
  return typeof result === "string" ? brokenTable(reference, result, "PF4020") : result;
}

function textTable(
  type: string,
  reference: string,
  name: string,
  substitution: boolean,
  sources: TableSources,
): Table | string {
  switch (type) {
    case "texthash":
      return fileTable(reference, name, "postmap", sources);
    case "regexp":
    case "pcre": {
      const lines = patternLines(reference, name, sources);
      const options = { dialect: type, substitution } as const;
      return typeof lines === "string" ? lines : patternTable(reference, shownPath(name), lines, options);
    }
    case "cidr": {
      const lines = patternLines(reference, name, sources);
      return typeof lines === "string" ? lines : cidrTable(reference, shownPath(name), lines);
    }
    case "inline":
      return inlineTable(reference, name, sources.utf8);
    case "static":
      return staticTable(reference, name);
    case "fail":
      return failTable(reference);
    case "internal":
      return emptyTable(reference);
    case "environ":
      return environmentTable(reference, sources.environment ?? {});
    case "randmap":
      return randomTable(reference, name, sources.choose ?? (() => 0));
    case "unionmap":
    case "pipemap":
      return compositeTable(type, reference, name, substitution, sources);
    case "unix":
      return accountTable(reference, name, sources);
    default:
      return `${reference}: "${type}" is not a table type that Postfix knows`;
  }
}

function compositeTable(
  type: "unionmap" | "pipemap",
  reference: string,
  name: string,
  substitution: boolean,
  sources: TableSources,
): Table | string {
  const words = splitWords(insideBraces(name) ?? "").map((word) => word.text);
  if (words.length === 0 || words.some((word) => !/^[^{:]+:/.test(word))) {
    return `${reference}: ${type}:{ type:name ... } is needed`;
  }
  const tables = words.map((word) => openTable(word, "postmap", substitution, sources));
  return type === "unionmap" ? unionTable(reference, tables) : pipeTable(reference, tables);
}

function fileTable(reference: string, path: string, form: TableForm, sources: TableSources): Table {
  if (!sources.files.exists(path)) return brokenTable(reference, `${reference}: there is no file ${path}`, "PF4020");
  return indexedTable(reference, shownPath(path), sources.files.lines(path), form, sources.utf8);
}

/** Lines of a pattern file, or of `{ { rule } { rule } }` written in main.cf (since 3.7). */
function patternLines(reference: string, name: string, sources: TableSources): Iterable<LinePart> | string {
  const inside = insideBraces(name);
  if (inside !== undefined) {
    return splitWords(inside).map((word, index) => ({ line: index + 1, text: unbracedRule(word.text) }));
  }
  if (name.startsWith("{")) return `${reference}: a brace is not closed`;
  if (!sources.files.exists(name)) return `${reference}: there is no file ${name}`;
  return numbered(name, sources);
}

function unbracedRule(word: string): string {
  return word.startsWith("{") && word.endsWith("}") ? word.slice(1, -1).trim() : word;
}

function* numbered(path: string, sources: TableSources): Generator<LinePart> {
  for (const line of sources.files.lines(path)) yield { line: line.number, text: line.text };
}

/** The path as shown in findings: without the directory that stands for /etc/postfix. */
function shownPath(path: string): string {
  return path.replace(/^\/etc\/postfix\//, "").replace(/^\//, "");
}

function brokenTable(reference: string, reason: string, code: "PF4020"): Table {
  const diagnostic: Diagnostic = diagnose(code, lineSpan("main.cf", 1), reason);
  return { reference, fixed: true, diagnostics: [diagnostic], lookup: () => failed(reason) };
}

/** A table that nobody answers for: Postfix would ask a server; here it holds nothing, and that is said. */
function outsideTable(reference: string, name: string, { files }: TableSources): Table {
  const message = `${reference} is answered by a server; without given answers it is taken as empty`;
  const diagnostics = [diagnose("PF4024", undefined, message)];
  if (name.startsWith("/") && !files.exists(name)) {
    diagnostics.push(diagnose("PF4020", undefined, `${reference}: there is no file ${name} that says how to ask it`));
  }
  return { reference, fixed: true, diagnostics, lookup: () => none };
}

function outsideAnswers(reference: string, name: string, sources: TableSources): Table | undefined {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const given = sources.answers?.[reference] ?? sources.answers?.[name] ?? sources.answers?.[base];
  if (!given || !outsideTypes.some((type) => reference.replace(/^(?:proxy:)+/, "").startsWith(`${type}:`))) {
    return undefined;
  }
  const rows = new Map(Object.entries(given).map(([key, value]) => [casefold(key, sources.utf8) ?? key, value]));
  return {
    reference,
    fixed: true,
    diagnostics: [],
    keys: () => rows.keys(),
    lookup: (key) => {
      const value = rows.get(casefold(key, sources.utf8) ?? key);
      if (value === null) return failed(`${reference} cannot be asked now`);
      return value === undefined ? none : found(value);
    },
  };
}

function accountTable(reference: string, name: string, sources: TableSources): Table | string {
  const database = name === "passwd.byname" ? "passwd" : name === "group.byname" ? "group" : undefined;
  if (database === undefined) return `${reference}: unix:passwd.byname or unix:group.byname is needed`;
  const ask = sources.accounts ?? accountsOf(sources.files);
  return {
    reference,
    fixed: true,
    diagnostics: [],
    lookup: (key) => {
      const line = ask(database, key.toLowerCase());
      return line === undefined ? none : found(line);
    },
  };
}

/** Accounts of the host's own /etc/passwd and /etc/group. */
export function accountsOf(files: PostfixFiles): (database: "passwd" | "group", name: string) => string | undefined {
  const load = (path: string): ReadonlyMap<string, string> => {
    const read = files.read(path);
    const rows = new Map<string, string>();
    for (const { text } of read.ok ? logicalLines(read.file.text) : [])
      rows.set(text.slice(0, text.indexOf(":")), text);
    return rows;
  };
  const cache = new Map<string, ReadonlyMap<string, string>>();
  return (database, name) => {
    let rows = cache.get(database);
    if (!rows) {
      rows = load(`/etc/${database}`);
      cache.set(database, rows);
    }
    return rows.get(name);
  };
}
