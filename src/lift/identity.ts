import { diagnose } from "../diagnostics/diagnostic.ts";
import type { Identity } from "../model/policy.ts";
import type { LiftContext, Lifted } from "./context.ts";

/**
 * The name of the host: `$j` as sendmail computes it (readcf.c and main.c: `Dj`, else `$w`, which is the machine's
 * own name).
 */
export function liftIdentity({ config }: LiftContext): Lifted<Identity> {
  const official = config.macros.get("j");
  const diagnostics = config.facts.hostnameAssumed
    ? [diagnose("LI2002", undefined, `The host's own name is assumed to be ${config.facts.hostname}.`)]
    : [];
  const hostName = official
    ? { value: official.value, origins: [official.origin], certainty: "stated" as const }
    : {
        value: config.facts.hostname,
        origins: [{ kind: "assumed" as const, fact: "hostname" }],
        certainty: "default" as const,
      };
  return { value: { hostName }, claims: [], diagnostics };
}
