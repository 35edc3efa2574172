import { expect, it } from "vitest";
import { peerSuite } from "../support/peers/index.ts";
import { askQuestions } from "../support/wire/questions.ts";
import { askSite } from "../support/wire/site.ts";

const root = new URL("../../fixtures/university/root", import.meta.url).pathname;

const asked = new URL("../../fixtures/asked/", import.meta.url).pathname;

/** `npm run measure -- real-against-real` asks all sites everything. */
peerSuite(["sendmail", "postfix"], "the real sendmail and the real Postfix that runs its conversion", () => {
  it("do the same with the same messages", async () => {
    const answers = await askSite(root, (probes) =>
      probes.filter(({ question }) => question === "recipient").slice(0, 12),
    );
    const differing = answers.filter(({ same }) => !same);
    expect(differing.map(({ message, sendmail, postfix }) => ({ message, sendmail, postfix }))).toEqual([]);
    expect(answers.flatMap(({ sendmail }) => sendmail.leaves).length).toBeGreaterThan(5);
  }, 120_000);

  it("answer the questions of a site alike, but for what the report says", async () => {
    const answers = await askQuestions(`${asked}delta-rules`, (questions) => questions.filter((_, at) => at % 3 === 0));
    const unforeseen = answers.filter(({ same, isPredicted }) => !same && !isPredicted);
    expect(unforeseen.map(({ message, sendmail, postfix }) => ({ message, sendmail, postfix }))).toEqual([]);
    expect(answers.length).toBeGreaterThan(20);
  }, 120_000);
});
