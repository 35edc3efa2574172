import type { Fact } from "../model/fact.ts";
import type { OutgoingSocket, OutgoingValues } from "../model/outgoing.ts";
import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingOutcome, SettingRules } from "./shared/setting.ts";
import { becomes, claimsFor, decides, ends, translateSettings } from "./shared/setting.ts";

const outgoingCodes = {
  exact: "TR3120",
  default: "TR3121",
  approximate: "TR3122",
  manual: "TR3123",
  unsupported: "TR3124",
} as const;

/** Exchangers first, then the relay of last resort (postconf(5), smtp_fallback_relay: tried in order). */
function fallbackOutcome(
  context: TranslateContext,
  disposition: "exact" | "approximate",
  note: string,
): SettingOutcome {
  const { fallbackExchangers, fallbackRelay } = context.policy.outgoing;
  const hosts = [...(fallbackExchangers?.value ?? []), ...(fallbackRelay ? [fallbackRelay.value] : [])];
  return { disposition, note, parameters: [["smtp_fallback_relay", hosts.join(", ")]] };
}

/** What becomes of each setting of the client. */
export const outgoingRules: SettingRules<OutgoingValues> = {
  asksNameSystem: decides(
    "exact",
    ["smtp_dns_support_level", "smtp_host_lookup"],
    "Destinations are looked up as the machine looks up hosts.",
    (asks) =>
      asks
        ? { disposition: "default", note: "Postfix asks the domain name system for mail exchangers." }
        : {
            disposition: "exact",
            note: "Destinations are looked up as the machine looks up hosts, not in the domain name system.",
            parameters: [
              ["smtp_dns_support_level", "disabled"],
              ["smtp_host_lookup", "native"],
            ],
          },
  ),
  heloName: becomes("smtp_helo_name", String, "The name given in EHLO."),
  connectOnlyTo: becomes(
    "relayhost",
    (address) => `[${address}]`,
    "All mail for other hosts goes to this address, but for what transport_maps sends elsewhere. Not for production.",
    "approximate",
  ),
  fallbackExchangers: decides(
    "approximate",
    ["smtp_fallback_relay"],
    "Postfix also uses it when a destination does not exist.",
    (_, context) =>
      fallbackOutcome(
        context,
        "approximate",
        "Postfix also uses it when a destination does not exist: mail to dead domains goes there instead of bouncing.",
      ),
  ),
  fallbackRelay: decides(
    "exact",
    ["smtp_fallback_relay"],
    "Used when a destination cannot be reached or does not exist.",
    (_, context) => fallbackOutcome(context, "exact", "Used when a destination cannot be reached or does not exist."),
  ),
  cachedConnections: decides(
    "default",
    ["smtp_connection_cache_on_demand"],
    "Postfix shares open connections between its processes while a destination has more mail; 0 turns that off.",
    (count) =>
      count > 0
        ? {
            disposition: "default",
            note: "Postfix shares open connections between its processes while a destination has more mail.",
          }
        : {
            disposition: "exact",
            note: "No connection is kept open.",
            parameters: [["smtp_connection_cache_on_demand", "no"]],
          },
  ),
  cachedConnectionTime: ends(
    "approximate",
    "Postfix keeps an idle connection for two seconds only (smtp_connection_cache_time_limit), on purpose.",
  ),
  resolver: decides(
    "approximate",
    ["smtp_dns_resolver_options"],
    "DNSRCH and DEFNAMES are carried over.",
    resolverOutcome,
  ),
  nameServer: ends("manual", "The resolver of the system decides: `nameserver` in /etc/resolv.conf."),
  searchDomains: ends("manual", "The resolver of the system decides: `search` in /etc/resolv.conf."),
  serviceType: ends("unsupported", "Postfix does not set the type of service of its connections."),
  hostsFile: decides(
    "approximate",
    ["smtp_host_lookup"],
    "The system decides which file is read (nsswitch.conf).",
    (file) =>
      file === "/etc/hosts"
        ? { disposition: "default", note: "The system's own file of hosts is read where host names are looked up." }
        : {
            disposition: "approximate",
            note: "Host names are also looked up as the system does; it reads /etc/hosts, not this file.",
            parameters: [["smtp_host_lookup", "dns, native"]],
          },
  ),
  addressWhenBestExchanger: decides(
    "approximate",
    [],
    "Postfix returns mail for a domain whose best mail exchanger is this host and which is not its own.",
    (value) =>
      value
        ? {
            disposition: "approximate",
            note: "Postfix returns such mail as a loop: name the domain in transport_maps (`domain smtp:[host]`) where it happens.",
          }
        : { disposition: "default", note: "Postfix returns such mail as a loop, too." },
  ),
  keepHostAliases: ends("default", "Postfix never replaces an alias of the domain name system in a header."),
  keepRoutes: decides("obsolete", [], "Postfix removes source routes, as RFC 5321 wants.", (keep) =>
    keep
      ? { disposition: "obsolete", note: "Postfix removes source routes, as RFC 5321 (appendix C) wants." }
      : { disposition: "default", note: "Postfix removes source routes." },
  ),
};

const resolverFlags: Readonly<Record<string, string>> = { dnsrch: "res_dnsrch", defnames: "res_defnames" };
const withoutEffect = new Set([
  "haswildcardmx",
  "workaroundbrokenaaaa",
  "aaonly",
  "usevc",
  "igntc",
  "recurse",
  "stayopen",
]);

function resolverOutcome(words: readonly string[]): SettingOutcome {
  const on = words.filter((word) => !word.startsWith("-")).map((word) => word.replace(/^\+/, "").toLowerCase());
  const flags = on.flatMap((word) => resolverFlags[word] ?? []);
  const unknown = on.filter((word) => resolverFlags[word] === undefined && !withoutEffect.has(word));
  if (flags.length > 0) {
    return {
      disposition: unknown.length > 0 ? "approximate" : "exact",
      note: "Short host names are completed by the resolver.",
      parameters: [["smtp_dns_resolver_options", flags.join(", ")]],
    };
  }
  if (unknown.length === 0)
    return { disposition: "default", note: "Postfix asks for addresses and mail exchangers as it should." };
  return { disposition: "approximate", note: `Postfix has no switch like ${unknown.join(", ")}.` };
}

/** The client side of SMTP: its name, its source address, what it falls back to. */
export function translateOutgoing(context: TranslateContext): Partial<Translated> {
  const settings = translateSettings(context.policy.outgoing, outgoingRules, "routing", outgoingCodes, context);
  const sockets = context.policy.outgoingSockets.map(socketParts);
  return {
    parameters: [...settings.parameters, ...sockets.flatMap((part) => part.parameters)],
    claims: [...settings.claims, ...sockets.flatMap((part) => part.claims)],
  };
}

/** A source address (postconf(5), smtp_bind_address, smtp_bind_address6), and the switches of that line. */
function socketParts({ value, origins }: Fact<OutgoingSocket>): Pick<Translated, "parameters" | "claims"> {
  const parameters: Parameter[] = [];
  const add = (name: string, text: string, group: Parameter["group"]): void => {
    parameters.push({ name, value: text, origins, group });
  };
  const missing = value.others.map((setting) => `there is no counterpart for ${setting}`);
  if (value.address !== undefined) {
    add(
      value.family === "ipv6" || value.address.includes(":") ? "smtp_bind_address6" : "smtp_bind_address",
      value.address,
      "routing",
    );
  }
  if (value.withoutTls) add("smtp_tls_security_level", "none", "tls");
  if (value.withoutAuthentication) add("smtp_sasl_auth_enable", "no", "sasl");
  if (value.heloFromAddress) missing.push("the name in EHLO is smtp_helo_name, whatever the source address");
  if (missing.length > 0) {
    return { parameters, claims: claimsFor(origins, "approximate", outgoingCodes, `${sentence(missing.join("; "))}.`) };
  }
  if (parameters.length === 0) {
    const note = "Postfix takes the source address that the system gives it, for both families.";
    return { parameters, claims: claimsFor(origins, "default", outgoingCodes, note) };
  }
  return { parameters, claims: claimsFor(origins, "exact", outgoingCodes, "Connections leave from this address.") };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
