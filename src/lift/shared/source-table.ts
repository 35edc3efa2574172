import type { SourceTable, TableLine } from "../../model/table.ts";
import type { MapSymbol } from "../../sendmail/config.ts";
import { openBuiltTable } from "../../source/built-table.ts";
import { createKeySet } from "../../source/key-set.ts";
import type { Origin } from "../../source/origin.ts";
import type { Site } from "../../source/site.ts";
import { lineSpan } from "../../source/source-file.ts";
import type { LiftContext } from "../context.ts";

/** Classes whose text source is makemap(8) input. */
const builtClasses = new Set(["hash", "btree", "dbm", "ndbm", "cdb", "lmdb", "implicit", "bdb"]);

/** What makemap and ndbm append to the name that a K line gives. */
const builtSuffix = /\.(db|pag|dir|cdb|lmdb)$/;

/** A line split into key and value, or the reason why it is none. */
type SplitLine = { readonly key: string; readonly value: string } | { readonly reason: string } | undefined;

/**
 * The table behind a K line, read from its text source: makemap input for built classes, columns for `text`, the
 * tables of a `sequence` one after the other. Every other class is answered by a server or a program: `external`.
 */
export function openMap(context: LiftContext, map: MapSymbol, tableName = map.name): SourceTable {
  const mapClass = map.mapClass.toLowerCase();
  const how = { optional: map.flags.has("o"), mapClass: map.mapClass };
  const common = { name: tableName, origin: map.origin, foldsCase: !map.flags.has("f") };
  if (mapClass === "sequence") return openSequence(context, map, common);
  const spec = map.spec ?? "";
  if (mapClass === "null") return { ...common, path: spec, state: "text", remark: "the map is empty", lines: () => [] };
  if (mapClass === "text") return openFile(context.site, spec, { ...common, ...how }, columnSplitter(map));
  if (builtClasses.has(mapClass)) return openFile(context.site, spec, { ...common, ...how }, splitMakemapLine);
  return {
    ...common,
    path: `${map.mapClass} ${spec}`.trim(),
    state: "external",
    remark: `its rows are with ${externalOwner(mapClass)}, not in a file`,
    lines: () => [],
  };
}

/**
 * A table in makemap's text form that no K line names (`/etc/mail/userdb`). It may be missing: udb.c (_udbx_init) goes
 * on without a database that is not there.
 */
export function openTextTable(site: Site, path: string, name: string, origin: Origin): SourceTable {
  return openFile(site, path, { name, origin, foldsCase: true, optional: true, mapClass: "btree" }, splitMakemapLine);
}

interface OpenDetails {
  readonly name: string;
  readonly origin: Origin;
  readonly foldsCase: boolean;
  /** It need not be there. */
  readonly optional: boolean;
  readonly mapClass: string;
}

function openFile(site: Site, spec: string, details: OpenDetails, split: (text: string) => SplitLine): SourceTable {
  const path = spec.replace(builtSuffix, "");
  const { optional, mapClass, ...common } = details;
  const shown = site.shown(path);
  if (site.exists(path) && !site.isDirectory(path)) {
    // Repeated lines are few; which they are is remembered from the first complete reading.
    const repeated: { lines: ReadonlySet<number> | undefined } = { lines: undefined };
    return {
      ...common,
      path: shown,
      state: "text",
      lines: () => readLines(site, path, common.foldsCase, split, repeated),
    };
  }
  const database = openBuiltTable(site, path);
  if (database) {
    const repeated: { lines: ReadonlySet<number> | undefined } = { lines: undefined };
    return {
      ...common,
      path: site.shown(database.path),
      state: "text",
      fromDatabase: true,
      remark: `the text ${shown} is lost; the rows are those of the database built from it`,
      lines: () => readLines(site, database.path, common.foldsCase, split, repeated),
    };
  }
  const built = [".db", ".pag", ".cdb", ".lmdb"].find((suffix) => site.exists(path + suffix));
  const remark = built
    ? `only the built ${shown}${built} is there; write its text with: makemap -u ${mapClass} /${shown} > /${shown}`
    : `there is no file ${shown} below the site root`;
  return {
    ...common,
    path: shown,
    state: optional && !built ? "missing-optional" : "missing",
    remark,
    lines: () => [],
  };
}

function* readLines(
  site: Site,
  path: string,
  foldsCase: boolean,
  split: (text: string) => SplitLine,
  repeated: { lines: ReadonlySet<number> | undefined },
): Generator<TableLine> {
  const known = repeated.lines;
  const keys = known ? undefined : createKeySet();
  const found = new Set<number>();
  const file = site.shown(path);
  for (const line of site.lines(path)) {
    const cut = split(line.text);
    if (cut === undefined) continue;
    const at = lineSpan(file, line.number, 1, line.text.length + 1);
    if ("reason" in cut) {
      yield { kind: "broken", at, text: line.text, reason: cut.reason };
      continue;
    }
    const key = foldsCase ? cut.key.toLowerCase() : cut.key;
    if (known ? known.has(line.number) : !keys?.add(key)) {
      found.add(line.number);
      yield { kind: "repeated", key, value: cut.value, at };
    } else {
      yield { kind: "row", key, value: cut.value, at };
    }
  }
  repeated.lines = known ?? found;
}

/**
 * One line of makemap(8) input (makemap.c): `#` counts in the first column only, a leading blank is an error, the key
 * ends at the first blank, a value is required. A repeated key is refused and the first stays (no -r).
 */
function splitMakemapLine(text: string): SplitLine {
  if (text === "" || text.charCodeAt(0) === 35) return undefined;
  if (isBlank(text.charCodeAt(0))) {
    return text.trim() === "" ? undefined : { reason: "it begins with a blank, which makemap refuses" };
  }
  let keyEnd = 1;
  while (keyEnd < text.length && !isBlank(text.charCodeAt(keyEnd))) keyEnd += 1;
  const value = text.slice(keyEnd).trim();
  if (value === "") return { reason: "it has no right-hand side" };
  return { key: text.slice(0, keyEnd), value };
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/**
 * One line of a `text` map (map.c, text_map_lookup and get_column): -k and -v number the columns from 0, -z is the
 * delimiter, blanks without it. Without -v the key column is the value, too (text_map_open): such a table answers that
 * a key is there, with the key itself.
 */
function columnSplitter(map: MapSymbol): (text: string) => SplitLine {
  const keyColumn = columnNumber(map.flags.get("k"), 0);
  const valueColumn = columnNumber(map.flags.get("v"), 0);
  const delimiter = map.flags.get("z");
  const columnsOf = (text: string): readonly string[] => {
    if (delimiter === undefined || delimiter === "") return text.trim().split(/[ \t]+/);
    return text.split(delimiter === "\\t" ? "\t" : delimiter).map((column) => column.trim());
  };
  return (text) => {
    if (text === "" || text.charCodeAt(0) === 35) return undefined;
    const columns = columnsOf(text);
    const key = columns[keyColumn];
    const value = columns[valueColumn];
    if (key === undefined || key === "") return text.trim() === "" ? undefined : { reason: "its key column is empty" };
    if (value === undefined || value === "") return { reason: "its value column is empty" };
    return { key, value };
  };
}

function columnNumber(flag: string | undefined, fallback: number): number {
  const number = Number.parseInt(flag ?? "", 10);
  return Number.isInteger(number) && number >= 0 ? number : fallback;
}

/** `Kname sequence a b c`: the first map that has a key answers (map.c, seq_map_lookup). */
function openSequence(
  context: LiftContext,
  map: MapSymbol,
  common: Pick<SourceTable, "name" | "origin" | "foldsCase">,
): SourceTable {
  const parts = map.line.args.flatMap((word) => {
    const part = context.config.maps.get(word.text.toLowerCase());
    return part && part.mapClass.toLowerCase() !== "sequence" ? [openMap(context, part)] : [];
  });
  const text = parts.filter((part) => part.state === "text");
  const lacking = parts.filter((part) => part.state !== "text" && part.state !== "missing-optional");
  const state = text.length > 0 ? "text" : (lacking[0]?.state ?? "missing");
  return {
    ...common,
    path: parts.map((part) => part.path).join(", "),
    state,
    ...(lacking.length > 0 ? { remark: lacking.map((part) => `${part.path}: ${part.remark}`).join("; ") } : {}),
    lines: () => joinedLines(text),
  };
}

function* joinedLines(parts: readonly SourceTable[]): Generator<TableLine> {
  const keys = createKeySet();
  for (const part of parts) {
    for (const line of part.lines()) {
      if (line.kind === "row" && !keys.add(line.key)) yield { ...line, kind: "repeated" };
      else yield line;
    }
  }
}

function externalOwner(mapClass: string): string {
  switch (mapClass) {
    case "ldap":
    case "ldapx":
      return "an LDAP server";
    case "nis":
    case "nisplus":
      return "NIS";
    case "program":
      return "a program";
    case "socket":
      return "a socket server";
    case "regex":
      return "a regular expression";
    default:
      return `a map of class ${mapClass}`;
  }
}
