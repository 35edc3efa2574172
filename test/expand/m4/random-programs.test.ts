import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ourM4, realM4 } from "../../support/m4-judge.ts";
import { m4Program } from "../../support/m4-programs.ts";
import { peerSuite } from "../../support/peers/index.ts";

peerSuite(["m4"], "random m4 programs", () => {
  it("come out of our machine as out of GNU m4: both outputs and the exit status", () => {
    fc.assert(
      fc.property(m4Program, (program) => {
        const real = realM4(program);
        if (real) expect(ourM4(program)).toEqual(real);
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

describe("any bytes at all", () => {
  it("are read to an end without a crash", () => {
    const words = fc.constantFrom(
      "define(",
      "`",
      "'",
      "(",
      ")",
      ",",
      "changequote(",
      "a",
      "#",
      "\n",
      "$@",
      "\0",
      "ÿ",
      "dnl",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        expect([0, 1]).toContain(ourM4(parts.join("")).status);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
