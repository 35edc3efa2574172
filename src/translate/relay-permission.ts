import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { RelayPermission } from "../model/relay-permission.ts";
import type { LookupRow, LookupTable, Parameter } from "../postfix/config.ts";
import { primarySpan } from "../source/origin.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { relayCodes } from "./shared/codes.ts";
import { parentMatching } from "./shared/parent-domains.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { checkWord, literalPattern, lookupTable, tableWord } from "./shared/table.ts";
import { surveyVirtualUsers, virtualDomainClass } from "./shared/virtual-domains.ts";

/** Longer lists than this one go into a table. */
const inlineLimit = 30;

/** Postfix's own list (postconf(5)), from which the two that matter here may be taken. */
const parentMatchers = [
  "debug_peer_list",
  "fast_flush_domains",
  "mynetworks",
  "permit_mx_backup_networks",
  "qmqpd_authorized_clients",
];

/**
 * `mynetworks`, `relay_domains` and `smtpd_relay_restrictions`. What would make an open relay of the new host is never
 * carried over, whatever the old one did: it is a finding.
 */
export function translateRelayPermission(context: TranslateContext): Partial<Translated> {
  const { policy } = context;
  const relay = policy.relayPermission;
  const domains = relayedDomains(context);
  const clients = clientNames(relay);
  return {
    parameters: [networks(context), ...parentParameter(context), ...replyCodes()],
    tables: [...domains.tables, ...(clients ? [clients] : [])],
    words: [
      ...domains.words,
      ...permits(relay),
      ...(clients
        ? [
            checkWord(
              "smtpd_relay_restrictions",
              restrictionRank.relay.clientName,
              "check_client_access",
              clients,
              context.options,
            ),
          ]
        : []),
      relayWord("reject_unauth_destination", restrictionRank.relay.end, []),
    ],
    claims: relayClaims(relay),
    diagnostics: refusedGrants(relay),
  };
}

/** Loopback, class R and the host's own addresses, as Relay_ok asks for them. */
function networks({ policy }: TranslateContext): Parameter {
  const { relayPermission, localDomains } = policy;
  const words = new Set(["127.0.0.0/8", "[::1]/128"]);
  for (const { value } of relayPermission.networks) {
    words.add(value.family === "ipv6" ? `[${value.address}]/${value.prefix}` : `${value.address}/${value.prefix}`);
  }
  for (const { value } of localDomains.addresses) {
    if (/^\d+(\.\d+){3}$/.test(value) && !value.startsWith("127.")) words.add(`${value}/32`);
    else if (value.includes(":") && !/^[0:]*1$/.test(value)) words.add(`[${value}]/128`);
  }
  return {
    name: "mynetworks",
    value: [...words].join(", "),
    origins: relayPermission.networks.flatMap((fact) => fact.origins),
    group: "access",
  };
}

function relayedDomains(context: TranslateContext): {
  words: readonly ListWord[];
  tables: Translated["tables"];
} {
  const { policy, options } = context;
  const { relayPermission: relay, virtualUsers, localDomains } = policy;
  const { shapes } = surveyVirtualUsers(policy);
  const local = new Set(localDomains.names.map((fact) => fact.value));
  const virtual = new Set(virtualUsers.domains.map((fact) => fact.value));
  const names = new Set<string>();
  for (const { value } of [...relay.domains, ...(relay.recipientDomains ?? [])]) {
    if (!local.has(value) && !virtual.has(value)) names.add(value);
  }
  for (const { value } of virtualUsers.domains) {
    if (virtualDomainClass(shapes.get(value)) === "relay") names.add(value);
  }
  const own = relay.ownDomain?.value ?? "";
  if (own !== "" && !local.has(own)) names.add(own);
  const origins = [...relay.sources, ...(relay.ownDomain?.origins ?? [])];
  const word = (text: string, rank: number): ListWord => ({
    parameter: "relay_domains",
    rank,
    word: text,
    origins,
    group: "domains",
  });
  const below = hostsBelow(context, origins);
  const belowWords = below.map((table) =>
    tableWord("relay_domains", rewritingRank.relayDomains.tables + 20, table, options, "domains"),
  );
  // An empty list must be said: Postfix's default differs between versions.
  if (names.size === 0 && below.length === 0)
    return { words: [word("", rewritingRank.relayDomains.names)], tables: [] };
  if (names.size <= inlineLimit) {
    return {
      words: [...[...names].map((name) => word(name, rewritingRank.relayDomains.names)), ...belowWords],
      tables: below,
    };
  }
  const table = lookupTable("relay_names", origins, ["Domains to which anybody may send."], function* () {
    for (const name of names) yield { key: name, value: "relay" };
  });
  return {
    words: [tableWord("relay_domains", rewritingRank.relayDomains.tables, table, options, "domains"), ...belowWords],
    tables: [table, ...below],
  };
}

/**
 * Hosts below a local or virtual domain: the domain itself may not stand in both lists, and a pattern can leave it out.
 * $=R holds below its members, too, unless permission is for whole hosts (Rcpt_ok in proto.m4).
 */
function hostsBelow({ policy }: TranslateContext, origins: Parameter["origins"]): readonly LookupTable[] {
  const { relayPermission: relay, virtualUsers, localDomains } = policy;
  const elsewhere = new Set([...localDomains.names, ...virtualUsers.domains].map((fact) => fact.value));
  const listed = relay.includesSubdomains.value ? [...relay.domains, ...(relay.recipientDomains ?? [])] : [];
  const own = relay.ownDomain?.value ?? "";
  const names = new Set([own, ...listed.map((fact) => fact.value)].filter((name) => elsewhere.has(name)));
  if (names.size === 0) return [];
  const comment = [`Hosts below ${names.size === 1 ? [...names][0] : "domains of this host"}.`];
  const rows = (): Iterable<LookupRow> =>
    [...names].map((name) => ({ key: `/\\.${literalPattern(name)}$/`, value: "relay" }));
  return [lookupTable("relay_own_hosts", origins, comment, rows, "pcre")];
}

/** Names whose verified hosts may send anywhere: class R and the host's own domain. */
function clientNames(relay: RelayPermission) {
  const own = relay.ownDomain?.value;
  const listed = [...relay.domains, ...(relay.clientDomains ?? [])];
  const names = [...new Set([...listed.map((fact) => fact.value), ...(own ? [own] : [])])];
  if (names.length === 0) return undefined;
  const origins = [...relay.sources, ...(relay.ownDomain?.origins ?? [])];
  const below = relay.includesSubdomains.value;
  const comment = [
    "Clients that may send anywhere, by the name that their address leads to and that leads back to it.",
  ];
  return lookupTable("relay_clients", origins, comment, function* () {
    for (const name of names) {
      yield { key: name, value: "OK" };
      if (below || name === own) yield { key: `.${name}`, value: "OK" };
    }
  });
}

function permits(relay: RelayPermission): readonly ListWord[] {
  const mechanisms = relay.trustedMechanisms;
  return [
    relayWord("permit_mynetworks", restrictionRank.relay.ownNetworks, []),
    ...(mechanisms.length > 0
      ? [
          relayWord(
            "permit_sasl_authenticated",
            restrictionRank.relay.trustedLogin,
            mechanisms.flatMap((one) => one.origins),
          ),
        ]
      : []),
    ...(relay.exchangedDomains
      ? [relayWord("permit_mx_backup", restrictionRank.relay.backupExchanger, relay.exchangedDomains.origins)]
      : []),
  ];
}

function relayWord(word: string, rank: number, origins: ListWord["origins"]): ListWord {
  return { parameter: "smtpd_relay_restrictions", rank, word, origins, group: "access" };
}

function parentParameter({ policy }: TranslateContext): readonly Parameter[] {
  const matching = parentMatching(policy);
  if (matching.relayDomains && matching.accessTables) return [];
  const words = [
    ...parentMatchers,
    ...(matching.relayDomains ? ["relay_domains"] : []),
    ...(matching.accessTables ? ["smtpd_access_maps"] : []),
  ];
  return [
    {
      name: "parent_domain_matches_subdomains",
      value: words.join(", "),
      origins: [...policy.relayPermission.includesSubdomains.origins, ...policy.access.dottedKeys.origins],
      group: "access",
      comment: "Keys mean one domain; hosts below it have keys with a dot.",
    },
  ];
}

/** Explicit because Postfix's defaults are 554 and 450 where sendmail answers 550 and 553. */
function replyCodes(): readonly Parameter[] {
  const codes = { access_map_reject_code: "550", relay_domains_reject_code: "550", unknown_address_reject_code: "553" };
  return Object.entries(codes).map(([name, value]) => ({ name, value, origins: [], group: "access" as const }));
}

function relayClaims(relay: RelayPermission): readonly Claim[] {
  const mechanisms = relay.trustedMechanisms.flatMap((fact) => fact.origins);
  return [
    ...claimsFor(
      relay.sources,
      "exact",
      relayCodes,
      "Networks stand in mynetworks, domains in relay_domains and relay_clients.",
    ),
    ...relay.ignored.flatMap(({ text, origin, reason }) =>
      claimsFor([origin], "approximate", relayCodes, `${text} is left out: ${reason}.`),
    ),
    ...claimsFor(mechanisms, "exact", relayCodes, "Clients that log in may relay: permit_sasl_authenticated."),
    ...claimsFor(
      relay.exchangedDomains?.origins ?? [],
      "approximate",
      relayCodes,
      "permit_mx_backup relays for domains that name this host as a second mail exchanger only. List the domains in relay_domains instead.",
    ),
    ...claimsFor(
      relay.localSenders?.origins ?? [],
      "manual",
      relayCodes,
      "Anybody who claims a local sender could relay. It is not carried over; let clients log in instead.",
      "stranger-relays",
    ),
    ...claimsFor(
      relay.listedSenders?.origins ?? [],
      "manual",
      relayCodes,
      "Anybody who claims a listed sender could relay. It is not carried over; let clients log in instead.",
      "stranger-relays",
    ),
    ...claimsFor(
      relay.everybody?.origins ?? [],
      "approximate",
      relayCodes,
      "Strangers' mail for other hosts went through here, because no rule asks who sends it. That is not carried over.",
      "stranger-relays",
    ),
    ...claimsFor(
      relay.loopbackRefused?.origins ?? [],
      "approximate",
      relayCodes,
      "Clients on this host (127.0.0.1) may send everywhere, also where no table named them.",
      "loopback-relays",
    ),
    ...claimsFor(
      relay.loose?.origins ?? [],
      "manual",
      relayCodes,
      "user%host@relay could pass mail on to any host. It is not carried over: Postfix refuses such addresses.",
    ),
  ];
}

function refusedGrants(relay: RelayPermission): readonly Diagnostic[] {
  if (!relay.everybody) return [];
  const at = relay.everybody.origins.map(primarySpan).find((span) => span !== undefined);
  return [
    diagnose(
      relayCodes.manual,
      at,
      "The old host relays mail of everybody to everywhere. That is not carried over: the new host relays for its own networks and domains only.",
    ),
  ];
}
