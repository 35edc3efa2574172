// Real SMTP dialogues with sendmail, up to RCPT, against what the engine says: `npx tsx scripts/measure/smtp-dialogues.ts
// [--mixed N] [--seed N] [--only NAME]`. One configuration for each way to accept, refuse and relay of the library.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dialogueAnswers, dialogueQuestions, dialogueSites } from "../../test/support/wire/dialogue-sites.ts";

const { values } = parseArgs({
  options: {
    mixed: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const questions = dialogueQuestions(Number(values.mixed), Number(values.seed));
const root = mkdtempSync(join(tmpdir(), "cf2postfix-dialogues-"));
let asked = 0;
let equal = 0;
for (const [name, features] of Object.entries(dialogueSites)) {
  if (values.only !== undefined && name !== values.only) continue;
  const answers = await dialogueAnswers(features, questions, root);
  const different = answers.filter(({ ours, theirs }) => ours !== theirs);
  asked += answers.length;
  equal += answers.length - different.length;
  console.log(`${name}: ${answers.length - different.length} of ${answers.length}`);
  for (const { question, ours, theirs } of different.slice(0, 5)) {
    console.log(`  ${JSON.stringify(question)}\n    ours   ${ours}\n    theirs ${theirs}`);
  }
}
rmSync(root, { recursive: true });
console.log(`${asked} dialogues, ${equal} decided alike, seed ${values.seed}`);
process.exit(asked === equal ? 0 : 1);
