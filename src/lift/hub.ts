import type { Fact } from "../model/fact.ts";
import type { Hub } from "../model/hub.ts";
import type { Route } from "../model/route.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { Site } from "../source/site.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, inferred, macroFact } from "./shared/class-facts.ts";
import { readRoute } from "./shared/delivery-route.ts";
import { findRule, findRuleAnywhere, ruleOrigin } from "./shared/ruleset-evidence.ts";

const localRulesets = ["localaddr", "Local_localaddr", "5"];

/**
 * MAIL_HUB (`$H`), LOCAL_RELAY (`$R`), LUSER_RELAY (`$L`) and class L as ruleset 5 uses them: unknown users first, then
 * the hub, then the local relay (proto.m4; cf/README, "MASQUERADING AND RELAYING"). FEATURE stickyhost sends
 * user@local-domain to `$H` before aliases are looked at. FEATURE preserve_luser_host changes nothing: `$h` is not set for
 * a local name, so its macro {Host} stays empty (seen on 8.17).
 */
export function liftHub({ config, site }: LiftContext): Lifted<Hub> {
  const sticky = findRuleAnywhere(config, /^\$\+<@\$=w\.>$/, /^\$:<\$H>/);
  const value: Hub = {
    hub: hubRoute(config, "H") ?? hubRoute(config, "R"),
    qualifiedNamesGoUnchanged: inferred(sticky !== undefined, sticky ? [ruleOrigin(sticky)] : []),
    unknownUsers: routeOf(config, "L", findRule(config, localRulesets, /(?:)/, /<(\?)?\$L>/) !== undefined),
    localUsers: classFacts(config, "L"),
    sources: classSources(config, "L"),
    accounts: accountsOf(site),
  };
  return { value, claims: [], diagnostics: [] };
}

function hubRoute(config: SendmailConfig, macro: "H" | "R"): Fact<Route> | undefined {
  const isUsed = findRule(config, localRulesets, /^<>\$\+$/, macro === "H" ? /^\$:<\$H>/ : /^\$:<\$R>/) !== undefined;
  return routeOf(config, macro, isUsed);
}

function routeOf(config: SendmailConfig, macro: string, isUsed: boolean): Fact<Route> | undefined {
  const value = isUsed ? macroFact(config, macro) : undefined;
  const route = value ? readRoute(config, value.value) : undefined;
  return value && route && route.kind !== "here" ? { ...value, value: route } : undefined;
}

/** The names in etc/passwd below the site root. */
function accountsOf(site: Site): readonly string[] | undefined {
  if (!site.exists("/etc/passwd")) return undefined;
  const names: string[] = [];
  for (const { text } of site.lines("/etc/passwd")) {
    const name = text.split(":")[0] ?? "";
    if (/^[A-Za-z0-9_]/.test(name)) names.push(name.toLowerCase());
  }
  return names;
}
