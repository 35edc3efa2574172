import type { Fact } from "../model/fact.ts";
import type { Masquerade } from "../model/masquerade.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { type Origin, written } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, inferred, macroFact } from "./shared/class-facts.ts";
import { findRule, mailerRulesets, masqueradeRulesets, reaches, ruleOrigin } from "./shared/ruleset-evidence.ts";

/**
 * `$M`, classes M, N and E, and where masquerading is done: which of the S= and R= rulesets of the SMTP and local
 * mailers come to ruleset MasqHdr (93). The features masquerade_envelope, allmasquerade, local_no_masquerade,
 * limited_masquerade and masquerade_entire_domain are nothing but this (cf/README, "MASQUERADING AND RELAYING").
 */
export function liftMasquerade({ config }: LiftContext): Lifted<Masquerade> {
  const entire = findRule(config, masqueradeRulesets, /\$\*\$=M\.>/);
  const localRule = findRule(config, masqueradeRulesets, /<@\$=w\.>/, /@\$M>/);
  const smtp = ["esmtp", "smtp", "relay"].find((name) => config.mailers.has(name));
  const value: Masquerade = {
    name: macroFact(config, "M"),
    domains: classFacts(config, "M"),
    includesSubdomains: inferred(entire !== undefined, entire ? [ruleOrigin(entire)] : []),
    localDomains: inferred(localRule !== undefined, localRule ? [ruleOrigin(localRule)] : []),
    exceptions: classFacts(config, "N"),
    exposedUsers: classFacts(config, "E"),
    envelope: passes(config, smtp, "S", "envelope"),
    headerRecipients: passes(config, smtp, "R", "header"),
    localDelivery: passes(config, config.mailers.has("local") ? "local" : undefined, "S", "header"),
    sources: [...classSources(config, "M"), ...classSources(config, "N"), ...classSources(config, "E")],
  };
  return { value, claims: [], diagnostics: [] };
}

/** Whether a mailer's ruleset comes to masquerading; the mailer's line is the evidence. */
function passes(
  config: SendmailConfig,
  mailer: string | undefined,
  field: "S" | "R",
  part: "envelope" | "header",
): Fact<boolean> {
  if (mailer === undefined) return inferred(false);
  const ruleset = mailerRulesets(config, mailer, field)?.[part];
  const line = config.mailers.get(mailer)?.line;
  const origins: readonly Origin[] = line ? [written(line.span)] : [];
  return inferred(ruleset !== undefined && reaches(config, ruleset, masqueradeRulesets), origins);
}
