/**
 * regex — POSIX regular expressions (map.c, regex_map_lookup), run by RE2, which no pattern can keep busy for ever
 */
import { RE2JS } from "re2js";
import { STATUS } from "../session.ts";
import type { MapAnswer, MapArguments, MapDefinition, Opened } from "./map.ts";
import { interpolated } from "./value.ts";

/** Groups there may be (map.c, MAX_MATCH). */
const GROUPS = 20;
/** Longest result of -s. */
const RESULT_LIMIT = 255;
/** Between groups: the one metasymbol that is its own token, `$|`. */
const DELIMITER = "\x9b";

export function openRegex(map: MapDefinition): Opened {
  const { own, foldCase } = map.flags;
  const source = posixPattern(map.file ?? "", !own.has("b"));
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source, (foldCase ? RE2JS.CASE_INSENSITIVE : 0) | RE2JS.LONGEST_MATCH | RE2JS.DOTALL);
  } catch (error) {
    return { ok: false, reason: `pattern-compile-error: ${error instanceof Error ? error.message : String(error)}` };
  }
  const groups = pattern.groupCount() + 1;
  const fields = own.has("s") ? fieldList(own.get("s") ?? "", groups) : undefined;
  if (own.has("s") && (groups >= GROUPS || !fields)) {
    return { ok: false, reason: `field out of range, only ${groups} substrings in pattern` };
  }
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const matcher = pattern.matcher(key);
      const matched = matcher.find();
      if (own.has("n")) return matched ? nothing : answer(map, key, "", args);
      if (!matched) return nothing;
      if (!fields) return answer(map, key, "", args);
      const asked = args?.[1] === undefined ? fields : fieldList(args[1], groups);
      if (!asked) return { value: undefined, status: STATUS.config };
      const joined = asked.map((index) => matcher.group(index) ?? "").join(own.get("d") ?? DELIMITER);
      const cut = joined.slice(0, RESULT_LIMIT);
      return balanced(cut) ? answer(map, key, cut, args) : nothing;
    },
  };
}

const nothing: MapAnswer = { value: undefined, status: STATUS.ok };

function answer(map: MapDefinition, key: string, value: string, args: MapArguments): MapAnswer {
  const text = map.flags.matchOnly ? interpolated(map, key, undefined) : interpolated(map, value, args);
  return { value: text, status: STATUS.ok };
}

function fieldList(text: string, groups: number): readonly number[] | undefined {
  if (text === "") return Array.from({ length: groups }, (_unused, index) => index);
  const fields = text.split(",").map((field) => Number.parseInt(field, 10) || 0);
  return fields.every((field) => field >= 0 && field < groups) ? fields : undefined;
}

/** What prescan would refuse is no answer: open brackets, comments, quotes, blanks outside quotes. */
function balanced(text: string): boolean {
  let angles = 0;
  let comments = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\\") {
      if (at + 1 >= text.length) return false;
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === " ") return false;
    else if (char === "(") comments += 1;
    else if (char === ")") comments -= 1;
    else if (char === "<") angles += 1;
    else if (char === ">") angles -= 1;
  }
  return angles === 0 && comments === 0 && !quoted;
}

/** A POSIX expression in RE2's notation: backslashes in brackets are plain, basic expressions get extended signs. */
function posixPattern(source: string, extended: boolean): string {
  let out = "";
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? "";
    if (char === "[") {
      const bracket = bracketAt(source, at);
      out += bracket.text;
      at = bracket.end;
    } else if (char === "\\" && at + 1 < source.length) {
      at += 1;
      const next = source[at] ?? "";
      if (!extended && "(){}|+?".includes(next)) out += next;
      else if (next === "<" || next === ">") out += "\\b";
      else if (/[wWsSbB]/.test(next)) out += `\\${next}`;
      else out += /[A-Za-z0-9]/.test(next) ? next : `\\${next}`;
    } else if (!extended && "(){}|+?".includes(char)) out += `\\${char}`;
    else if (!extended && char === "*" && (out === "" || out.endsWith("("))) out += "\\*";
    else out += char;
  }
  return out;
}

function bracketAt(source: string, start: number): { readonly text: string; readonly end: number } {
  let at = start + 1;
  let text = "[";
  if (source[at] === "^") {
    text += "^";
    at += 1;
  }
  let first = true;
  for (; at < source.length; at += 1) {
    const char = source[at] ?? "";
    if (char === "]" && !first) return { text: `${text}]`, end: at };
    first = false;
    const named = /^\[([:.=])(.*?)\1\]/.exec(source.slice(at));
    if (named) {
      text += named[1] === ":" ? named[0] : (named[2] ?? "").replace(/[\\\][^-]/g, "\\$&");
      at += named[0].length - 1;
    } else text += "\\[]^".includes(char) ? `\\${char}` : char;
  }
  return { text: `\\[${source.slice(start + 1).replace(/[\\^$.|?*+(){}[\]]/g, "\\$&")}`, end: source.length };
}
