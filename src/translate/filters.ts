import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { FilterStage, MailFilter } from "../model/filters.ts";
import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { filterList } from "./shared/filter-list.ts";
import { claimsFor } from "./shared/setting.ts";

const filterCodes = {
  exact: "TR3150",
  default: "TR3151",
  approximate: "TR3152",
  manual: "TR3153",
} as const;

const stageParameters: Readonly<Record<FilterStage, string>> = {
  connect: "milter_connect_macros",
  helo: "milter_helo_macros",
  sender: "milter_mail_macros",
  recipient: "milter_rcpt_macros",
  data: "milter_data_macros",
  "header-end": "milter_end_of_header_macros",
  "message-end": "milter_end_of_data_macros",
};

/** Facts that Postfix has to tell (MILTER_README, "Sendmail macro emulation"). */
const known = new Set(
  (
    "i j _ v {auth_authen} {auth_author} {auth_type} {cert_issuer} {cert_subject} {cipher} {cipher_bits} {client_addr} " +
    "{client_connections} {client_name} {client_port} {client_ptr} {daemon_addr} {daemon_name} {daemon_port} " +
    "{mail_addr} {mail_host} {mail_mailer} {rcpt_addr} {rcpt_host} {rcpt_mailer} {tls_version}"
  ).split(" "),
);

/** Filters for mail that comes by SMTP and for mail of this host's own users (MILTER_README). */
export function translateFilters({ policy }: TranslateContext): Partial<Translated> {
  const { active, inactive, told, undefinedNames, list } = policy.filters;
  const parameters: Parameter[] = [];
  const claims: Claim[] = [];
  if (active.length > 0) {
    const origins = active.flatMap((fact) => fact.origins);
    const value = filterList(active.map((fact) => fact.value));
    parameters.push({ name: "smtpd_milters", value, origins, group: "filters" });
    // The old program's own submissions came by SMTP, so filters saw them, too.
    parameters.push({ name: "non_smtpd_milters", value: "$smtpd_milters", origins, group: "filters" });
    // What a filter that names no action of its own gets when it is down; the old program went on without it.
    parameters.push({ name: "milter_default_action", value: "accept", origins, group: "filters" });
  }
  for (const fact of active) claims.push(...activeClaims(fact));
  const alone = new Set(policy.listeners.sockets.flatMap((socket) => socket.value.filters ?? []));
  for (const fact of inactive) {
    const note = alone.has(fact.value.name)
      ? "Only some listeners use this filter; see their services in master.cf."
      : "No list names this filter, so it was never asked.";
    claims.push(...claimsFor(fact.origins, alone.has(fact.value.name) ? "exact" : "default", filterCodes, note));
  }
  for (const name of undefinedNames) {
    const note = `Filter ${name.value} is listed but defined nowhere; it is left out.`;
    claims.push(...claimsFor(name.origins, "manual", filterCodes, note));
  }
  if (list && active.length === 0 && undefinedNames.length === 0) {
    claims.push(...claimsFor(list.origins, "default", filterCodes, "No filter is listed."));
  }
  for (const fact of told) {
    if (active.length === 0 && alone.size === 0) {
      claims.push(...claimsFor(fact.origins, "default", filterCodes, "No filter is in use."));
      continue;
    }
    const kept = fact.value.names.map(macroName).filter((name) => known.has(name));
    const lost = fact.value.names.map(macroName).filter((name) => !known.has(name));
    const name = stageParameters[fact.value.stage];
    parameters.push({ name, value: kept.join(" "), origins: fact.origins, group: "filters" });
    const note =
      lost.length === 0 ? "Filters are told the same facts." : `Postfix cannot tell filters ${lost.join(", ")}.`;
    claims.push(...claimsFor(fact.origins, lost.length === 0 ? "exact" : "approximate", filterCodes, note));
  }
  return { parameters, claims };
}

/** Names of more than one letter stand in braces. */
function macroName(text: string): string {
  const bare = text.replace(/^\$?\{?|\}$/g, "");
  return bare.length > 1 ? `{${bare}}` : bare;
}

function activeClaims({ value, origins }: Fact<MailFilter>): readonly Claim[] {
  if (value.others.length > 0) {
    const note = `The filter sees mail at the same stages; nothing is known of ${value.others.join(", ")}.`;
    return claimsFor(origins, "approximate", filterCodes, note);
  }
  if (value.whenDown === "close") {
    const note = "When the filter is down Postfix answers 4xx; it does not end the session with 421.";
    return claimsFor(origins, "approximate", filterCodes, note);
  }
  if (value.sendTimeout !== undefined && value.replyTimeout !== undefined && value.sendTimeout !== value.replyTimeout) {
    const note = "Postfix has one wait for sending and reading; the longer of both is taken.";
    return claimsFor(origins, "approximate", filterCodes, note);
  }
  return claimsFor(origins, "exact", filterCodes, "The filter sees mail at the same stages.");
}
