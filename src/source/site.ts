import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join, normalize, relative, resolve } from "node:path";
import { databaseLines, isDatabase } from "./built-table.ts";
import type { SourceFile } from "./source-file.ts";

/** Why a file could not be had, in words that end the sentence "cannot read FILE: ...". */
export type ReadFailure =
  | { readonly kind: "missing"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "directory"; readonly reason: string }
  | { readonly kind: "too-large"; readonly reason: string };

export type ReadResult =
  | { readonly ok: true; readonly file: SourceFile }
  | { readonly ok: false; readonly path: string; readonly failure: ReadFailure };

/** One line of a table: its number from 1 and its text without LF (a CR before it is dropped). */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

/**
 * The files of the old host, seen below a root directory. The only reader of input files: absolute paths that a
 * configuration names are looked up below `root`; nothing outside is ever opened.
 */
export interface Site {
  /** Directory that stands for `/`. */
  readonly root: string;
  /** The path to show for an absolute path of the configuration: without the leading slash. */
  shown(path: string): string;
  /** Where the file lies on this machine. */
  located(path: string): string;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Permission bits (`0o644`); undefined where there is no file. */
  mode(path: string): number | undefined;
  /** Names in a directory, sorted; empty when it cannot be read. */
  list(path: string): readonly string[];
  /** The whole file, at most 64 MiB. */
  read(path: string): ReadResult;
  /**
   * The lines of a file of any size, read in pieces; the rows of a Berkeley DB as lines (built-table.ts). Throws
   * nothing for a missing file: yields nothing.
   */
  lines(path: string): Generator<TextLine>;
}

const WHOLE_FILE_LIMIT = 64 * 1024 * 1024;
const PIECE = 1024 * 1024;

export function openSite(root: string): Site {
  const top = resolve(root);
  const located = (path: string): string => join(top, normalize(`/${path}`));
  const shown = (path: string): string => relative("/", normalize(`/${path}`));
  return {
    root: top,
    shown,
    located,
    exists: (path) => existsSync(located(path)),
    isDirectory: (path) => isDirectory(located(path)),
    mode: (path) => permissions(located(path)),
    list: (path) => listDirectory(located(path)),
    read: (path) => readWholeFile(located(path), shown(path)),
    lines: (path) => (isDatabase(located(path)) ? databaseLines(located(path)) : linesOf(located(path))),
  };
}

/** The same host with more local users in its etc/passwd. */
export function withUsers(site: Site, users: readonly string[]): Site {
  if (users.length === 0) return site;
  return {
    ...site,
    *lines(path) {
      let number = 0;
      for (const line of site.lines(path)) {
        number = line.number;
        yield line;
      }
      if (site.shown(path) !== "etc/passwd") return;
      for (const name of users) {
        number += 1;
        yield { number, text: `${name}:x:1000:1000::/home/${name}:/bin/sh` };
      }
    },
  };
}

function permissions(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stat.mode & 0o7777;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function listDirectory(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

/** Reads a file by its path on this machine and gives it the name `shownAs`. */
export function readWholeFile(path: string, shownAs: string): ReadResult {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return failed(shownAs, "directory", "it is a directory");
    // A FIFO or /dev/zero would never end.
    if (!stat.isFile()) return failed(shownAs, "unreadable", "it is not a plain file");
    if (stat.size > WHOLE_FILE_LIMIT) return failed(shownAs, "too-large", `it has ${stat.size} bytes, above 64 MiB`);
    return { ok: true, file: { path: shownAs, text: readFileSync(path, "latin1") } };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return failed(shownAs, "missing", "no such file");
    return failed(shownAs, "unreadable", code === "EACCES" ? "permission denied" : code);
  }
}

/** Standard input as a file named `-`. */
export function readStandardInput(): ReadResult {
  try {
    return { ok: true, file: { path: "-", text: readFileSync(0, "latin1") } };
  } catch (error) {
    return failed("-", "unreadable", (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

function failed(path: string, kind: ReadFailure["kind"], reason: string): ReadResult {
  return { ok: false, path, failure: { kind, reason } };
}

/** Lines of a file in pieces of 1 MiB: a table of a million rows is never held as a whole. */
function* linesOf(path: string): Generator<TextLine> {
  let descriptor: number;
  try {
    if (!statSync(path).isFile()) return;
    descriptor = openSync(path, "r");
  } catch {
    return;
  }
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let rest = "";
    let number = 0;
    for (;;) {
      const size = readPiece(descriptor, piece);
      if (size === 0) break;
      const text = rest + piece.toString("latin1", 0, size);
      let from = 0;
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", from)) {
        number += 1;
        yield { number, text: text.slice(from, text.charCodeAt(at - 1) === 13 && at > from ? at - 1 : at) };
        from = at + 1;
      }
      rest = text.slice(from);
    }
    if (rest !== "") yield { number: number + 1, text: rest };
  } finally {
    closeSync(descriptor);
  }
}

function readPiece(descriptor: number, piece: Buffer): number {
  try {
    return readSync(descriptor, piece, 0, piece.length, null);
  } catch {
    return 0;
  }
}
