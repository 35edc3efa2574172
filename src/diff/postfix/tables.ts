import { parameterEntry } from "../../postfix/catalogue/parameters.ts";
import type { PostfixFiles } from "../../postfix/read/files.ts";
import { settingsOfService } from "../../postfix/read/settings.ts";
import { patternRules, tableSettings } from "../../postfix/read/table-text.ts";
import { valueWords } from "../../postfix/read/value-words.ts";
import type { PostfixEnvironment } from "../../postfix/resolve/environment.ts";
import type { Table } from "../../postfix/tables/table.ts";
import { type Change, changeOf } from "../change.ts";
import { compareItems, type Item } from "../item.ts";
import { sequenceChanges } from "../sequence.ts";
import { oneLine, type RowRole, roleOf, rowMeaning } from "./meaning.ts";

const indexed = /^(?:hash|btree|dbm|sdbm|lmdb|cdb|texthash)$/;
const patterns = /^(?:regexp|pcre|cidr)$/;
const servers = /^(?:ldap|mysql|pgsql|sqlite|mongodb|memcache)$/;
/** Tables that Postfix writes itself. */
const caches = /_session_cache_database$|^address_verify_map$|^postscreen_cache_map$|^smtp_sasl_auth_cache_name$/;

/** A file that the parameters name. */
export interface NamedFile {
  readonly kind: "indexed" | "patterns" | "settings" | "list";
  readonly path: string;
  readonly reference: string;
  readonly role: RowRole;
}

/**
 * Rows of every table and entries of every list that both directories name, by file. A table that only one names is its
 * parameter's change; one whose file is gone is one change.
 */
export function tableChanges(before: PostfixEnvironment, after: PostfixEnvironment): readonly Change[] {
  const [left, right] = [namedFiles(before), namedFiles(after)];
  const paths = [...left.keys()].filter((path) => right.has(path)).sort();
  return paths.flatMap((path) => {
    const [named, other] = [left.get(path), right.get(path)];
    if (!named || !other) return [];
    const [a, b] = [has(before, named), has(after, named)];
    if (!a || !b) return a === b ? [] : [changeOf(shownName(path), a ? "a file" : null, b ? "a file" : null)];
    return fileChanges({ ...named, role: named.role === other.role ? named.role : "text" }, before, after);
  });
}

function has({ directory, tables }: PostfixEnvironment, { path, reference, kind }: NamedFile): boolean {
  if (directory.files.exists(path)) return true;
  return kind === "indexed" && tables.open(reference).diagnostics.every(({ code }) => code !== "PF4020");
}

function fileChanges(named: NamedFile, before: PostfixEnvironment, after: PostfixEnvironment): readonly Change[] {
  const name = shownName(named.path);
  const [a, b] = [before.directory.files, after.directory.files];
  switch (named.kind) {
    case "indexed": {
      return rowChanges(name, before.tables.open(named.reference), after.tables.open(named.reference), named.role);
    }
    case "patterns":
      return sequenceChanges(`${name}/rule `, patternRules(named.path, a), patternRules(named.path, b));
    case "settings":
      return compareItems(settingItems(name, named.path, a), settingItems(name, named.path, b));
    case "list":
      return compareItems(listItems(name, named.path, a), listItems(name, named.path, b));
  }
}

/** `virtual` of /etc/postfix/virtual, `etc/aliases` of /etc/aliases. */
function shownName(path: string): string {
  return path.replace(/^\/etc\/postfix\//, "").replace(/^\//, "");
}

/** Rows by key; nothing is held but the two tables themselves. */
function rowChanges(name: string, before: Table, after: Table, role: RowRole): readonly Change[] {
  const changes: Change[] = [];
  const valueIn = (table: Table, key: string): string | null => {
    const answer = table.lookup(key);
    return answer.kind === "found" ? answer.value : null;
  };
  for (const key of before.keys?.() ?? []) {
    const [a, b] = [valueIn(before, key), valueIn(after, key)];
    if (b === null || rowMeaning(a ?? "", role) !== rowMeaning(b, role)) changes.push(changeOf(`${name}/${key}`, a, b));
  }
  for (const key of after.keys?.() ?? []) {
    if (valueIn(before, key) === null) changes.push(changeOf(`${name}/${key}`, null, valueIn(after, key)));
  }
  return changes;
}

function settingItems(name: string, path: string, files: PostfixFiles): readonly Item[] {
  const isSecret = (key: string): boolean => /password|bind_pw/.test(key);
  return [...tableSettings(path, files)].map(([key, value]) => ({
    kind: "value",
    path: `${name}/${key}`,
    meaning: oneLine(value),
    shown: isSecret(key) ? "********" : value,
  }));
}

/** Words of a `/file` in a list of domains or networks; their order counts only where one is an exception. */
function listItems(name: string, path: string, files: PostfixFiles): readonly Item[] {
  const words = [...files.lines(path)].flatMap(({ text }) => (text.startsWith("#") ? [] : valueWords(text)));
  if (words.some((word) => word.startsWith("!")))
    return [{ kind: "sequence", path: name, unit: "word", entries: words }];
  return [...new Set(words.map((word) => word.toLowerCase()))].map((word) => ({
    kind: "value",
    path: `${name}/${word}`,
    meaning: word,
    shown: word,
  }));
}

/** Files by path, as every parameter and `-o` setting names them. A file of two roles is compared as text. */
export function namedFiles(environment: PostfixEnvironment): ReadonlyMap<string, NamedFile> {
  const found = new Map<string, NamedFile>();
  for (const [parameter, value] of values(environment)) {
    if (caches.test(parameter)) continue;
    for (const word of valueWords(value)) {
      const file = fileOf(parameter, word.replace(/^!+/, ""));
      if (!file) continue;
      const known = found.get(file.path);
      found.set(file.path, known && known.role !== file.role ? { ...known, role: mixed(known.role, file.role) } : file);
    }
  }
  return found;
}

/** Recipients that are also only members, as alias_maps in local_recipient_maps, are recipients. */
function mixed(a: RowRole, b: RowRole): RowRole {
  if (a === "member") return b;
  return b === "member" ? a : "text";
}

function* values({ directory }: PostfixEnvironment): Generator<readonly [string, string]> {
  const { settings } = directory;
  const names = new Set([...directory.main.map(({ name }) => name), "alias_maps", "alias_database"]);
  for (const name of names) yield [name, settings.text(name)];
  for (const service of directory.services) {
    if (service.options.length === 0) continue;
    const own = settingsOfService(settings, service);
    for (const [name] of service.options) yield [name, own.text(name)];
  }
}

function fileOf(parameter: string, word: string): NamedFile | undefined {
  if (word.startsWith("/") && parameterEntry(parameter)?.kind === "matches") {
    return { kind: "list", path: word, reference: word, role: "member" };
  }
  const [, type = "", path = ""] = /^(?:proxy:)*(\w+):(\/.*)$/.exec(word) ?? [];
  const named = { path, reference: `${type}:${path}`, role: roleOf(parameter) };
  if (indexed.test(type)) return { kind: "indexed", ...named };
  if (patterns.test(type)) return { kind: "patterns", ...named };
  return servers.test(type) ? { kind: "settings", ...named } : undefined;
}
