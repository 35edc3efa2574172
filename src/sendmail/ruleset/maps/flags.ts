/**
 * flags — the arguments of a K line (map.c, map_parseargs, and the shorter readers of single classes)
 */
import type { BlankSub } from "../atoms.ts";
import { skipSpace } from "../session.ts";
import type { MapFlags } from "./map.ts";

export interface MapArgumentsLine {
  readonly flags: MapFlags;
  readonly file: string | undefined;
  readonly rest: string;
  readonly errors: readonly string[];
}

/** How a class reads its flags: which letters it knows, whether BlankSub is its default, whether it keeps quotes. */
export interface FlagStyle {
  readonly letters: string;
  readonly blankByDefault: boolean;
  readonly keepsQuotes: boolean;
  /** Everything after the flags is one value (regex). */
  readonly wholeRest: boolean;
  /** An unknown flag is said. */
  readonly strict: boolean;
}

export const COMMON_FLAGS: FlagStyle = {
  letters: "AaDdfkmNOoqSTtvz",
  blankByDefault: true,
  keepsQuotes: false,
  wholeRest: false,
  strict: true,
};
/** dequote, macro, arith, arpa (parseaddr.c, dequote_init). */
export const DEQUOTE_FLAGS: FlagStyle = {
  letters: "aDSs",
  blankByDefault: false,
  keepsQuotes: true,
  wholeRest: false,
  strict: false,
};
export const HOST_FLAGS: FlagStyle = {
  letters: "aTmtSDdr",
  blankByDefault: false,
  keepsQuotes: false,
  wholeRest: false,
  strict: false,
};
export const REGEX_FLAGS: FlagStyle = {
  letters: "nfbsdamqSD",
  blankByDefault: false,
  keepsQuotes: false,
  wholeRest: true,
  strict: false,
};
export const DNS_FLAGS: FlagStyle = {
  letters: "AaBdfmNOoqSrtTzZR",
  blankByDefault: false,
  keepsQuotes: false,
  wholeRest: false,
  strict: false,
};
export const SYSLOG_FLAGS: FlagStyle = {
  letters: "DSL",
  blankByDefault: false,
  keepsQuotes: false,
  wholeRest: false,
  strict: true,
};
/** ldap, ph, nisplus, socket, program ...: their own flags only matter to whoever answers for them. */
export const FOREIGN_FLAGS: FlagStyle = { ...COMMON_FLAGS, strict: false };

/** Flags whose value may stand behind blanks. */
const SPACED = "kvrLBRZd";

export function parseMapArguments(
  text: string,
  style: FlagStyle,
  mapName: string,
  blankSub: BlankSub,
): MapArgumentsLine {
  const values = new Map<string, string>();
  const errors: string[] = [];
  let at = skipSpace(text, 0);
  while (text[at] === "-") {
    const letter = text[at + 1] ?? "";
    at += 2;
    if (!style.letters.includes(letter) && style.strict) errors.push(`Illegal option ${letter} map ${mapName}`);
    if (SPACED.includes(letter) && style.letters.includes(letter) && !(letter === "d" && style === REGEX_FLAGS)) {
      at = skipSpace(text, at);
    }
    const value = /^[^\t\n\v\f\r ]*/.exec(text.slice(at))?.[0] ?? "";
    if (style.letters.includes(letter) || !style.strict) values.set(letter, value);
    at = skipSpace(text, at + value.length);
  }
  const remaining = text.slice(at);
  const file = style.wholeRest ? remaining : /^[^\t\n\v\f\r ]+/.exec(remaining)?.[0];
  const rest = file === undefined ? "" : remaining.slice(file.length).trim();
  const blank = values.get("S")?.[0] ?? (style === DEQUOTE_FLAGS ? values.get("s")?.[0] : undefined);
  return {
    flags: {
      blank: blank ?? (style.blankByDefault ? blankSub : undefined),
      keepQuotes: style.keepsQuotes || values.has("q"),
      foldCase: !values.has("f"),
      matchOnly: values.has("m"),
      append: values.has("A"),
      optional: values.has("o"),
      ignoreTempFail: values.has("t"),
      suffix: values.get("a") ?? "",
      tempFailSuffix: values.get("T"),
      keyColumn: values.get("k"),
      valueColumn: values.get("v"),
      delimiter: delimiterOf(values.get("z")),
      own: values,
    },
    file: file === "" ? undefined : file,
    rest,
    errors,
  };
}

function delimiterOf(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return value === "" ? undefined : value;
  if (value[0] !== "\\") return value[0];
  return value[1] === "n" ? "\n" : value[1] === "t" ? "\t" : "\\";
}
