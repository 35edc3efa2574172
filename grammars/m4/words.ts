/**
 * What m4 text is made of, as GNU m4 1.4.19 reads it (info m4, "Lexical"; src/input.c, next_token): names, quoted
 * strings, comments, and single characters. The delimiters of strings and comments can change while a file is read,
 * so this is given as a function of the delimiters in force and not as a fixed token table.
 */
export interface Delimiters {
  /** Both empty: quoting is off. */
  readonly openQuote: string;
  readonly closeQuote: string;
  /** Empty: there are no comments. */
  readonly openComment: string;
  readonly closeComment: string;
}

export const defaultDelimiters: Delimiters = {
  openQuote: "`",
  closeQuote: "'",
  openComment: "#",
  closeComment: "\n",
};

/** A macro name; sticky, so `lastIndex` says where to look. */
export const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;

export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

export function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 48 && code <= 57);
}

/** isspace() of the C locale. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

const ordinaryPatterns = new Map<string, RegExp>();

/**
 * A run of characters that mean only themselves: no name, string or comment begins in it, and, inside an argument
 * list, no parenthesis or comma. Sticky.
 */
export function ordinaryPattern(delimiters: Delimiters, insideArguments: boolean): RegExp {
  const stops = [
    ...new Set(
      [delimiters.openQuote, delimiters.openComment].map((text) => text.charAt(0)).filter((first) => first !== ""),
    ),
  ];
  const key = `${insideArguments ? "(,)" : ""}${stops.join("")}`;
  const known = ordinaryPatterns.get(key);
  if (known) return known;
  const escaped = stops.map((first) => `\\x${first.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
  const pattern = new RegExp(`[^A-Za-z_\\0${insideArguments ? "(,)" : ""}${escaped}]+`, "y");
  ordinaryPatterns.set(key, pattern);
  return pattern;
}
