import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../../src/source/source-file.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { printCf } from "../../../src/syntax/sendmail-cf/print.ts";

const anyBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString("latin1"));

/** Bytes that occur in cf files, so that lines are long enough to mean something. */
const cfLike = fc
  .array(
    fc.constantFrom(
      ..."ABCDEFGHKLMOPQRSTVX",
      ..."$*+-=~&?|.:#><()[]{}@!%,;\"\\'/ ",
      "\n",
      "\r\n",
      "\t",
      "\n\t",
      "\0",
      "\x1b$B",
      "\xa4\xa2",
      "name",
      "10",
      "V10/Berkeley\n",
      "Sfoo\n",
    ),
    { maxLength: 120 },
  )
  .map((pieces) => pieces.join(""));

function spansOf(value: unknown): Span[] {
  if (typeof value !== "object" || value === null) return [];
  if ("endLine" in value && "column" in value) return [value as Span];
  return Object.values(value).flatMap(spansOf);
}

/** Lines as sendmail and our spans count them. */
function lengths(text: string): number[] {
  return text.split("\n").map((line) => line.length);
}

describe("reading any bytes as a sendmail.cf", () => {
  it("gives a tree that prints as the same bytes", () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, cfLike), (text) => {
        expect(printCf(parseCf({ path: "x.cf", text }).ast)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps every span inside the file and inside its line", () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, cfLike), (text) => {
        const columns = lengths(text);
        const { ast, diagnostics } = parseCf({ path: "x.cf", text });
        for (const line of ast.lines) {
          for (const span of spansOf(line)) {
            expect(span.line).toBeGreaterThanOrEqual(line.span.line);
            expect(span.endLine).toBeLessThanOrEqual(Math.max(line.span.endLine, line.span.line));
          }
        }
        for (const span of [...spansOf(ast.lines), ...diagnostics.flatMap((one) => (one.at ? [one.at] : []))]) {
          expect(span.column).toBeGreaterThanOrEqual(1);
          expect(span.line).toBeLessThanOrEqual(columns.length);
          expect(span.column).toBeLessThanOrEqual((columns[span.line - 1] ?? 0) + 1);
          expect(span.endColumn).toBeLessThanOrEqual((columns[span.endLine - 1] ?? 0) + 2);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
