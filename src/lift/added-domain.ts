import type { Fact } from "../model/fact.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { findRule, ruleOrigin } from "./shared/ruleset-evidence.ts";

/** FEATURE(always_add_domain) with a domain of its own: `R$+ $@ $1 < @ DOMAIN >` in AddDomain (cf/mailer/local.m4). */
export function liftAddedDomain({ config }: LiftContext): Lifted<Fact<string> | undefined> {
  const form = /^\$@\$1<@([\w-]+(?:\.[\w-]+)*)>$/;
  const rule = findRule(config, ["AddDomain", "50"], /^\$\+$/, form);
  const domain = rule && form.exec(rule.rhs.text.replace(/\s+/g, ""))?.[1];
  if (!rule || domain === undefined) return { value: undefined, claims: [], diagnostics: [] };
  return {
    value: { value: domain.toLowerCase(), origins: [ruleOrigin(rule)], certainty: "stated" },
    claims: [],
    diagnostics: [],
  };
}
