import { boolValue, listValue, type TimeUnit, timeValue } from "../../sendmail/option-values.ts";

/** Takes the text of an option and answers undefined where it says nothing that could be carried over. */
export type OptionReader<T> = (text: string) => T | undefined;

export const readBool: OptionReader<boolean> = boolValue;

/** Leading digits count, the rest is dropped; a text without any is no number. */
export const readNumber: OptionReader<number> = (text) => {
  const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

export const readText: OptionReader<string> = (text) => text;

export const readNonEmpty: OptionReader<string> = (text) => (text.trim() === "" ? undefined : text.trim());

export const readWords = (text: string): readonly string[] => listValue(text);

/** A time in seconds; a number without a letter counts in `unit`. `now` is 0, and a text without digits is no time. */
export function readTime(unit: TimeUnit): OptionReader<number> {
  return (text) => {
    const time = timeValue(text.trim(), unit);
    if (time === "now") return 0;
    return /\d/.test(text) && time >= 0 ? time : undefined;
  };
}
