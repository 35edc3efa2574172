import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { spanOf } from "../main-cf/parse.ts";
import { type LogicalLine, logicalLines } from "../postfix-lines/logical-lines.ts";
import { splitWords, unbraced } from "../postfix-lines/words.ts";

/** One service of master.cf: seven fields, the command, and its arguments in normal form (`-o`, `name=value`). */
export interface MasterCfEntry {
  readonly name: string;
  readonly type: string;
  readonly private: string;
  readonly unprivileged: string;
  readonly chroot: string;
  readonly wakeup: string;
  readonly processLimit: string;
  readonly command: string;
  /** Arguments without `{}`, `-oname=value` split in two. */
  readonly arguments: readonly string[];
  readonly span: Span;
}

export interface MasterCf {
  readonly entries: readonly MasterCfEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const types = ["unix", "fifo", "inet", "pass", "unix-dgram"];

/** Reads master.cf (master(5)). A bad entry is one diagnostic; the rest is read. */
export function parseMasterCf(file: SourceFile): MasterCf {
  const entries: MasterCfEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const logical of logicalLines(file.text)) {
    const entry = parseEntry(file.path, logical, diagnostics);
    if (entry) entries.push(entry);
  }
  return { entries, diagnostics };
}

function parseEntry(path: string, logical: LogicalLine, diagnostics: Diagnostic[]): MasterCfEntry | undefined {
  const span = spanOf(path, logical, 0, logical.text.length);
  if (logical.orphan) {
    diagnostics.push(
      diagnose("PF4001", span, "This line begins with white space and continues nothing: Postfix ignores it"),
    );
    return undefined;
  }
  const words = splitWords(logical.text, " \t\r\n");
  const [name, type, priv, unpriv, chroot, wakeup, limit, command, ...rest] = words.map((word) => word.text);
  if (name === undefined || type === undefined || priv === undefined || unpriv === undefined) {
    diagnostics.push(tooFewFields(span, words.length));
    return undefined;
  }
  if (chroot === undefined || wakeup === undefined || limit === undefined || command === undefined) {
    diagnostics.push(tooFewFields(span, words.length));
    return undefined;
  }
  const entry: MasterCfEntry = {
    name,
    type,
    private: priv,
    unprivileged: unpriv,
    chroot,
    wakeup,
    processLimit: limit,
    command,
    arguments: normalArguments(rest),
    span,
  };
  diagnostics.push(...badFields(entry), ...badOptions(entry));
  return entry;
}

function tooFewFields(span: Span, count: number): Diagnostic {
  return diagnose("PF4003", span, `A master.cf entry has eight fields or more; this one has ${count}`);
}

function badFields(entry: MasterCfEntry): readonly Diagnostic[] {
  const bad: Diagnostic[] = [];
  const check = (field: string, value: string, ok: boolean, allowed: string): void => {
    if (!ok) bad.push(diagnose("PF4003", entry.span, `The ${field} field "${value}" must be ${allowed}`));
  };
  check("type", entry.type, types.includes(entry.type), `one of ${types.join(", ")}`);
  for (const field of ["private", "unprivileged", "chroot"] as const) {
    check(field, entry[field], /^[yn-]$/.test(entry[field]), `"y", "n" or "-"`);
  }
  check("wakeup", entry.wakeup, /^(?:-|\d*\??)$/.test(entry.wakeup), `a number of seconds, "-", or a number and "?"`);
  check("maxproc", entry.processLimit, /^(?:-|\d*)$/.test(entry.processLimit), `a number or "-"`);
  return bad;
}

/** `-o` takes one word with a "=" in it, or the program does not start: `-o name = value` needs braces (master(5)). */
function badOptions({ arguments: words, span }: MasterCfEntry): readonly Diagnostic[] {
  const bad: Diagnostic[] = [];
  for (let at = 0; words[at]?.startsWith("-"); at += 1) {
    if (words[at] !== "-o") continue;
    at += 1;
    const setting = words[at];
    if (setting !== undefined && !setting.startsWith("{") && /^[^=]*[^=\s][^=]*=/.test(setting)) continue;
    const after = words[at + 1] === "=" ? `; write -o { ${setting} = ... } where blanks are wanted` : "";
    const what = setting?.startsWith("{") ? `${setting} lacks its "}"` : `"${setting ?? ""}" is no name=value`;
    bad.push(diagnose("PF4003", span, `-o ${what}${after}`));
  }
  return bad;
}

/**
 * Options in one form (postconf(1)): `-oname=value`, `-vo name=value` and `-o { name = value }` all become the words
 * `-o` and `name=value`; `{}` around other arguments are taken off.
 */
function normalArguments(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  const queue = [...words];
  while (queue[0]?.startsWith("-") && queue[0] !== "--") {
    const word = queue.shift() ?? "";
    const valued = /[o]/.exec(word.slice(2));
    if (valued && word[1] !== "o") {
      const at = valued.index + 2;
      queue.unshift(`-${word.slice(at)}`);
      out.push(word.slice(0, at));
      continue;
    }
    if (word[1] !== "o") {
      out.push(word);
      continue;
    }
    out.push("-o");
    const value = word.length > 2 ? word.slice(2) : queue.shift();
    if (value !== undefined) out.push(normalNameValue(value));
  }
  return [...out, ...queue.map(unbraced)];
}

function normalNameValue(word: string): string {
  if (!word.startsWith("{")) return word;
  const text = unbraced(word);
  const parts = /^([^\s=]+)\s*=\s*(.*)$/s.exec(text);
  return parts ? `${parts[1]}=${parts[2]}` : text;
}
