import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { EnvironmentVariable, HostProcessValues } from "../model/host-process.ts";
import { defaultValue } from "../postfix/catalogue/parameters.ts";
import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingRules } from "./shared/setting.ts";
import { claimsFor, decides, ends, translateSettings } from "./shared/setting.ts";

const hostProcessCodes = {
  exact: "TR3195",
  default: "TR3196",
  approximate: "TR3197",
  manual: "TR3198",
} as const;

/** What becomes of each setting of the processes. */
export const hostProcessRules: SettingRules<HostProcessValues> = {
  timeZone: decides(
    "exact",
    ["import_environment", "export_environment"],
    "TZ is set for Postfix and for the programs that it runs.",
    (zone) =>
      zone === "system"
        ? { disposition: "default", note: "The system's time zone holds." }
        : { disposition: "exact", note: "TZ is set for Postfix and for the programs that it runs." },
  ),
  runAs: ends("default", "Postfix does its work under accounts without privileges."),
  trustedUser: ends("default", "Tables are built by root; Postfix's own files belong to mail_owner."),
  submissionProgram: ends("default", "Mail from the command line goes through postdrop(1) and pickup(8)."),
  submissionHost: decides(
    "exact",
    ["relayhost"],
    "All mail from the command line goes to this host; one that is this host itself needs nothing.",
    (host) =>
      /^\[?(127\.[\d.]+|IPv6:::1|::1|localhost)\]?$/i.test(host)
        ? { disposition: "default", note: "Mail from the command line goes into the queue of this host." }
        : { disposition: "exact", note: "All mail goes to this host.", parameters: [["relayhost", host]] },
  ),
  serviceOrderFile: ends(
    "approximate",
    "alias_maps says in which order aliases are looked up, and nsswitch.conf in which order hosts are.",
  ),
  directoryDefaults: ends("manual", "Write these settings into the file of each ldap: table (ldap_table(5))."),
  skipInterfaceNames: ends("default", "Postfix never takes names from interfaces; mydestination names them all."),
};

/** How Postfix runs: its environment, and what it needs no setting for. */
export function translateHostProcess(context: TranslateContext): Partial<Translated> {
  const { hostProcess, environment, trustedUsers } = context.policy;
  const settings = translateSettings(hostProcess, hostProcessRules, "compatibility", hostProcessCodes, context);
  const trusted = trustedUsers.flatMap((fact) =>
    claimsFor(
      fact.origins,
      "default",
      hostProcessCodes,
      "Every user may name another sender; Received: tells who submitted.",
    ),
  );
  const zone = hostProcess.timeZone;
  const variables: readonly Fact<EnvironmentVariable>[] = [
    ...(zone && zone.value !== "system" ? [{ ...zone, value: { name: "TZ", value: zone.value } }] : []),
    ...environment,
  ];
  return {
    parameters: [...settings.parameters, ...environmentLists(variables, context)],
    claims: [...settings.claims, ...trusted, ...environment.flatMap(environmentClaims)],
  };
}

/** postconf(5), import_environment, export_environment: `name=value` words beside the default names. */
function environmentLists(
  variables: readonly Fact<EnvironmentVariable>[],
  { options }: TranslateContext,
): readonly Parameter[] {
  const words = variables.flatMap(({ value }) => (value.value === undefined ? [] : [word(value.name, value.value)]));
  if (words.length === 0) return [];
  const origins = variables.flatMap((fact) => fact.origins);
  return ["import_environment", "export_environment"].map((name) => {
    const names = (defaultValue(name, options.version) ?? "")
      .split(/\s+/)
      .filter((one) => !words.some((own) => own.includes(`${one}=`)));
    return { name, value: [...names, ...words].join(" "), origins, group: "compatibility" };
  });
}

/** A value with blanks needs braces (postconf(5), 3.0). */
function word(name: string, value: string): string {
  const text = `${name}=${value.replaceAll("$", "$$$$")}`;
  return /[\s,]/.test(value) ? `{ ${text} }` : text;
}

function environmentClaims({ value, origins }: Fact<EnvironmentVariable>): readonly Claim[] {
  return value.value === undefined
    ? claimsFor(origins, "default", hostProcessCodes, "Postfix passes on only variables that it is told to.")
    : claimsFor(origins, "exact", hostProcessCodes, "Postfix and the programs that it runs get the same variable.");
}
