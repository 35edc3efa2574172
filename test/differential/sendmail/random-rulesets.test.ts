import fc from "fast-check";
import { expect, it } from "vitest";
import { askBoth } from "../../support/ask-both.ts";
import { peerSuite } from "../../support/peers/index.ts";
import { CASES_AT_ONCE, configurationOf, rulesetCase } from "../../support/random-rulesets.ts";

const seed = 8;
const rounds = [0, 1, 2, 3, 4];

peerSuite(["sendmail"], "random rulesets rewrite random addresses as the real sendmail does", () => {
  it.each(rounds)(`round %i of seed ${seed}`, async (round) => {
    const cases = fc.sample(rulesetCase, { seed: seed + round, numRuns: CASES_AT_ONCE });
    const { cf, commands } = configurationOf(cases);
    const answers = await askBoth(cf, commands);
    expect(answers.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
  });
});
