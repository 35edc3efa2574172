import type { Fact } from "../model/fact.ts";
import { domainAdded } from "../sendmail/library-rules.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { ruleOrigin, rulesOf } from "./shared/ruleset-evidence.ts";

/** FEATURE(always_add_domain) with a domain of its own, in the ruleset that it has for this (cf/mailer/local.m4). */
export function liftAddedDomain({ config }: LiftContext): Lifted<Fact<string> | undefined> {
  const [found] = rulesOf(config, ["AddDomain", "50"]).flatMap((rule): Fact<string>[] => {
    const domain = domainAdded(rule)?.toLowerCase();
    return domain === undefined ? [] : [{ value: domain, origins: [ruleOrigin(rule)], certainty: "stated" }];
  });
  return { value: found, claims: [], diagnostics: [] };
}
