// `npm run measure -- mutants [COUNT] [--seed N] [--corpus DIR]... [--keep DIR]`: random changes of cf files through
// the whole conversion, in process. None may crash, take longer than two seconds, or leave a directive unaccounted for.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSite } from "../../src/source/site.ts";
import { complaintsAbout } from "../../test/support/cf-mutant-check.ts";
import { diceOf, mutate } from "../../test/support/cf-mutations.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    corpus: { type: "string", multiple: true },
    keep: { type: "string" },
  },
});
const count = Number(positionals[0] ?? 20_000);
const seed = Number(values.seed);
const slowest = 2000;

const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const texts = (values.corpus ?? [fixtures]).flatMap(cfFilesBelow).map((path) => readFileSync(path, "latin1"));
if (texts.length === 0) throw new Error("there are no .cf files");
const root = mkdtempSync(join(tmpdir(), "cf2postfix-mutants-"));
const main = { kind: "cf", shown: "sendmail.cf", located: "sendmail.cf" } as const;
const source = { site: openSite(root), main, others: [], submission: undefined, readsThisMachine: false };

let failed = 0;
let longest = 0;
const began = performance.now();
for (let index = 0; index < count; index += 1) {
  const dice = diceOf(seed * 1_000_003 + index);
  const mutant = mutate(dice.pick(texts) ?? "", dice, texts);
  // Time of this process: what others do to the machine is not the mutant's fault.
  const start = process.cpuUsage();
  const complaints = await judge(mutant);
  const spent = process.cpuUsage(start);
  const took = (spent.user + spent.system) / 1000;
  longest = Math.max(longest, took);
  const all = took > slowest ? [...complaints, `it took ${Math.round(took)} ms`] : complaints;
  if (all.length > 0) tell(index, mutant, all);
}
rmSync(root, { recursive: true, force: true });
const seconds = (performance.now() - began) / 1000;
console.log(
  `${count} mutants of ${texts.length} files (seed ${seed}): ${failed} failed; slowest ${Math.round(longest)} ms, ` +
    `${Math.round(count / seconds)} a second`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function judge(mutant: string): Promise<readonly string[]> {
  try {
    return await complaintsAbout(mutant, source);
  } catch (error) {
    return [`it threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

function tell(index: number, mutant: string, complaints: readonly string[]): void {
  failed += 1;
  if (failed <= 10) console.log(`mutant ${index}: ${complaints.join("; ").split("\n").slice(0, 8).join("\n")}`);
  if (values.keep === undefined) return;
  mkdirSync(values.keep, { recursive: true });
  writeFileSync(join(values.keep, `mutant-${seed}-${index}.cf`), mutant, "latin1");
}

function cfFilesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return cfFilesBelow(path);
      return entry.name.endsWith(".cf") ? [path] : [];
    });
}
