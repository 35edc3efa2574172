import type { Fact } from "../model/fact.ts";
import type { EnvironmentVariable, HostProcessValues } from "../model/host-process.ts";
import type { Section } from "../model/section.ts";
import { written } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty } from "./shared/option-value.ts";

const { leaf, obsolete } = optionsOf<HostProcessValues>();

const readInterfaces: OptionReader<HostProcessValues["skipInterfaceNames"]> = (text) => {
  if (/^loopback$/i.test(text.trim())) return "loopback";
  return readBool(text) ? "all" : "none";
};

/** Options about the processes themselves. */
export const hostProcessOptions = [
  // op.me, TimeZoneSpec: unset or empty leaves the machine's own time zone, anything else is TZ.
  leaf("TimeZoneSpec", "timeZone", (text) => text.trim().replace(/^USE_(SYSTEM|TZ)$/i, "") || "system"),
  leaf("RunAsUser", "runAs", readNonEmpty),
  leaf("TrustedUser", "trustedUser", readNonEmpty),
  leaf("ServiceSwitchFile", "serviceOrderFile", readNonEmpty),
  leaf("LDAPDefaultSpec", "directoryDefaults", readNonEmpty),
  leaf("UseMSP", "submissionProgram", readBool),
  leaf("DontProbeInterfaces", "skipInterfaceNames", readInterfaces),
  obsolete("Verbose", "It belongs to the command line, not to a configuration."),
  obsolete("MacroDefinition", "It belongs to the command line, not to a configuration."),
  obsolete("NetName", "It named a network that mail no longer knows."),
  obsolete("WizardPassword", "The command that it protected is gone, for good reasons."),
  obsolete("Hacks", "Switches for tests of the old program."),
  obsolete("RequiresDirfsync", "Queue directories are always written to disk."),
];

/** How the mail system runs on its host. */
export function liftHostProcess(context: LiftContext): Lifted<Section<HostProcessValues>> {
  const lifted = liftOptions(context, hostProcessOptions);
  // cf/feature/msp.m4: `D{MTAHost}` names the host that takes all mail of the submission program.
  const host = context.config.macros.get("MTAHost");
  if (!host?.directive) return lifted;
  const submissionHost = { value: host.value.trim(), origins: [host.origin], certainty: "stated" as const };
  return { ...lifted, value: { ...lifted.value, submissionHost } };
}

/** `E` lines: the environment of the programs that deliver mail, and of the mail system's own libraries. */
export function liftEnvironment({ config }: LiftContext): Lifted<readonly Fact<EnvironmentVariable>[]> {
  const value = config.directives.flatMap((line): readonly Fact<EnvironmentVariable>[] => {
    if (line.kind !== "environment" || config.superseded.has(line)) return [];
    const variable = { name: line.name, value: line.value };
    return [{ value: variable, origins: [written(line.span)], certainty: "stated" }];
  });
  return { value, claims: [], diagnostics: [] };
}
