/**
 * macro-names — macro and class names, and the codes that stand for them in rule text (macro.c, macid_parse)
 */
import { isSpace, META } from "./metasymbol.ts";

/** Longest name inside braces (conf.h, MAXMACNAMELEN). */
const NAME_LIMIT = 25;
const FIRST_LONG_ID = 0x100;

export interface MacroNames {
  readonly ids: Map<string, number>;
  readonly names: string[];
}

export interface ParsedName {
  /** 0 when there is no usable name. */
  readonly id: number;
  readonly end: number;
  readonly errors: readonly string[];
}

export function macroNames(): MacroNames {
  return { ids: new Map(), names: [] };
}

/** The code of a name without `$` and braces; one character is its own code. Names are case-sensitive. */
export function macroId(names: MacroNames, name: string): number {
  if (name.length === 1) return name.charCodeAt(0);
  const known = names.ids.get(name);
  if (known !== undefined) return known;
  const id = FIRST_LONG_ID + names.names.length;
  names.names.push(name);
  names.ids.set(name, id);
  return id;
}

/** The code of a name that has been used already; undefined for others. */
export function knownMacroId(names: MacroNames, name: string): number | undefined {
  return name.length === 1 ? name.charCodeAt(0) : names.ids.get(name);
}

export function macroName(names: MacroNames, id: number): string {
  return id < FIRST_LONG_ID ? String.fromCharCode(id) : (names.names[id - FIRST_LONG_ID] ?? "***UNDEFINED MACRO***");
}

/** Reads `x` or `{name}` at an offset. */
export function parseMacroName(names: MacroNames, text: string, at: number): ParsedName {
  const first = text[at];
  if (first === undefined || (first === "{" && text[at + 1] === "}")) {
    return { id: 0, end: at, errors: ["Name required for macro/class"] };
  }
  if (first !== "{") return { id: text.charCodeAt(at), end: at + 1, errors: [] };
  const errors: string[] = [];
  let name = "";
  let end = at + 1;
  for (; end < text.length && text[end] !== "}" && name.length < NAME_LIMIT; end += 1) {
    const char = text[end] ?? "";
    if (/[A-Za-z0-9_]/.test(char)) name += char;
    else errors.push(`Invalid macro/class character ${char}`);
  }
  if (text[end] !== "}") {
    errors.push(
      end >= text.length
        ? `Unbalanced { on ${name}`
        : `Macro/class name ({${name}}) too long (${NAME_LIMIT} chars max)`,
    );
    return { id: 0, end, errors: [...errors, "Unable to assign macro/class ID (mid = 0xffffffff)"] };
  }
  return { id: name === "" ? 0 : macroId(names, name), end: end + 1, errors };
}

/**
 * A line of a file with every `$x` turned into its internal form, comments behind `#` cut off (level 3 and up) and
 * blanks at the end removed (readcf.c, translate_dollars). Bytes of the metasymbol range are quoted first.
 */
export function translateDollars(
  names: MacroNames,
  line: string,
  level: number,
): { readonly text: string; readonly errors: readonly string[] } {
  const source = line.replace(/[\x80-\x9f\xff]/g, (byte) => `${String.fromCharCode(META.quote)}${byte}`);
  const errors: string[] = [];
  let out = "";
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "#" && at > 0 && level >= 3 && out !== "") {
      const before = out.charCodeAt(out.length - 1);
      if (before === 0x5c) {
        out = `${out.slice(0, -1)}#`;
        at += 1;
        continue;
      }
      const newline = source.indexOf("\n", at);
      out = out.slice(0, Math.max(1, out.length - trailingBlanks(out)));
      at = newline === -1 ? source.length : newline;
      continue;
    }
    if (char !== "$" || at + 1 >= source.length) {
      out += char;
      at += 1;
      continue;
    }
    if (source[at + 1] === "$") {
      out += "$";
      at += 2;
      continue;
    }
    out += String.fromCharCode(META.macro);
    at += 1;
    if ("=~&?".includes(source[at] ?? " ")) {
      out += source[at];
      at += 1;
    }
    const name = parseMacroName(names, source, at);
    errors.push(...name.errors);
    // Without a name, sendmail stores a NUL here: the line ends.
    if (name.id === 0) break;
    out += String.fromCharCode(name.id);
    at = name.end;
  }
  let length = out.length;
  while (length > 1 && isSpace(out[length - 1])) length -= 1;
  return { text: out.slice(0, length), errors };
}

function trailingBlanks(text: string): number {
  return /[\t\v\f\r ]*$/.exec(text)?.[0].length ?? 0;
}
