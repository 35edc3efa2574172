import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { testMode } from "./peers/index.ts";

export interface BothAnswers {
  readonly command: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The same test-mode commands to our engine and to one real `sendmail -bt`. */
export async function askBoth(cf: string, commands: readonly string[]): Promise<readonly BothAnswers[]> {
  const site = openSite("/nonexistent");
  const facts = { hostname: "mail.example.com", hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parseCf({ path: "sendmail.cf", text: cf }).ast, site, facts);
  const mode = compileRulesets(config, site).testMode();
  const real = testMode(cf, { hostname: "mail.example.com" });
  const theirs = await real.askAll(commands);
  await real.close();
  return commands.map((command, index) => ({
    command,
    ours: mode.answer(command).replace(/\n$/, ""),
    theirs: (theirs[index] ?? []).join("\n"),
  }));
}
