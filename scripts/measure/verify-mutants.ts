// How many one-line changes of emitted configurations verification notices.
// `npm run measure -- verify-mutants [--every N] [SITE...]`; sites below fixtures/, all of them when none is named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mutationCheck } from "../../test/support/mutation-check.ts";
import { mutantsOf } from "../../test/support/postfix-mutants.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: "string", default: "1" } },
});
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const all = ["university", ...readdirSync(join(fixtures, "sites")).map((name) => `sites/${name}`)];
let made = 0;
let noticed = 0;
for (const site of positionals.length > 0 ? positionals : all) {
  const directory = join(fixtures, site, "expected");
  const notices = await mutationCheck(join(fixtures, site, "root"), directory);
  const mutants = mutantsOf(directory).filter((_, at) => at % Number(values.every) === 0);
  const survivors: string[] = [];
  const started = performance.now();
  for (const mutant of mutants) if (!(await notices(mutant))) survivors.push(mutant.change);
  made += mutants.length;
  noticed += mutants.length - survivors.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${site}: ${mutants.length} mutants, ${survivors.length} unnoticed (${seconds} s)`);
  for (const change of survivors) console.log(`  ${change}`);
}
console.log(`noticed: ${noticed} of ${made} (${((100 * noticed) / Math.max(1, made)).toFixed(1)} %)`);
