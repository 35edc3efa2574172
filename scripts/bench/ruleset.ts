// How many addresses a second our engine and one `sendmail -bt` process resolve (`3,0`) with the same configuration:
// `npx tsx scripts/bench/ruleset.ts [FILE.cf] [--count N]`. Without a file: a configuration of the packaged library.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { expandMc, testMode } from "../../test/support/peers/index.ts";

const { values, positionals } = parseArgs({
  options: { count: { type: "string", default: "3000" } },
  allowPositionals: true,
});
const count = Number(values.count);
const mc = "OSTYPE(`linux')dnl\nFEATURE(`nouucp', `reject')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n";
const text = positionals[0] ? readFileSync(positionals[0], "latin1") : expandMc(mc);
const hostname = "mail.example.com";
const site = openSite("/nonexistent");
const facts = { hostname, hostnameAssumed: false, other: new Map<string, string>() };
const { config } = readSendmailConfig(parseCf({ path: "sendmail.cf", text }).ast, site, facts);
const engine = compileRulesets(config, site);
const addresses = Array.from({ length: count }, (_unused, at) =>
  at % 3 === 0 ? `user${at}` : at % 3 === 1 ? `user${at}@host${at % 50}.example.net` : `a%b@${hostname}`,
);

const real = testMode(text, { hostname });
await real.startup();
let start = performance.now();
await real.askAll(addresses.map((address) => `3,0 ${address}`));
const theirs = count / ((performance.now() - start) / 1000);
await real.close();

for (const address of addresses) engine.run(["3", "0"], address);
const rounds = 10;
start = performance.now();
for (let round = 0; round < rounds; round += 1) for (const address of addresses) engine.run(["3", "0"], address);
const ours = (count * rounds) / ((performance.now() - start) / 1000);
start = performance.now();
for (let round = 0; round < rounds; round += 1) for (const address of addresses) engine.resolve(address);
const whole = (count * rounds) / ((performance.now() - start) / 1000);
console.log(
  `sendmail -bt 3,0: ${theirs.toFixed(0)} a second; ours: ${ours.toFixed(0)} a second, ratio ${(ours / theirs).toFixed(1)}`,
);
console.log(`whole resolution with aliases and accounts: ${whole.toFixed(0)} a second`);
process.exit(0);
