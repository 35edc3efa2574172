/** Units of convtime(): seconds, minutes, hours, days, weeks. */
export type TimeUnit = "s" | "m" | "h" | "d" | "w";

const UNITS: readonly TimeUnit[] = ["s", "m", "h", "d", "w"];
const SECONDS: Readonly<Record<TimeUnit, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** util.c atobool(): true for an empty value and for what begins with t or y in either case, false for all else. */
export function boolValue(text: string): boolean {
  return text === "" || /^[tTyY]/.test(text);
}

/** atoi(3): leading blanks, a sign, digits; 0 where there are none. */
export function intValue(text: string): number {
  const digits = /^\s*([-+]?\d+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

/** util.c atooct(): octal digits from the first character on; gives 0 where there are none. */
export function octalValue(text: string): number {
  const digits = /^[0-7]+/.exec(text)?.[0];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}

/** A time in seconds, or `now` (bounce or warn at once). */
export type Duration = number | "now";

/**
 * convtime.c: `1d12h`, `30` in the option's own unit, `now`. Any other letter is taken for the option's unit.
 * `-` negates the whole.
 */
export function timeValue(text: string, unit: TimeUnit): Duration {
  if (text.toLowerCase() === "now") return "now";
  const negative = text.startsWith("-");
  const parts = (negative ? text.slice(1) : text).matchAll(/(\d*)([^\d]?)/g);
  let seconds = 0;
  for (const [whole, digits, letter] of parts) {
    if (whole === "") continue;
    const named = UNITS.find((one) => one === letter) ?? unit;
    seconds += Number(digits) * SECONDS[named];
  }
  return negative ? -seconds : seconds;
}

/** Words between blanks and commas: PrivacyOptions, DontBlameSendmail, Milter.macros.*. */
export function listValue(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
