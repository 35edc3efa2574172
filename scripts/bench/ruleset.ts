// How many addresses a second our engine and one `sendmail -bt` process resolve (`3,0`) with the same configuration:
// `npx tsx scripts/bench/ruleset.ts [FILE.cf] [--count N] [--runs N]`. Without a file: a configuration of the packaged
// library. Runs of the two alternate, so that whatever else the machine does meets both alike; the median ratios count:
// by the clock, and by processor time, which a busy machine disturbs less.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { expandMc, testMode } from "../../test/support/peers/index.ts";
import { processorMilliseconds } from "./support/processor-time.ts";
import type { costsOf } from "./support/resolve-addresses.ts";

const { values, positionals } = parseArgs({
  options: { count: { type: "string", default: "3000" }, runs: { type: "string", default: "3" } },
  allowPositionals: true,
});
const count = Number(values.count);
const mc = "OSTYPE(`linux')dnl\nFEATURE(`nouucp', `reject')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n";
const text = positionals[0] ? readFileSync(positionals[0], "latin1") : expandMc(mc);
const hostname = "mail.example.com";
const addresses = Array.from({ length: count }, (_unused, at) =>
  at % 3 === 0 ? `user${at}` : at % 3 === 1 ? `user${at}@host${at % 50}.example.net` : `a%b@${hostname}`,
);
const costs = await asItShips();
const real = testMode(text, { hostname });
await real.startup();
const clocks: number[] = [];
const processors: number[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  const start = performance.now();
  const before = processorMilliseconds("sendmail", process.pid);
  await real.askAll(addresses.map((address) => `3,0 ${address}`));
  const theirs = {
    clock: (performance.now() - start) / count,
    processor: (processorMilliseconds("sendmail", process.pid) - before) / count,
  };
  const { rulesets, whole } = costs(text, hostname, addresses, 20);
  clocks.push(theirs.clock / rulesets.clock);
  processors.push(theirs.processor / rulesets.processor);
  console.log(
    `addresses a second: sendmail -bt 3,0 ${(1000 / theirs.clock).toFixed(0)}, ours ${(1000 / rulesets.clock).toFixed(0)}` +
      `; with mailers, aliases and accounts ${(1000 / whole.clock).toFixed(0)}`,
  );
}
await real.close();
console.log(
  `ours / sendmail: ${median(clocks).toFixed(1)} by the clock, ${median(processors).toFixed(1)} by processor time`,
);
process.exit(0);

/** The engine bundled as the program is. */
async function asItShips(): Promise<typeof costsOf> {
  const folder = mkdtempSync(join(tmpdir(), "cf2postfix-bench-"));
  const entry = new URL("./support/resolve-addresses.ts", import.meta.url).pathname;
  const banner = 'import { createRequire as made } from "node:module"; const require = made(import.meta.url);';
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: true,
    banner: { js: banner },
  });
  const path = join(folder, "engine.mjs");
  writeFileSync(path, outputFiles[0]?.contents ?? "");
  const module: { readonly costsOf: typeof costsOf } = await import(path);
  rmSync(folder, { recursive: true });
  return module.costsOf;
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}
