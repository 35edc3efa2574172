import { parseAddresses } from "../../postfix/address/parse.ts";
import { internalForm } from "../../postfix/address/tokens.ts";
import { parameterEntry } from "../../postfix/catalogue/parameters.ts";
import { parseTime, unitOf } from "../../postfix/read/settings.ts";
import { valueWords } from "../../postfix/read/value-words.ts";

/** Lists of words of which Postfix only asks whether one is there (postconf(5)); the catalogue calls them strings. */
const sets =
  /(?:_classes|_keywords|_tls_protocols|_mandatory_protocols|_exclude_ciphers)$|^(?:propagate_unmatched_extensions|allow_mail_to_(?:commands|files)|inet_interfaces|inet_protocols|proxy_interfaces|parent_domain_matches_subdomains|smtpd_forbidden_commands|smtpd_noop_commands|smtpd_sasl_security_options|(?:im|ex)port_environment|authorized_\w+_users|mailbox_delivery_lock|virtual_mailbox_lock|proxy_(?:read|write)_maps)$/;

/** A parameter's expanded value in a form that is the same for two ways of writing the same. */
export function valueMeaning(name: string, value: string): string {
  const entry = parameterEntry(name);
  const byDefault = entry ? ([...entry.defaults.values()].at(-1) ?? "") : "";
  if (sets.test(name)) return setMeaning(value);
  switch (entry?.kind) {
    case "bool":
      return value.trim().toLowerCase();
    case "int":
      return /^\s*\d+\s*$/.test(value) ? `${Number(value)}` : value.trim();
    case "time":
      return `${parseTime(value, unitOf(byDefault)) ?? value.trim()}`;
    case "matches":
      // With an exception, the first pattern that matches decides.
      return value.includes("!") ? listMeaning(value) : setMeaning(value.toLowerCase());
    case "tables":
    case "restrictions":
      return listMeaning(value);
    default:
      return oneLine(value);
  }
}

function listMeaning(value: string): string {
  return valueWords(value, () => false)
    .map((word) => oneLine(word.startsWith("{") ? `{ ${word.slice(1, -1).trim()} }` : word))
    .join(", ");
}

function setMeaning(value: string): string {
  return [...new Set(valueWords(value, () => false).map(oneLine))].sort().join(", ");
}

/** Runs of blanks as one, as postconf(1) prints them. */
export function oneLine(text: string): string {
  return text.replace(/[ \t\r\n]+/g, " ").trim();
}

/** What the value of a table row is, by the parameters that name the table. */
export type RowRole = "addresses" | "recipients" | "member" | "text";

/** The role that a parameter gives to the tables it names. */
export function roleOf(parameter: string): RowRole {
  if (/^(?:alias_maps|alias_database|virtual_alias_maps)$/.test(parameter)) return "recipients";
  if (/canonical_maps$|generic_maps$/.test(parameter)) return "addresses";
  if (/_recipient_maps$/.test(parameter) || parameterEntry(parameter)?.kind === "matches") return "member";
  return "text";
}

/** A row's value so that spelling does not count: the order of recipients has no meaning, that of rewritings has. */
export function rowMeaning(value: string, role: RowRole): string {
  if (role === "member") return "";
  if (role === "text") return oneLine(value);
  const addresses = parseAddresses(value).map((tokens) => internalForm(tokens, false));
  return (role === "recipients" ? [...new Set(addresses)].sort() : addresses).join(", ");
}
