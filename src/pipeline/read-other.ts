import { liftPolicy } from "../lift/index.ts";
import type { MailPolicy } from "../model/policy.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import { type LocatedFile, type LocatedSource, readLocated } from "../source/locate.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";
import { expandMcSource } from "./mc-source.ts";

/** What is known of the host when a second configuration of it is read. */
export interface OtherRequest {
  readonly facts: ReadonlyMap<string, string>;
  /** The m4 library for a .mc, as in ConvertRequest. */
  readonly cfDir?: string | undefined;
}

/** The policy of a .cf or .mc that lies beside the one that is converted; undefined: it cannot be read. */
export function policyOfOther(
  source: LocatedSource,
  other: LocatedFile,
  { facts, cfDir }: OtherRequest,
): MailPolicy | undefined {
  const text = readLocated(other);
  if (!text.ok) return undefined;
  const expansion = other.kind === "mc" ? expandMcSource({ ...source, main: other }, text.file, cfDir) : undefined;
  const { ast } = parseCf(expansion?.cf ?? text.file);
  const { config } = readSendmailConfig(ast, source.site, machineFacts(facts, source.site));
  const isBuiltin = expansion?.isBuiltin;
  return liftPolicy({ config, site: source.site, ...(isBuiltin ? { isBuiltin } : {}) }).value;
}
