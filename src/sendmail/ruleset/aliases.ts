/**
 * aliases — the alias database (alias.c): AliasFile with its classes, and aliases of the service switch
 */
import { parseAddress } from "./address.ts";
import { lowerCase } from "./atoms.ts";
import { readBerkeleyDb } from "./maps/berkeley-db.ts";
import { parseMapLine } from "./maps/classes.ts";
import { serviceOrder } from "./maps/combined.ts";
import type { Lookup, MapDefinition } from "./maps/map.ts";
import type { OptionValues } from "./options.ts";
import type { Program } from "./program.ts";
import { newSession, type Session, STATUS } from "./session.ts";

/** One entry of an alias file: its place, for reports. */
export interface AliasEntry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

export interface AliasAnswer {
  readonly value: string | undefined;
  /** The database could not be asked: mail waits. */
  readonly tempFail: boolean;
}

/** Tells the session of each question. */
export type AliasLookup = (session: Session, name: string) => AliasAnswer;

const NO_ALIAS: AliasAnswer = { value: undefined, tempFail: false };

/** Files and maps of AliasFile in order: `hash:-o /etc/mail/aliases, nis:mail.aliases` (alias.c, setalias). */
function aliasSpecs(value: string): readonly { readonly mapClass: string; readonly spec: string }[] {
  const specs: { readonly mapClass: string; readonly spec: string }[] = [];
  for (const part of value.match(/(?:"[^"]*"|[^,"])+/g) ?? []) {
    const text = part.trim();
    const named = /^([A-Za-z0-9]+):([\s\S]*)$/.exec(text);
    if (text !== "") specs.push({ mapClass: named?.[1] ?? "implicit", spec: (named?.[2] ?? text).trim() });
  }
  return specs;
}

/** The lookup that recipients use. Files are read once, at the first question. */
export function aliasLookup(program: Program, options: OptionValues): AliasLookup {
  let sources: readonly Lookup[] | undefined;
  const ask: AliasLookup = (session, name) => {
    sources ??= aliasSources(program, options);
    const asked = lowerCase(name) === "postmaster" ? "postmaster" : name;
    let tempFail = false;
    for (const source of sources) {
      const answer = source(session, asked, undefined);
      if (answer.value !== undefined) return { value: answer.value, tempFail: false };
      if (answer.status === STATUS.tempFail || answer.status === STATUS.unavailable) tempFail = true;
    }
    return tempFail ? { value: undefined, tempFail } : NO_ALIAS;
  };
  return (session, name) => {
    const answer = ask(session, name);
    session.heard?.({ map: ask, key: name, args: undefined, answer, again: (other) => ask(session, other) });
    return answer;
  };
}

function aliasSources(program: Program, options: OptionValues): readonly Lookup[] {
  const { around, all } = program.maps;
  const whole = all.get("aliases");
  const own = whole && opened(program, whole);
  if (own) return [own];
  return serviceOrder(around, "aliases").flatMap((kind): readonly Lookup[] => {
    const named = all.get(`aliases.${kind}`);
    if (named) return [opened(program, named)].flatMap((lookup) => lookup ?? []);
    if (kind !== "files") return [];
    return aliasSpecs(options.get("AliasFile") ?? "").flatMap(
      (spec) => aliasSource(program, spec.mapClass, spec.spec) ?? [],
    );
  });
}

function opened(program: Program, map: MapDefinition): Lookup | undefined {
  map.opened ??= map.open(map, program.maps.around);
  return map.opened.ok ? map.opened.lookup : undefined;
}

function aliasSource(program: Program, mapClass: string, spec: string): Lookup | undefined {
  const { map } = parseMapLine(`Alias ${mapClass} ${spec}`, program.options.blank, undefined);
  if (!map) return undefined;
  const path = (map.file ?? "").replace(/\.db$/, "");
  const { site } = program.maps.around;
  const isFile = ["implicit", "hash", "btree", "dbm", "cdb", "stab"].includes(map.mapClass);
  if (!isFile) return opened(program, map);
  const rows = site.exists(path) ? aliasRows(program, path, map.flags.append) : databaseRows(program, path);
  if (!rows) return undefined;
  return (_session, key) => ({ value: rows.get(map.flags.foldCase ? lowerCase(key) : key), status: STATUS.ok });
}

function databaseRows(program: Program, path: string): ReadonlyMap<string, string> | undefined {
  const file = program.maps.around.site.read(`${path}.db`);
  return file.ok ? readBerkeleyDb(file.file.text) : undefined;
}

function aliasRows(program: Program, path: string, append: boolean): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  // A later entry of the same name replaces an earlier one, with a warning; -A adds it (map.c, db_map_store).
  for (const entry of readAliasFile(program, path)) {
    const key = lowerCase(entry.key);
    const before = append ? rows.get(key) : undefined;
    rows.set(key, before === undefined ? entry.value : `${before},${entry.value}`);
  }
  return rows;
}

/** Entries of an alias file as newaliases reads it (alias.c, readaliases): names are parsed as local addresses. */
function readAliasFile(program: Program, path: string): readonly AliasEntry[] {
  const entries: AliasEntry[] = [];
  const session = newSession(program);
  for (const { text, number } of aliasLines(program, path)) {
    const colon = text.indexOf(":");
    if (colon === -1) continue;
    const written = text.slice(0, colon);
    const key = /^[A-Za-z0-9_-]+[\t ]*$/.test(written) ? written.trim() : parsedName(session, text);
    const value = text.slice(colon + 1).trim();
    if (key !== undefined && value !== "") entries.push({ key, value, line: number });
  }
  return entries;
}

function parsedName(session: Session, text: string): string | undefined {
  const { address } = parseAddress(session, text, undefined, ":");
  if (!address || address.state === "bad") return undefined;
  const mailer = session.program.mailers.find((candidate) => candidate.name === address.mailer);
  return mailer?.flags.has("A") ? address.user : undefined;
}

/** Lines with their continuations: a line that begins with a blank, or one after a final backslash. */
function* aliasLines(program: Program, path: string): Generator<{ readonly text: string; readonly number: number }> {
  let current: { text: string; number: number } | undefined;
  for (const line of program.maps.around.site.lines(path)) {
    if (current && (/^[ \t]/.test(line.text) || current.text.endsWith("\\"))) {
      current.text = current.text.endsWith("\\")
        ? current.text.slice(0, -1) + line.text
        : `${current.text} ${line.text.trim()}`;
      continue;
    }
    if (current) yield current;
    current = line.text === "" || line.text.startsWith("#") || /^[ \t]/.test(line.text) ? undefined : { ...line };
  }
  if (current) yield current;
}
