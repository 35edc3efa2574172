import type { TimeUnit } from "../option-values.ts";
import rows from "./options.json" with { type: "json" };

/** What an option's value is, and so which reader of option-values.ts fits. */
export const optionTypes = [
  "address",
  "bool",
  "char",
  "choice",
  "flags",
  "host",
  "int",
  "keys",
  "list",
  "octal",
  "path",
  "paths",
  "size",
  "text",
  "time",
  "user",
] as const;
export type OptionType = (typeof optionTypes)[number];

/** One option of readcf.c OptionTab (and the few that older versions had). */
export interface OptionEntry {
  /** Long name; `Timeout.mail` and the like for what sendmail calls suboptions. */
  readonly name: string;
  /** The one-letter name of old files. */
  readonly letter: string | undefined;
  readonly type: OptionType;
  /** Unit of a time that has none. */
  readonly unit: TimeUnit | undefined;
  /** What sendmail uses without a line (conf.c setdefaults, readcf.c inittimeouts); undefined: nothing. */
  readonly default: string | undefined;
  /** Each line adds to the ones before. */
  readonly gathers: boolean;
  /** One sentence for an administrator. */
  readonly meaning: string;
}

interface Row {
  readonly letter?: string;
  readonly type: string;
  readonly unit?: string;
  readonly default?: string;
  readonly gathers?: boolean;
  readonly meaning: string;
}

/** Known by letter only, or by no sendmail of today: an abbreviated long name never means these. */
const NOT_IN_TABLE = new Set(["DefaultGroup", "MacroDefinition", "NetName", "WizardPassword", "AutoRebuildAliases"]);

/** Those that today's sendmail refuses altogether. */
const GONE = new Set(["NetName", "WizardPassword", "AutoRebuildAliases"]);

const entries: readonly OptionEntry[] = Object.entries(rows as Readonly<Record<string, Row>>).map(([name, row]) => ({
  name,
  letter: row.letter,
  type: optionTypes.find((type) => type === row.type) ?? "text",
  unit: unitOf(row.unit),
  default: row.default,
  gathers: row.gathers ?? false,
  meaning: row.meaning,
}));

function unitOf(text: string | undefined): TimeUnit | undefined {
  return text === "s" || text === "m" || text === "h" || text === "d" || text === "w" ? text : undefined;
}

const byLowerName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
const byLetter = new Map(entries.flatMap((entry) => (entry.letter === undefined ? [] : [[entry.letter, entry]])));

/** All options, in the order of the catalogue. */
export function optionEntries(): readonly OptionEntry[] {
  return entries;
}

/** By long name, whatever its case. */
export function optionNamed(name: string): OptionEntry | undefined {
  return byLowerName.get(name.toLowerCase());
}

export function optionByLetter(letter: string): OptionEntry | undefined {
  return byLetter.get(letter);
}

/** Is it one that today's sendmail no longer has? */
export function isGone(entry: OptionEntry): boolean {
  return GONE.has(entry.name);
}

/** What setoption() (readcf.c) finds for a written long name: the name itself, or the only one that begins so. */
export type NameMatch =
  | { readonly kind: "full"; readonly entry: OptionEntry }
  | { readonly kind: "abbreviation"; readonly entry: OptionEntry }
  | { readonly kind: "ambiguous"; readonly names: readonly string[] }
  | { readonly kind: "unknown" };

export function matchOptionName(written: string): NameMatch {
  const whole = optionNamed(written);
  if (whole && !written.includes(".")) return { kind: "full", entry: whole };
  const start = written.toLowerCase();
  const found = entries.filter(
    ({ name }) => !name.includes(".") && !NOT_IN_TABLE.has(name) && name.toLowerCase().startsWith(start),
  );
  const [first, second] = found;
  if (!first) return { kind: "unknown" };
  if (!second) return { kind: "abbreviation", entry: first };
  return { kind: "ambiguous", names: found.map(({ name }) => name) };
}

/**
 * The value that counts without a line, at a configuration level (main.c and readcf.c, "back compatibility"): some
 * options were macros before level 7 and are taken from there; `macro` names it.
 */
export function defaultOf(
  entry: OptionEntry,
  level: number,
): { readonly value: string | undefined; readonly macro?: string } {
  switch (entry.name) {
    case "ColonOkInAddr":
      return { value: level >= 6 ? "false" : "true" };
    case "UseErrorsTo":
      return { value: level < 3 ? "true" : "false" };
    case "SmtpGreetingMessage":
      return level < 7 ? { value: entry.default, macro: "e" } : { value: entry.default };
    case "UnixFromLine":
      return level < 7 ? { value: entry.default, macro: "l" } : { value: entry.default };
    case "OperatorChars":
      return level < 7 ? { value: entry.default, macro: "o" } : { value: entry.default };
    default:
      return { value: entry.default };
  }
}
