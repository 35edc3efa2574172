/**
 * same-shapes — probes that need not be followed step by step, because one of their shape was
 *
 * Rules and parameters compare words with words. Two probes that differ only in words that neither side knows, and to
 * whose every question tables, patterns, aliases and the name service give the same answers (renamed), take the same
 * way through both sides and end alike (docs/adr/0013). So the questions are asked again, for each probe; the
 * steps between them are taken for one probe of a shape, and for every so-manieth of the others as a test of this very
 * argument: where it fails once, it is not used at all.
 */
import type { Tables } from "../../postfix/tables/open.ts";
import type { Probe } from "../../sendmail/probe/probe.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { KnownLetters } from "./known-letters.ts";
import { listen, type Questions } from "./questions-asked.ts";
import { shapeOf } from "./shape.ts";

/** One of so many is followed step by step all the same. */
const TESTED = 32;
/** Shapes that are kept; a configuration has a few thousand. */
const SHAPES = 20_000;

export interface SameShapes {
  /** True where the probe ends as one of its shape did, which both sides answered alike. */
  agrees(probe: Probe): boolean;
  /** To be used where it is false: `ask` follows the probe and tells whether both sides answer alike. */
  follow(probe: Probe, ask: () => boolean): void;
  /** True once a probe was answered otherwise than one of its shape. */
  readonly failed: boolean;
}

export function sameShapes(
  known: KnownLetters,
  engine: RulesetEngine,
  tables: Tables,
  usedWords: Iterable<string>,
): SameShapes {
  const shapes = new Map<string, Questions | "open">();
  // Both sides keep answers: a word that they have met before does not show all that it is asked for.
  const met = new Set<string>(usedWords);
  let failed = false;
  let agreed = 0;
  let expected: boolean | undefined;
  return {
    get failed() {
      return failed;
    },
    agrees: (probe) => {
      expected = undefined;
      const shape = shapeOf(probe, known);
      const questions = shape && shapes.get(shape.key);
      if (!shape || questions === undefined || questions === "open" || !questions.haveSameAnswers(shape.words))
        return false;
      agreed += 1;
      if (agreed % TESTED !== 0) return true;
      expected = true;
      return false;
    },
    follow: (probe, ask) => {
      const shape = expected ? undefined : shapeOf(probe, known);
      const isNew = shape && !shapes.has(shape.key) && shapes.size < SHAPES && !shape.words.some((one) => met.has(one));
      if (!isNew) {
        if (!ask() && expected) failed = true;
      } else {
        const stop = listen(shape.words, known, engine, tables);
        const agrees = ask();
        const questions = stop();
        shapes.set(shape.key, agrees && questions ? questions : "open");
      }
      for (const word of shape?.words ?? []) met.add(word);
    },
  };
}
