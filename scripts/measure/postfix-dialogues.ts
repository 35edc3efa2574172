// `npm run measure -- postfix-dialogues [COUNT] [--seed N] [--per-configuration N]`: COUNT SMTP dialogues with the real
// smtpd and with our restriction evaluator, over random restriction lists that name every restriction of the manual.
// DNS, a policy service and verify(8)'s cache answer alike for both. Prints how many replies and dialogues differ.
import { parseArgs } from "node:util";
import { loadPostfix } from "../../src/pipeline/postfix.ts";
import { smtpDialogues } from "../../test/support/peers/index.ts";
import { seededRandom } from "../../test/support/random.ts";
import { compareDialogue, linesOf, randomDialogue } from "../../test/support/smtpd-dialogues.ts";
import { randomLists } from "../../test/support/smtpd-lists.ts";
import {
  policyPort,
  startWorld,
  worldAnswers,
  worldFacts,
  worldPolicy,
  worldZone,
} from "../../test/support/smtpd-world.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    "per-configuration": { type: "string", default: "50" },
    verbose: { type: "boolean", default: false },
  },
});
const wanted = Number(positionals[0] ?? 3000);
const each = Number(values["per-configuration"]);
const total = { dialogues: 0, replies: 0, differing: 0, code: 0, dialoguesDiffering: 0 };
const reasons = new Map<string, number>();

for (let round = 0; total.dialogues < wanted; round += 1) await measure(Number(values.seed) * 1000 + round);
const share = (part: number, of: number): string => `${(100 - (100 * part) / of).toFixed(2)} % equal`;
console.log(
  `${total.dialogues} dialogues, ${total.dialoguesDiffering} differ (${share(total.dialoguesDiffering, total.dialogues)})`,
);
console.log(
  `${total.replies} replies: ${total.code} differ in their code (${share(total.code, total.replies)}), ${total.differing} in code or text (${share(total.differing, total.replies)})`,
);
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 60))
  console.log(`  ${count}  ${reason}`);

async function measure(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const lists = randomLists(random);
  const { directory, postfix, stop } = await startWorld(lists);
  try {
    const flags = { root: directory, facts: worldFacts, dns: worldZone, answers: worldAnswers };
    const loaded = loadPostfix(directory, flags);
    if (!loaded.ok) throw new Error(loaded.reason);
    const decider = loaded.decider();
    const dialogues = Array.from({ length: Math.min(each, wanted - total.dialogues) }, () =>
      randomDialogue(random, lists.includes("smtpd_sasl_auth_enable")),
    );
    const said = await smtpDialogues(postfix, {
      port: 25,
      dialogues: dialogues.map((one) => ({ lines: linesOf(one) })),
      policy: { port: policyPort, answers: worldPolicy },
    });
    let differs = 0;
    for (const [index, dialogue] of dialogues.entries()) {
      const reply = said[index] ?? { replies: [] };
      if (reply.error) console.log(`  ${seed}: ${reply.error}`);
      const wrong = compareDialogue(decider, dialogue, reply).filter((one) => {
        total.replies += 1;
        return one.ours !== one.theirs;
      });
      total.dialogues += 1;
      if (wrong.length > 0) total.dialoguesDiffering += 1;
      for (const one of wrong) {
        differs += 1;
        total.differing += 1;
        if (one.ours.slice(0, 9) !== one.theirs.slice(0, 9)) total.code += 1;
        const reason = `${one.decidedBy.split(" ")[0]}: ${shape(one.ours)} / ${shape(one.theirs)}`;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        if (values.verbose)
          console.log(
            `  ${JSON.stringify(dialogue)}\n    ${one.command}\n    ours   ${one.ours} (${one.decidedBy})\n    theirs ${one.theirs}`,
          );
      }
    }
    if (differs > 0 && values.verbose)
      console.log(
        `${seed}: ${differs} differ\n${lists}\n${postfix
          .log()
          .split("\n")
          .filter((line) => /fatal|warning|panic/.test(line))
          .slice(0, 20)
          .join("\n")}`,
      );
  } finally {
    await stop();
  }
}

function shape(reply: string): string {
  return reply.replace(/<[^>]*>/g, "<...>").replace(/\[[^\]]*\]/g, "[...]");
}
