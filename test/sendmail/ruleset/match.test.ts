import fc from "fast-check";
import { expect, it } from "vitest";
import { intern } from "../../../src/sendmail/ruleset/atoms.ts";
import { leftHandSide } from "../../../src/sendmail/ruleset/left-hand-side.ts";
import { type MatchWatch, matches, newBindings } from "../../../src/sendmail/ruleset/match.ts";
import { glanceAt, newGlance, nextCandidate, ruleIndex } from "../../../src/sendmail/ruleset/rule-index.ts";
import { loadTape } from "../../../src/sendmail/ruleset/tape.ts";
import { engineOver } from "./engine-of-text.ts";

const element = fc.constantFrom(
  "$*",
  "$+",
  "$-",
  "$@",
  "$={C}",
  "$~{C}",
  "$&{set}",
  "$&{unset}",
  "a",
  "B",
  "@",
  ".",
  "<",
  ">",
);
const word = fc.constantFrom("a", "b", "A", "c", "@", ".", "<", ">", "x");

const nobody: MatchWatch = {
  advance: () => undefined,
  extend: () => undefined,
  classMatch: () => undefined,
  backUp: () => undefined,
  tested: () => undefined,
};

it("gives the same answer and bindings whether someone watches, and no glance holds back a rule that matches", () => {
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 8 }), fc.array(word, { maxLength: 12 }), (lhs, words) => {
      const rule = lhs.filter(
        (_, at) => lhs.slice(0, at + 1).filter((one) => one.startsWith("$") && !/[@&]/.test(one)).length < 9,
      );
      const { program } = engineOver(`V10\nC{C}a b.c x.x a.b\nD{set}a.b\nSx\nR${rule.join(" ")}\tz\n`);
      const compiled = program.rulesets[program.rulesetNumbers.get("x") ?? -1]?.rules[0];
      if (!compiled) throw new Error("the rule is gone");
      const tape = { tokens: new Int32Array(0), length: 0 };
      loadTape(
        tape,
        words.map((text) => intern(program.atoms, text)),
      );
      const macro = (id: number): string | undefined => program.macros.get(id);
      const patient = newBindings();
      const quick = newBindings();
      const left = leftHandSide(program.classes, compiled);
      const expected = matches(program, left, tape, patient, macro, nobody);
      expect(matches(program, left, tape, quick, macro)).toBe(expected);
      if (!expected) return;
      const taken = ({ first, last, count }: typeof quick): readonly string[] =>
        Array.from({ length: count }, (_, at) => `${first[at]}-${last[at]}`);
      expect(taken(quick)).toEqual(taken(patient));
      const glance = newGlance();
      glanceAt(program.atoms, tape, glance);
      expect(nextCandidate(ruleIndex(program.atoms, [compiled]), 0, glance, tape.length)).toBe(0);
    }),
    { seed: 20261124, numRuns: 1000 },
  );
});
