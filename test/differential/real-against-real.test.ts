import { expect, it } from "vitest";
import { peerSuite } from "../support/peers/index.ts";
import { askSite } from "../support/wire/site.ts";

const root = new URL("../../fixtures/university/root", import.meta.url).pathname;

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
});
