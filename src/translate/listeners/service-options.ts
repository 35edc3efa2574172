import type { Listener } from "../../model/listeners.ts";
import type { MailPolicy } from "../../model/policy.ts";
import { filterList } from "../shared/filter-list.ts";
import { offeredMechanisms } from "../shared/login-mechanisms.ts";
import { unqualifiedSenders } from "../shared/unqualified-senders.ts";

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
  if (listener.withoutLogin || loginWaits(listener, port, policy)) options.push(["smtpd_sasl_auth_enable", "no"]);
  if (listener.requireLogin) {
    options.push(["smtpd_sasl_auth_enable", "yes"]);
    options.push(["smtpd_client_restrictions", "permit_sasl_authenticated,reject"]);
  }
  if (!listener.etrn) options.push(["smtpd_etrn_restrictions", "reject"]);
  // The list that the fewest features use: the other lists of main.cf count on this port, too. With
  // smtpd_delay_reject every list is asked at RCPT (postconf(5)).
  const qualified = [
    listener.requireQualified ? "reject_non_fqdn_sender" : "",
    listener.requireQualifiedRecipients ? "reject_non_fqdn_recipient" : "",
  ].filter((word) => word !== "");
  if (qualified.length > 0) options.push(["smtpd_helo_restrictions", qualified.join(",")]);
  if (listener.allowUnqualified && policy.access.refusesUnqualifiedSenders.value) {
    options.push([unqualifiedSenders.name, ""]);
  }
  if (listener.filters !== undefined) options.push(["smtpd_milters", ownFilters(listener.filters, policy)]);
  return options;
}

/**
 * Where the world's mail comes in, log-in waits for a person: smtpd ends at every connection while no SASL mechanism
 * is installed ("fatal: no SASL authentication mechanisms", smtpd_sasl_glue.c), and no mail would come in.
 */
export function loginWaits(listener: Listener, port: string, policy: MailPolicy): boolean {
  return port === "smtp" && !listener.requireLogin && !listener.withoutLogin && offeredMechanisms(policy).length > 0;
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
