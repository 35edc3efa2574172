import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSendmailConfig } from "../../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../../src/source/site.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { expandMc, peerSuite, testMode } from "../../support/peers/index.ts";

const here = new URL(".", import.meta.url).pathname;
const host = "mail.example.com";
const cases = readdirSync(here).filter((name) => existsSync(`${here}${name}/commands`));

interface Transcript {
  readonly command: string;
  readonly ours: string;
  readonly theirs: string;
}

peerSuite(["sendmail", "m4"], "test mode answers as the real sendmail -bt, line by line", () => {
  const transcripts = new Map<string, readonly Transcript[]>();
  beforeAll(async () => {
    for (const name of cases) transcripts.set(name, await both(name));
  });
  afterAll(() => transcripts.clear());

  it.each(cases)("%s", (name) => {
    const different = (transcripts.get(name) ?? []).filter(({ ours, theirs }) => ours !== theirs);
    expect(different.map(({ command, ours, theirs }) => ({ command, ...firstDifference(ours, theirs) }))).toEqual([]);
  });

  it("asks enough to mean something", () => {
    const asked = [...transcripts.values()].reduce((sum, list) => sum + list.length, 0);
    expect(asked).toBeGreaterThan(1000);
  });
});

async function both(name: string): Promise<readonly Transcript[]> {
  const root = `${here}${name}/root`;
  const text = configuration(name);
  const commands = readFileSync(`${here}${name}/commands`, "latin1").split("\n").slice(0, -1);
  const site = openSite(root);
  const facts = { hostname: host, hostnameAssumed: false, other: new Map([["version", "8.17.1.9"]]) };
  const { config } = readSendmailConfig(parseCf({ path: "sendmail.cf", text }).ast, site, facts);
  const mode = compileRulesets(config, site).testMode();
  const real = testMode(text, { hostname: host, root });
  const theirs = await real.askAll(commands);
  await real.close();
  return commands.map((command, index) => ({
    command,
    ours: comparable(mode.answer(command)),
    theirs: comparable(`${(theirs[index] ?? []).join("\n")}\n`),
  }));
}

function configuration(name: string): string {
  const cf = `${here}${name}/sendmail.cf`;
  const text = existsSync(cf)
    ? readFileSync(cf, "latin1")
    : expandMc(readFileSync(`${here}${name}/sendmail.mc`, "latin1"));
  return text.includes("\nStranslate") ? text : `${text}\nStranslate\nR$* $$| $*\t$: $1 $| $2\n`;
}

/**
 * Addresses in memory (`-d21.15`), numbers of the operating system's errors, and the addresses that either side makes
 * up for hosts are nobody's business.
 */
function comparable(text: string): string {
  return text
    .replace(/198 \. 18 \. \d+ \. \d+/g, "192 . 0 . 2 . 1")
    .replace(/0x[0-9a-f]+=/g, "0x=")
    .replace(/errno=\d+/g, "errno=")
    .replace(/\n$/, "");
}

function firstDifference(ours: string, theirs: string): { readonly ours: string; readonly theirs: string } {
  const a = ours.split("\n");
  const b = theirs.split("\n");
  const at = a.findIndex((line, index) => line !== b[index]);
  const from = at === -1 ? a.length : at;
  return { ours: a.slice(from, from + 2).join(" / "), theirs: b.slice(from, from + 2).join(" / ") };
}
