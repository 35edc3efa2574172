import { lineSpan, type SourceFile } from "../../source/source-file.ts";
import type { HostsAccessFile, HostsAccessOption, HostsAccessRule, PatternList } from "./ast.ts";

/**
 * Reads hosts.allow or hosts.deny as the library does (hosts_access.c, table_match): a backslash at the end of a line
 * joins the next, `#` begins a comment in the first column only, fields are parted by `:`, words by blanks and commas.
 * Old systems give a shell command as the third field; Debian's and most later ones read options there.
 */
export function parseHostsAccess(file: SourceFile): HostsAccessFile {
  const rules: HostsAccessRule[] = [];
  const broken: HostsAccessFile["broken"][number][] = [];
  for (const { number, endNumber, text } of logicalLines(file.text)) {
    if (text.startsWith("#") || /^[ \t\r\n]*$/.test(text)) continue;
    const at = { ...lineSpan(file.path, number, 1, text.length + 1), endLine: endNumber };
    const [daemons = "", clients, ...more] = fieldsOf(text);
    if (clients === undefined) {
      broken.push({ at, text, reason: "it has no colon" });
      continue;
    }
    const options = more.map(optionOf).filter(({ name }) => name !== "");
    rules.push({ at, text, daemons: listOf(wordsOf(daemons)), clients: listOf(wordsOf(clients)), options });
  }
  return { path: file.path, rules, broken };
}

/** Lines with their continuations; a last line without line end is not read (xgets, table_match). */
function* logicalLines(
  text: string,
): Generator<{ readonly number: number; readonly endNumber: number; readonly text: string }> {
  const lines = text.split("\n");
  lines.pop();
  for (let at = 0; at < lines.length; at += 1) {
    const number = at + 1;
    let line = lines[at] ?? "";
    while (line.endsWith("\\") && at + 1 < lines.length) {
      at += 1;
      line = line.slice(0, -1) + (lines[at] ?? "");
    }
    yield { number, endNumber: at + 1, text: line };
  }
}

/** Colons within `[...]` belong to an IPv6 address; `\:` is a colon in an option. */
function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  let field = "";
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\" && text[at + 1] === ":") {
      field += ":";
      at += 1;
    } else if (character === ":" && depth === 0) {
      fields.push(field);
      field = "";
    } else {
      if (character === "[") depth += 1;
      else if (character === "]") depth = Math.max(0, depth - 1);
      field += character;
    }
  }
  return [...fields, field];
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

export function listOf(words: readonly string[]): PatternList {
  const at = words.findIndex((word) => word.toUpperCase() === "EXCEPT");
  return at === -1
    ? { patterns: words, except: undefined }
    : { patterns: words.slice(0, at), except: listOf(words.slice(at + 1)) };
}

/** `severity mail.info`, `severity = mail.info` (options.c, get_field and process_options). */
function optionOf(field: string): HostsAccessOption {
  const parts = /^\s*([^\s=]*)(?:\s*=\s*|\s+|$)(.*)$/s.exec(field);
  return { name: (parts?.[1] ?? "").toLowerCase(), value: (parts?.[2] ?? "").trim() };
}
