import type { MailPolicy } from "../model/policy.ts";
import type { Site } from "../source/site.ts";
import { cronLines } from "./surroundings/cron.ts";
import { fileCatalogue } from "./surroundings/file-catalogue.ts";
import { hostsAccessFiles } from "./surroundings/hosts-access.ts";
import { internetServices } from "./surroundings/internet-services.ts";
import { nameServices } from "./surroundings/name-services.ts";
import type { SurroundingPart } from "./surroundings/part.ts";
import { restrictedShell } from "./surroundings/restricted-shell.ts";
import { startFiles } from "./surroundings/start-files.ts";
import { userFiles } from "./surroundings/user-files.ts";

/**
 * The files around a sendmail configuration on its host: who may connect (TCP Wrappers), what starts the daemons, where
 * names come from, what users and administrators put beside it. Everything is read, nothing is run.
 */
export function liftSurroundings(site: Site, policy: MailPolicy, byDefinition: boolean): SurroundingPart {
  const services = internetServices(site);
  const parts: readonly SurroundingPart[] = [
    hostsAccessFiles(site, services.smtpDaemon),
    services,
    startFiles(site),
    cronLines(site),
    nameServices(site),
    restrictedShell(site, policy, byDefinition),
    userFiles(site),
    fileCatalogue(site),
  ];
  const rules = parts.find(({ connectionRules }) => connectionRules !== undefined)?.connectionRules;
  const agents = parts.find((part) => part.agents !== undefined)?.agents;
  return {
    directives: parts.flatMap((part) => part.directives),
    claims: parts.flatMap((part) => part.claims),
    diagnostics: parts.flatMap((part) => part.diagnostics),
    ...(rules ? { connectionRules: rules } : {}),
    ...(agents ? { agents } : {}),
  };
}
