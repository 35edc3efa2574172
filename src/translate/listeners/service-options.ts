import type { Listener } from "../../model/listeners.ts";
import type { MailPolicy } from "../../model/policy.ts";
import { filterList } from "../shared/filter-list.ts";

/** What one smtpd service does otherwise than main.cf says (`-o name=value`, master(5)). */
export function serviceOptions(
  listener: Listener,
  port: string,
  policy: MailPolicy,
): readonly (readonly [string, string])[] {
  const options: (readonly [string, string])[] = [];
  if (port !== "smtp") options.push(["syslog_name", `postfix/${logName(listener, port)}`]);
  if (listener.tlsFromStart) options.push(["smtpd_tls_wrappermode", "yes"]);
  if (listener.withoutTls) options.push(["smtpd_tls_security_level", "none"]);
  if (listener.withoutLogin) options.push(["smtpd_sasl_auth_enable", "no"]);
  if (listener.requireLogin) {
    options.push(["smtpd_sasl_auth_enable", "yes"]);
    options.push(["smtpd_client_restrictions", "permit_sasl_authenticated,reject"]);
  }
  if (!listener.etrn) options.push(["smtpd_etrn_restrictions", "reject"]);
  if (listener.requireQualified) {
    options.push(["smtpd_sender_restrictions", "reject_non_fqdn_sender,reject_non_fqdn_recipient"]);
  }
  if (listener.filters !== undefined) options.push(["smtpd_milters", ownFilters(listener.filters, policy)]);
  return options;
}

function logName(listener: Listener, port: string): string {
  const word = port === "submission" || port === "smtps" ? port : (listener.name ?? port);
  return word.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
}

/** Filters of this listener alone, by their names; an empty list turns filters off. */
function ownFilters(names: readonly string[], policy: MailPolicy): string {
  const { active, inactive } = policy.filters;
  const all = new Map([...active, ...inactive].map((fact) => [fact.value.name, fact.value]));
  return filterList(names.flatMap((name) => all.get(name) ?? []));
}
