import type { SmartHost } from "../model/smart-host.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { macroFact } from "./shared/class-facts.ts";
import { readRoute } from "./shared/delivery-route.ts";
import { findRuleAnywhere } from "./shared/ruleset-evidence.ts";

/** `DS`, when a rule of ruleset 0 uses it: the last step before a domain's own mail exchangers. */
export function liftSmartHost({ config }: LiftContext): Lifted<SmartHost> {
  const host = macroFact(config, "S");
  const isUsed = findRuleAnywhere(config, /(?:)/, /<\$S>|\$@\$S\b/) !== undefined;
  const route = host && isUsed ? readRoute(config, host.value) : undefined;
  return {
    value: {
      route: host && route && route.kind !== "here" ? { ...host, value: route } : undefined,
      literalsApart: route?.kind === "relay" && route.port !== undefined && literalsGoApart(config, host?.value ?? ""),
    },
    claims:
      host && (!route || route.kind === "here")
        ? host.origins.flatMap((origin) =>
            origin.kind === "written"
              ? [
                  {
                    at: origin.span,
                    disposition: "obsolete" as const,
                    code: "LI2050" as const,
                    note: isUsed ? `${host.value} is this host, so the rules drop it.` : "No rule uses the smart host.",
                  },
                ]
              : [],
          )
        : [],
    diagnostics: [],
  };
}

/** `smarthost without mailer` (proto.m4, Parse1): literals go there by the mailer for other hosts, at its own port. */
function literalsGoApart(config: SendmailConfig, host: string): boolean {
  const rule = findRuleAnywhere(config, /^\$\*<@\[\$\+\]:\$\+>\$\*$/, /^\$#[\w-]+\$@\$3\$:/);
  return rule !== undefined && !/^[\w-]+:/.test(host);
}
