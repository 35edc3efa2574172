/**
 * shape — a probe with numbers in the place of the words that nothing knows
 */
import type { Probe } from "../../sendmail/probe/probe.ts";
import { isUnknown, type KnownLetters } from "./known-letters.ts";

/** Probes with one key are the same but for the spelling of their unknown words. */
export interface ProbeShape {
  readonly key: string;
  /** The unknown words, in small letters, by their first occurrence. */
  readonly words: readonly string[];
}

/** Below the smallest limit that either side has for the length of a part of an address (RFC 5321, 4.5.3.1). */
const LONGEST = 63;

/** Undefined where there is no unknown word, or where the length of the text may matter. */
export function shapeOf(probe: Probe, known: KnownLetters): ProbeShape | undefined {
  if (probe.question === "limit") return undefined;
  const words: string[] = [];
  const write = (text: string): string =>
    text.replace(/[A-Za-z][A-Za-z0-9]*/g, (word) => {
      if (!isUnknown(known, word)) return word;
      const small = word.toLowerCase();
      let number = words.indexOf(small);
      if (number === -1) number = words.push(small) - 1;
      return word === small ? `\0${number};` : `\x01${number};`;
    });
  const texts =
    probe.question === "decision" ? [probe.client.name ?? "", probe.sender, probe.recipient] : [probe.address];
  if (texts.some((text) => text.length > LONGEST)) return undefined;
  const about =
    probe.question === "decision"
      ? `${probe.client.name === undefined ? "-" : "+"} ${probe.client.address}`
      : probe.question === "recipient"
        ? ""
        : probe.mailer;
  const key = [probe.question, about, ...texts.map(write)].join("\n");
  return words.length === 0 || overlap(words) ? undefined : { key, words };
}

/** One word inside of another could be found there by one of the two and not by its renaming. */
function overlap(words: readonly string[]): boolean {
  return words.some((word) => words.some((other) => other.length > word.length && other.includes(word)));
}

/** A text with places for words: pieces, with the number of a word and its case between each two. */
export interface Template {
  readonly pieces: readonly string[];
  readonly places: readonly { readonly word: number; readonly isCapital: boolean }[];
}

/** Undefined where a word stands in the text in a mixture of cases. */
export function templateOf(text: string, words: readonly string[]): Template | undefined {
  const pieces: string[] = [];
  const places: { word: number; isCapital: boolean }[] = [];
  let from = 0;
  for (const found of text.matchAll(new RegExp(words.join("|"), "gi"))) {
    const [written] = found;
    const small = written.toLowerCase();
    if (written !== small && written !== written.toUpperCase()) return undefined;
    pieces.push(text.slice(from, found.index));
    places.push({ word: words.indexOf(small), isCapital: written !== small });
    from = found.index + written.length;
  }
  pieces.push(text.slice(from));
  return { pieces, places };
}

/** The text with other words; `capitals`: the same in capital letters. */
export function spelt({ pieces, places }: Template, words: readonly string[], capitals: readonly string[]): string {
  let text = pieces[0] ?? "";
  for (let at = 0; at < places.length; at += 1) {
    const { word, isCapital } = places[at] as Template["places"][number];
    text += (isCapital ? capitals : words)[word] + (pieces[at + 1] ?? "");
  }
  return text;
}
