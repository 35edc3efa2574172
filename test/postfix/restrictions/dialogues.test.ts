import { expect, it } from "vitest";
import { loadPostfix } from "../../../src/pipeline/postfix.ts";
import { peerSuite, smtpDialogues } from "../../support/peers/index.ts";
import { seededRandom } from "../../support/random.ts";
import { compareDialogue, linesOf, randomDialogue } from "../../support/smtpd-dialogues.ts";
import { randomLists } from "../../support/smtpd-lists.ts";
import { policyPort, startWorld, worldAnswers, worldFacts, worldPolicy, worldZone } from "../../support/smtpd-world.ts";

/** Lists of seeds whose answers once differed; `npm run measure -- postfix-dialogues` tries thousands. */
const seeds = { "lists one": 2014, "lists two": 2018 };
const DIALOGUES = 40;

peerSuite(["postfix"], "whole dialogues with random restriction lists beside the real smtpd", () => {
  for (const [name, seed] of Object.entries(seeds)) {
    it(`get the same replies to every command by ${name}`, async () => {
      const random = seededRandom(seed);
      const lists = randomLists(random);
      const world = await startWorld(lists);
      try {
        const flags = { root: world.directory, facts: worldFacts, dns: worldZone, answers: worldAnswers };
        const loaded = loadPostfix(world.directory, flags);
        if (!loaded.ok) throw new Error(loaded.reason);
        const decider = loaded.decider();
        const dialogues = Array.from({ length: DIALOGUES }, () =>
          randomDialogue(random, lists.includes("smtpd_sasl_auth_enable")),
        );
        const replies = await smtpDialogues(world.postfix, {
          port: 25,
          dialogues: dialogues.map((one) => ({ lines: linesOf(one) })),
          policy: { port: policyPort, answers: worldPolicy },
        });
        const compared = dialogues.flatMap((one, index) =>
          compareDialogue(decider, one, replies[index] ?? { replies: [] }).map((each) => ({ ...each, dialogue: one })),
        );
        expect(compared.length).toBeGreaterThan(DIALOGUES);
        expect(compared.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
      } finally {
        await world.stop();
      }
    }, 120_000);
  }
});
