// How many one-line changes of emitted configurations verification notices.
// `npm run measure -- verify-mutants [--every N] [SITE...]`; sites below fixtures/, all of them when none is named.
// A change that no question tells apart from the original decides nothing: it is listed, and not counted.
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mutationCheck } from "../../test/support/mutation-check.ts";
import { mutantsOf, type PostfixMutant } from "../../test/support/postfix-mutants.ts";
import { type ToldApart, toldApart } from "../../test/support/told-apart.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: "string", default: "1" } },
});
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const all = ["university", ...readdirSync(join(fixtures, "sites")).map((name) => `sites/${name}`)];
let made = 0;
let noticed = 0;
let equivalent = 0;

function asked(root: string, directory: string): (mutant: PostfixMutant) => ToldApart {
  const apart = toldApart(root, directory);
  return (mutant) => {
    const copy = mkdtempSync(join(tmpdir(), "cf2postfix-mutant-"));
    try {
      cpSync(directory, copy, { recursive: true });
      writeFileSync(join(copy, mutant.file), mutant.text, "latin1");
      return apart(copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
}

/** Tables of what is done to header lines: nothing asks about those, so nothing may be said of them. */
const unasked = /header|body_checks/;

function survivor(change: string, witness: string | undefined, asked: number): string {
  if (witness === undefined) return `equivalent: ${change} (no question of ${asked} tells it apart)`;
  if (witness === "nearer") return `nearer: ${change} (only differences that the report names go away)`;
  return `unnoticed: ${change} (${witness})`;
}

for (const site of positionals.length > 0 ? positionals : all) {
  const directory = join(fixtures, site, "expected");
  const root = join(fixtures, site, "root");
  const notices = await mutationCheck(root, directory);
  const tells = asked(root, directory);
  const mutants = mutantsOf(directory).filter((_, at) => at % Number(values.every) === 0);
  const lines: string[] = [];
  let same = 0;
  let missed = 0;
  const started = performance.now();
  for (const mutant of mutants) {
    const notice = await notices(mutant);
    if (notice === "noticed") continue;
    const { witness, asked } = notice === "unnoticed" ? tells(mutant) : { witness: notice, asked: 0 };
    const isUnasked = witness === undefined && unasked.test(mutant.file);
    if (witness === undefined && !isUnasked) same += 1;
    else missed += 1;
    lines.push(`  ${survivor(mutant.change, isUnasked ? "no question is about header checks" : witness, asked)}`);
  }
  made += mutants.length;
  equivalent += same;
  noticed += mutants.length - same - missed;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${site}: ${mutants.length} mutants, ${same} equivalent, ${missed} unnoticed (${seconds} s)`);
  for (const line of lines.sort()) console.log(line);
}
const counted = made - equivalent;
console.log(
  `noticed: ${noticed} of ${counted} (${((100 * noticed) / Math.max(1, counted)).toFixed(1)} %); ${equivalent} of ${made} decide nothing`,
);
