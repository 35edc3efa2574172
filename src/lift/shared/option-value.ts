/**
 * sendmail's readings of option texts. Each takes the text after `=` and answers undefined where sendmail would
 * complain or read nonsense.
 */
export type OptionReader<T> = (text: string) => T | undefined;

/** conf.c, atobool: an empty value and anything that begins with t or y is true. */
export const readBool: OptionReader<boolean> = boolValue;

/** atoi/atol: leading digits count, the rest is dropped. */
export const readNumber: OptionReader<number> = (text) => {
  const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

export const readText: OptionReader<string> = (text) => text;

export const readNonEmpty: OptionReader<string> = (text) => (text.trim() === "" ? undefined : text.trim());

/** Words parted by blanks or commas. */
export const readWords = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== "");

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * convtime.c: `4h`, `1d12h`, a number without a letter in `unit`; `now` is 0. Answers seconds.
 */
export function readTime(unit: "s" | "m" | "h" | "d"): OptionReader<number> {
  return (text) => {
    const written = text.trim().toLowerCase();
    if (written === "now") return 0;
    if (!/^(\d+\s*[a-z]*\s*)+$/.test(written)) return undefined;
    let seconds = 0;
    for (const [, count, letter] of written.matchAll(/(\d+)\s*([a-z])?[a-z]*/g)) {
      const size = unitSeconds[letter ?? unit];
      if (size === undefined) return undefined;
      seconds += Number(count) * size;
    }
    return seconds;
  };
}
