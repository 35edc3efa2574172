import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { peerSuite } from "../../support/peers/index.ts";
import { dialogueAnswers, dialogueQuestions, dialogueSites } from "../../support/wire/dialogue-sites.ts";

/** `npm run measure -- smtp-dialogues` asks all sites. */
peerSuite(["sendmail", "m4"], "a real SMTP dialogue with sendmail is decided as the engine says", () => {
  it.each(["late checks for friends", "virtual users"])("%s", async (name) => {
    const root = mkdtempSync(join(tmpdir(), "cf2postfix-dialogues-"));
    const answers = await dialogueAnswers(dialogueSites[name] ?? "", dialogueQuestions(60), root);
    rmSync(root, { recursive: true });
    expect(answers.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
    expect(new Set(answers.map(({ theirs }) => theirs)).size).toBeGreaterThan(8);
  });
});
