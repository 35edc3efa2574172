import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/fact.ts";
import type { Identity } from "../model/identity.ts";
import { assumedName } from "../sendmail/machine-facts.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { macroFact } from "./shared/class-facts.ts";

/**
 * The names of the host: `$j` as sendmail computes it (readcf.c and main.c: `Dj`, else `$w` with the domain), `$m` the
 * domain: what follows the first dot of the machine's name.
 */
export function liftIdentity({ config }: LiftContext): Lifted<Identity> {
  const diagnostics = config.facts.hostnameAssumed ? [assumption(config.facts.hostname)] : [];
  const machine: Fact<string> = {
    value: config.facts.hostname.toLowerCase(),
    origins: [{ kind: "assumed", fact: "hostname" }],
    certainty: "default",
  };
  const official = macroFact(config, "j");
  const name = hostNameIn(official?.value ?? "");
  const hostName = official && name !== undefined ? { ...official, value: name } : machine;
  const written = macroFact(config, "m");
  const searched = config.facts.hostnameAssumed ? "" : domainOf(machine.value);
  // Names without a dot are completed by the resolver, whatever `Dm` says (domain.c, dns_getcanonname).
  const isOther = written !== undefined && searched !== "" && written.value.toLowerCase() !== searched;
  const domainName = written && !isOther ? written : { ...machine, value: domainOf(machine.value) };
  return {
    value: { hostName, domainName, ...(isOther ? { domainMacro: written } : {}) },
    claims: [],
    diagnostics,
  };
}

/** A guess from `Dj` is mentioned; a name that nobody knows must be told before anything of this is used. */
function assumption(hostname: string): Diagnostic {
  if (hostname !== assumedName) {
    return diagnose("LI2002", undefined, `The host's own name is taken to be ${hostname}, as Dj says.`);
  }
  const message = `The host's own name is not known; ${hostname} stands for it.`;
  const help = "tell it with --fact hostname=mail.example.com, or put it into etc/hostname below the site root";
  return diagnose("LI2002", undefined, message, {
    severity: "warning",
    suggestions: [{ kind: "help", text: help }],
  });
}

/** `Dj$w.$d` of old files may end in a dot, or hold what is no name at all: then the machine's own name counts. */
function hostNameIn(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.+$/, "");
  return /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(name) ? name : undefined;
}

function domainOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? "" : host.slice(dot + 1);
}
