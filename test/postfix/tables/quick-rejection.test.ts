import fc from "fast-check";
import { RE2JS } from "re2js";
import { expect, it } from "vitest";
import { quickRejection } from "../../../src/postfix/tables/patterns/quick.ts";

const atom = fc.constantFrom("a", "B", "@", ".", "\\.", "[a-c]", "[^@]", "\\d", "\\w", "\\b", "^", "$", "-", "x");
const count = fc.constantFrom("", "", "", "*", "+", "?", "*?", "{2}", "{1,}");
const piece = fc.tuple(atom, count).map(([text, times]) => (/^(\\b|[\^$])/.test(text) ? text : text + times));
const sequence = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
const pattern = fc.oneof(
  sequence,
  fc.tuple(sequence, sequence, sequence).map(([a, b, c]) => `${a}(${b}|${c})`),
  fc.tuple(sequence, sequence).map(([a, b]) => `(${a})?${b}`),
);
const text = fc.string({
  unit: fc.constantFrom("a", "b", "B", "c", "x", "1", "@", ".", "-", "\n", "\r", "\xe4", "\xff", "_"),
  maxLength: 12,
});

it("a quick rejection never drops a text that RE2 matches", () => {
  let rejected = 0;
  fc.assert(
    fc.property(pattern, text, fc.boolean(), fc.boolean(), (source, subject, ignoreCase, dotAll) => {
      const quick = quickRejection(source, { ignoreCase, dotAll, multiline: false });
      if (!quick?.(subject)) return;
      rejected += 1;
      const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (dotAll ? RE2JS.DOTALL : 0);
      expect(RE2JS.compile(source, flags).matcher(subject).find()).toBe(false);
    }),
    { numRuns: 3000, seed: 5 },
  );
  expect(rejected).toBeGreaterThan(200);
});

it("patterns that could be slow or read otherwise are left to RE2", () => {
  const flags = { ignoreCase: true, dotAll: true, multiline: false };
  for (const source of ["(a+)+b", "a*b*c*d", "(?i)x", "\\s", "[[:alpha:]]", "a|b)", "(a)*"]) {
    expect(`${source} ${quickRejection(source, flags)}`).toBe(`${source} undefined`);
  }
  expect(quickRejection("^bob@", flags)?.("alice@example.com")).toBe(true);
});
