// What scripts/bench/ruleset.ts bundles as dist/cli.js is bundled: an engine over a configuration, and what it costs.
import { readSendmailConfig } from "../../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../../src/source/site.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";

/** Milliseconds for one address, on the clock and of processor time. */
export interface Cost {
  readonly clock: number;
  readonly processor: number;
}

export interface Costs {
  /** Through rulesets 3 and 0. */
  readonly rulesets: Cost;
  /** Through everything up to aliases and accounts. */
  readonly whole: Cost;
}

export function costsOf(text: string, hostname: string, addresses: readonly string[], rounds: number): Costs {
  const site = openSite("/nonexistent");
  const facts = { hostname, hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parseCf({ path: "sendmail.cf", text }).ast, site, facts);
  const engine = compileRulesets(config, site);
  const cost = (ask: (address: string) => void): Cost => {
    for (const address of addresses) ask(address);
    const start = performance.now();
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round += 1) for (const address of addresses) ask(address);
    const { user, system } = process.cpuUsage(before);
    const asked = addresses.length * rounds;
    return { clock: (performance.now() - start) / asked, processor: (user + system) / 1000 / asked };
  };
  return {
    rulesets: cost((address) => engine.run(["3", "0"], address)),
    whole: cost((address) => engine.resolve(address)),
  };
}
