import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { readBerkeleyDb } from "./berkeley-db.ts";
import type { DatabaseEntry } from "./database-entry.ts";
import type { Site, TextLine } from "./site.ts";

/** Larger databases are not held in memory. */
const LARGEST = 256 * 1024 * 1024;
/** What newaliases and postalias put in to say that they came to the end (alias.c). */
const END_MARK = "@";

/** A table of which only the built form is left. */
export interface BuiltTable {
  /** Its path with the ending: `Site.lines()` gives the text that it could have been built from. */
  readonly path: string;
}

/** `PATH.db`, when it is a database that can be read and the text `PATH` is lost. */
export function openBuiltTable(site: Site, path: string): BuiltTable | undefined {
  const built = `${path}.db`;
  return !site.exists(path) && isDatabase(site.located(built)) ? { path: built } : undefined;
}

/** Does the file begin as a Berkeley DB does? `path` is one of this machine. */
export function isDatabase(path: string): boolean {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size < 512 || stat.size > LARGEST) return false;
    const beginning = Buffer.alloc(512);
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, beginning, 0, beginning.length, 0);
    } finally {
      closeSync(descriptor);
    }
    return readBerkeleyDb(beginning).ok;
  } catch {
    return false;
  }
}

/**
 * The rows of a database as lines of text, sorted by key: `key TAB value` as `makemap -u` prints them, or
 * `key: value` where the end mark of newaliases says that these are aliases.
 */
export function* databaseLines(path: string): Generator<TextLine> {
  const rows = readRows(path);
  const isAliases = rows.some(({ key }) => key === END_MARK);
  const separator = isAliases ? ": " : "\t";
  let number = 0;
  for (const { key, value } of rows) {
    if (isAliases && key === END_MARK) continue;
    number += 1;
    yield { number, text: (key + separator + value).replace(/[\r\n]+/g, " ") };
  }
}

function readRows(path: string): readonly DatabaseEntry[] {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return [];
  }
  const reading = readBerkeleyDb(file);
  if (!reading.ok) return [];
  return [...reading.entries].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
