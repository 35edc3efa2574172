import { comparePolicies, type PolicyDifference } from "../diff/policies.ts";
import { liftPolicy } from "../lift/index.ts";
import type { MailPolicy } from "../model/policy.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import type { LocatedSource } from "../source/locate.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";
import { expandMcSource } from "./mc-source.ts";

/**
 * The two roads of a .mc into a policy (design.md, section 3): by the names of its calls, with the built-in macros, and
 * through the sendmail.cf that the m4 library in `cfDir` makes of it. Both give the same values; what differs is
 * returned, `before` by name and `after` through the cf.
 */
export function compareRoads(
  source: LocatedSource,
  file: SourceFile,
  cfDir: string,
  facts: ReadonlyMap<string, string>,
): readonly PolicyDifference[] {
  const policy = (library: string): MailPolicy => {
    const { cf, isBuiltin } = expandMcSource(source, file, library);
    const { config } = readSendmailConfig(parseCf(cf).ast, source.site, machineFacts(facts, source.site));
    return liftPolicy({ config, site: source.site, isBuiltin }).value;
  };
  return comparePolicies(policy("none"), policy(cfDir));
}
