// How often the real sendmail and the real Postfix running the emitted directory do the same with the same messages.
// `npm run measure -- real-against-real [--show N] [SITE_ROOT...]`; without sites those of fixtures/.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { probeText } from "../../src/sendmail/probe/probe.ts";
import { askSite } from "../../test/support/wire/site.ts";

const args = process.argv.slice(2);
const show = args[0] === "--show" ? Number(args.splice(0, 2)[1]) : 10;
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const own = ["university", ...readdirSync(join(fixtures, "sites")).map((name) => `sites/${name}`)].map((name) =>
  join(fixtures, name, "root"),
);
let asked = 0;
let alike = 0;
for (const root of args.length > 0 ? args : own.filter((path) => existsSync(path))) {
  const started = performance.now();
  const answers = await askSite(root);
  const differing = answers.filter(({ same }) => !same);
  asked += answers.length;
  alike += answers.length - differing.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${root}: ${answers.length} messages, ${differing.length} end differently (${seconds} s)`);
  for (const { probe, sendmail, postfix } of differing.slice(0, show)) {
    console.log(`  ${probe.question} ${probeText(probe)}`);
    for (const [name, { answer, reply, leaves }] of [
      ["sendmail", sendmail],
      ["postfix", postfix],
    ] as const) {
      console.log(`    ${name.padEnd(8)} ${answer} (${reply}) ${leaves.join(" | ")}`);
    }
  }
}
console.log(`${alike} of ${asked} alike (${((100 * alike) / Math.max(1, asked)).toFixed(2)} %)`);
