// How often the real sendmail and the real Postfix running the emitted directory do the same with the same messages.
// `npm run measure -- real-against-real [--show N] [SITE_ROOT...]`; without sites those of fixtures/, and the questions
// that stand beside those of fixtures/asked/; a site there may be named by its folder.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { probeText } from "../../src/sendmail/probe/probe.ts";
import type { WireOutcome } from "../../test/support/wire/message.ts";
import { askQuestions } from "../../test/support/wire/questions.ts";
import { askSite } from "../../test/support/wire/site.ts";

const args = process.argv.slice(2);
const show = args[0] === "--show" ? Number(args.splice(0, 2)[1]) : 10;
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const own = ["university", ...readdirSync(join(fixtures, "sites")).map((name) => `sites/${name}`)].map((name) =>
  join(fixtures, name, "root"),
);
const folders = readdirSync(join(fixtures, "asked")).map((name) => join(fixtures, "asked", name));
const isAsked = (path: string): boolean => existsSync(join(path, "questions.tsv"));
let asked = 0;
let alike = 0;
let predicted = 0;

const showOutcomes = (sendmail: WireOutcome, postfix: WireOutcome): void => {
  for (const [name, { answer, reply, leaves }] of [
    ["sendmail", sendmail],
    ["postfix", postfix],
  ] as const) {
    console.log(`    ${name.padEnd(8)} ${answer} (${reply}) ${leaves.join(" | ")}`);
  }
};

for (const root of args.length > 0 ? args.filter((path) => !isAsked(path)) : own.filter((path) => existsSync(path))) {
  const started = performance.now();
  const answers = await askSite(root);
  const differing = answers.filter(({ same }) => !same);
  asked += answers.length;
  alike += answers.length - differing.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const unforeseen = differing.filter(({ predictedBy }) => predictedBy === undefined);
  predicted += differing.length - unforeseen.length;
  const counts = `${answers.length} messages, ${differing.length} end differently, ${unforeseen.length} of them unforeseen`;
  console.log(`${root}: ${counts} (${seconds} s)`);
  for (const { probe, sendmail, postfix } of unforeseen.slice(0, show)) {
    console.log(`  ${probe.question} ${probeText(probe)}`);
    showOutcomes(sendmail, postfix);
  }
}
for (const folder of args.length > 0 ? args.filter(isAsked) : folders) {
  const started = performance.now();
  const answers = await askQuestions(folder);
  const differing = answers.filter(({ same }) => !same);
  const unforeseen = differing.filter(({ isPredicted }) => !isPredicted);
  asked += answers.length;
  alike += answers.length - differing.length;
  predicted += differing.length - unforeseen.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const counts = `${answers.length} questions, ${differing.length} end differently, ${unforeseen.length} of them unforeseen`;
  console.log(`${folder}: ${counts} (${seconds} s)`);
  for (const { message, sendmail, postfix } of unforeseen.slice(0, show)) {
    const { client, sender, recipient } = message;
    console.log(`  ${client.name ?? ""}[${client.address}] ${sender} ${recipient}`);
    showOutcomes(sendmail, postfix);
  }
  // A prediction that nothing needs hides the next difference.
  const idle = answers.filter(({ same, predictedBy }) => same && predictedBy !== undefined);
  for (const { message } of idle) console.log(`  ends alike although ${message.recipient} is marked`);
}
const share = ((100 * alike) / Math.max(1, asked)).toFixed(2);
console.log(`${alike} of ${asked} alike (${share} %), ${predicted} of the others predicted by the report`);
