import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import { textOf, type WideSetting } from "../../expand/wide-cf/definition.ts";
import type { WideFacts } from "../../expand/wide-cf/facts.ts";
import { nearVariable } from "../../expand/wide-cf/variables.ts";
import type { WideDirective } from "../../syntax/wide-cf/ast.ts";

type Standing = readonly [Disposition, DiagnosticCode, string];

/** What stands of each line of a definition before anything is translated: what its variable is, and what is known of it. */
export function standingClaims(facts: WideFacts): readonly Claim[] {
  return facts.definition.file.directives.flatMap((directive) =>
    standingOf(directive, facts).map(([disposition, code, note]) => ({ at: directive.span, disposition, code, note })),
  );
}

function standingOf(directive: WideDirective, facts: WideFacts): readonly Standing[] {
  const { definition } = facts;
  if (directive.kind === "command") {
    return directive.looksLikeAssignment
      ? [["obsolete", "WC1003", "The shell would look for a command of this name: nothing is set."]]
      : [["unsupported", "WC1006", "A command of the shell: it is not run, and what it would set is not known."]];
  }
  if (directive.unset === "command-follows") return [["obsolete", "WC1002", "The shell would not set the variable."]];
  if (directive.unset === "conditional") {
    return [["manual", "WC1006", "Whether it is set is for the shell to decide: write a plain assignment."]];
  }
  const later = definition.superseded.get(directive);
  if (later) return [["obsolete", "WC1104", `Line ${later.span.line} sets it again.`]];
  const setting = definition.settings.get(directive.name);
  return setting ? ofSetting(setting, facts) : [];
}

function ofSetting(setting: WideSetting, facts: WideFacts): readonly Standing[] {
  const { name, variable, value } = setting;
  if (!variable) return [["unknown", "WC1012", unknownNote(name)]];
  if (variable.buildOnly !== undefined) return [buildOnly(setting, variable.buildOnly)];
  if (value === undefined) {
    return [["manual", "WC1103", "Its value is for the shell to find out, and nothing is run: write the value in."]];
  }
  if (variable.known === "named") {
    return [["manual", "WC1103", `Only the name is known (${variable.restsOn}). See what the old host does with it.`]];
  }
  if (value.replace(/\\\r?\n/g, "").trim() === "") return [["default", "WC1104", "Empty: CF's default holds."]];
  const own = ownStanding(name, facts);
  if (variable.known === "documented") return own ? [own] : [];
  const caution = `What it means is reconstructed; it rests on ${variable.restsOn}. Check the result.`;
  return [["approximate", "WC1102", caution], ...(own ? [own] : [])];
}

function unknownNote(name: string): string {
  const near = nearVariable(name);
  return near
    ? `${name} means nothing to CF; ${near} does.`
    : `Nothing that could be read about CF names the variable ${name}.`;
}

const usualFiles: Readonly<Record<string, string>> = { PROTO: "proto.v8", FEATURE: "files.v8" };

function buildOnly({ name, value }: WideSetting, what: string): Standing {
  const usual = usualFiles[name];
  if (usual !== undefined && value !== undefined && value.trim() !== usual) {
    return [
      "manual",
      "WC1103",
      `The sendmail.cf was built from ${value.trim()}, not from CF's ${usual}: convert the sendmail.cf itself.`,
    ];
  }
  return ["obsolete", "WC1100", `It is ${what}; nothing of it is needed.`];
}

/** Variables whose whole effect is said here, or that need a word beside what becomes of them. */
function ownStanding(name: string, facts: WideFacts): Standing | undefined {
  const { definition, checks } = facts;
  const text = (textOf(definition, name) ?? "").toLowerCase();
  switch (name) {
    case "CF_TYPE":
      if (definition.type.kind !== "check" && !definition.settings.has("MAIL_RELAY_RESTRICTION")) {
        return ["approximate", "WC1030", "Nothing restricts relaying; the new host does, whatever the old one did."];
      }
      return ["default", "WC1101", "It says which sendmail the file was generated for."];
    case "OS_TYPE":
      return ["default", "WC1101", "It names paths of the old system; Postfix has its own, the alias file is kept."];
    case "MX_SENDMAIL":
      return ["default", "WC1101", "Postfix asks for mail exchangers by itself."];
    case "MY_NAME":
    case "MY_DOMAIN":
      return ["exact", "WC1101", "It is a part of the host's name."];
    case "USE_cw_FILECLASS":
      return text === "yes" ? undefined : ["default", "WC1101", "No file of names is read."];
    case "cw_FILE_PATH":
      return (textOf(definition, "USE_cw_FILECLASS") ?? "").toLowerCase() === "yes"
        ? undefined
        : ["obsolete", "WC1104", "USE_cw_FILECLASS is not yes, so the file is not read."];
    case "ACCEPT_OFFICIAL":
      return text === "no"
        ? [
            "approximate",
            "WC1101",
            "The official name is not in mydestination; names without a domain are completed with localhost.",
          ]
        : ["exact", "WC1101", "The official name is in mydestination."];
    case "ALIAS_REWRITE":
      return text === "no" || facts.aliases.length === 0
        ? ["default", "WC1101", "No names are replaced in headers."]
        : undefined;
    case "FROM_ADDRESS":
      return facts.fromDomain === undefined
        ? ["manual", "WC1103", "The value is no domain: set myorigin by hand."]
        : undefined;
    case "LOCAL_MAILER_FLAG_ADD":
      return ["default", "WC1101", "Flags of the old local mailer; Postfix delivers by itself and needs none."];
    case "COPY_ERRORS_TO":
      return undefined;
    case "MAIL_RELAY_RESTRICTION":
      return text === "yes"
        ? ["exact", "WC1101", "Relaying is restricted: smtpd_relay_restrictions."]
        : ["approximate", "WC1030", "The new host restricts relaying, whatever the old one did."];
    case "ALLOW_RELAY_FROM":
      return ["manual", "WC1031", "Anybody can claim such a sender: it is not carried over; let users log in instead."];
    case "CLIENT_HOST_IPADDR":
    case "CLIENT_HOST_DOMAIN":
      return checks.restricted
        ? ["approximate", "WC1102", "The old host checked the senders of these clients, too; that is lost."]
        : unrestricted;
    default:
      return checkVariables.has(name) && !checks.restricted ? unrestricted : routingNote(name);
  }
}

const unrestricted: Standing = ["obsolete", "WC1104", "MAIL_RELAY_RESTRICTION is not yes, so it has no effect."];

const checkVariables = new Set([
  "CHECK_HOST_ALLOW",
  "CHECK_HOST_DENY",
  "CHECK_RELAY_DEFAULT",
  "LOCAL_HOST_IPADDR",
  "LOCAL_HOST_DOMAIN",
  "ALLOW_RECIPIENT_DOMAIN",
  "ALLOW_RELAY_TO",
]);

function routingNote(name: string): Standing | undefined {
  switch (name) {
    case "DIRECT_DELIVER_DOMAINS":
      return ["approximate", "WC1102", "The domains stand in transport_maps."];
    case "ACCEPT_ADDRS":
    case "ACCEPT_LOWER":
      return ["approximate", "WC1102", "The domains stand in mydestination."];
    default:
      return undefined;
  }
}
