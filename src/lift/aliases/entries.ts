import type { AliasEntry } from "../../model/aliases.ts";
import { createKeySet } from "../../source/key-set.ts";
import type { Site } from "../../source/site.ts";
import type { Span } from "../../source/source-file.ts";

/** A logical line of an alias file: where it begins and ends, and its text with the continuation lines. */
interface LogicalLine {
  readonly at: Span;
  readonly text: string;
  /** A continuation line begins with `#` after its blanks, which sendmail takes as text. */
  readonly holdsComment: boolean;
  /** A blank at the beginning with nothing to continue. */
  readonly stray: boolean;
}

/**
 * The entries of an alias file as sendmail reads it (alias.c, readaliases): a line that begins with a blank continues
 * the one before it, even when a `#` follows; comments begin in the first column. Of two entries with one name the
 * later replaces the earlier (map.c, db_map_store).
 */
export function* aliasEntries(site: Site, path: string): Generator<AliasEntry> {
  const last = lastLinesOfRepeatedNames(site, path);
  for (const line of logicalLines(site, path)) {
    const entry = readEntry(line);
    if (entry.kind !== "alias") {
      yield entry;
      continue;
    }
    const counts = last.get(nameKey(entry));
    yield counts === undefined || counts === line.at.line
      ? entry
      : { kind: "replaced", at: entry.at, name: entry.name };
  }
}

function nameKey(entry: { readonly name: string; readonly anyExtension: boolean }): string {
  return entry.anyExtension ? `${entry.name}+*` : entry.name;
}

/** First reading: only names that occur more than once are remembered. */
function lastLinesOfRepeatedNames(site: Site, path: string): ReadonlyMap<string, number> {
  const seen = createKeySet();
  const last = new Map<string, number>();
  for (const line of logicalLines(site, path)) {
    const entry = readEntry(line);
    if (entry.kind === "alias" && !seen.add(nameKey(entry))) last.set(nameKey(entry), line.at.line);
  }
  return last;
}

function* logicalLines(site: Site, path: string): Generator<LogicalLine> {
  const file = site.shown(path);
  let open: { line: number; endLine: number; text: string; length: number; holdsComment: boolean } | undefined;
  const closed = (): LogicalLine | undefined =>
    open && {
      at: { file, line: open.line, column: 1, endLine: open.endLine, endColumn: open.length + 1 },
      text: open.text,
      holdsComment: open.holdsComment,
      stray: false,
    };
  for (const { number, text } of site.lines(path)) {
    const first = text.charAt(0);
    if (first === " " || first === "\t") {
      if (open) {
        const comment: boolean = open.holdsComment || text.trimStart().startsWith("#");
        open = { ...open, endLine: number, text: open.text + text, length: text.length, holdsComment: comment };
      } else if (text.trim() !== "") {
        const at = { file, line: number, column: 1, endLine: number, endColumn: text.length + 1 };
        yield { at, text, holdsComment: false, stray: true };
      }
      continue;
    }
    const before = closed();
    if (before) yield before;
    open =
      first === "#" || first === ""
        ? undefined
        : { line: number, endLine: number, text, length: text.length, holdsComment: false };
  }
  const before = closed();
  if (before) yield before;
}

function readEntry({ at, text, holdsComment, stray }: LogicalLine): AliasEntry {
  if (stray) return { kind: "broken", at, reason: "it begins with a blank and continues nothing" };
  const colon = text.indexOf(":");
  if (colon === -1) return { kind: "broken", at, reason: "there is no colon after the name" };
  const written = text.slice(0, colon).trim();
  const name = unquoted(written).toLowerCase();
  if (name === "" || (name.includes("@") && !written.startsWith('"'))) {
    return { kind: "broken", at, reason: `"${written}" is no name of a local user` };
  }
  const members = splitMembers(text.slice(colon + 1));
  if (members.length === 0) return { kind: "broken", at, reason: `${name} has no members` };
  const anyExtension = name.endsWith("+*");
  return { kind: "alias", at, name: anyExtension ? name.slice(0, -2) : name, anyExtension, members, holdsComment };
}

function unquoted(text: string): string {
  const inner = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  return inner.replace(/\\(.)/g, "$1");
}

/** Members between commas that are not within quotes, comments or angle brackets. */
function splitMembers(text: string): readonly string[] {
  const members: string[] = [];
  let member = "";
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\" && at + 1 < text.length) {
      member += char + text.charAt(at + 1);
      at += 1;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (!quoted && (char === "(" || char === "<")) depth += 1;
    if (!quoted && (char === ")" || char === ">")) depth = Math.max(0, depth - 1);
    if (char === "," && !quoted && depth === 0) {
      members.push(member.trim());
      member = "";
    } else member += char;
  }
  members.push(member.trim());
  return members.filter((one) => one !== "");
}
