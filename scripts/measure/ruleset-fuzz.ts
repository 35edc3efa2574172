// Random rulesets and random addresses, ours against the real sendmail: `npx tsx scripts/measure/ruleset-fuzz.ts
// [--count 20000] [--seed N] [--show N]`. Prints each difference with the rules that show it.
import { parseArgs } from "node:util";
import fc from "fast-check";
import { askBoth } from "../../test/support/ask-both.ts";
import { CASES_AT_ONCE, configurationOf, rulesetCase } from "../../test/support/random-rulesets.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "5" },
  },
});
const count = Number(values.count);
const cases = fc.sample(rulesetCase, { seed: Number(values.seed), numRuns: count });
let asked = 0;
let equal = 0;
let known = 0;
let shown = 0;
for (let at = 0; at < cases.length; at += CASES_AT_ONCE) {
  const batch = cases.slice(at, at + CASES_AT_ONCE);
  const { cf, commands } = configurationOf(batch);
  for (const { command, ours, theirs } of await askBoth(cf, commands)) {
    if (command.startsWith(".")) continue;
    asked += 1;
    if (ours === theirs) equal += 1;
    else if (ours === withoutErrno(theirs)) known += 1;
    else if (shown < Number(values.show)) {
      shown += 1;
      const index = Number(/^C(\d+)/.exec(command)?.[1] ?? 0);
      console.log(`${command}\n${(batch[index]?.rulesets ?? []).map((rules) => rules.join("\n")).join("\n--\n")}`);
      console.log(`ours:\n${ours.slice(0, 1500)}\ntheirs:\n${theirs.slice(0, 1500)}\n`);
    }
  }
}
console.log(
  `${cases.length} random configurations, ${asked} questions, ${equal} transcripts equal, ` +
    `${known} but for the system's last error (known-differences.yaml), seed ${values.seed}`,
);
process.exit(equal + known === asked ? 0 : 1);

/** The known difference errno-behind-rule-errors: the text of the system's last error behind a rule's message. */
function withoutErrno(answer: string): string {
  return answer.replace(
    /^((?:rewrite: |Infinite loop in ruleset ).*?): (?:No such file or directory|[A-Z][a-z]+(?: [a-z]+){1,5})$/gm,
    "$1",
  );
}
