import type { Claim } from "../diagnostics/disposition.ts";
import type { Hub } from "../model/hub.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { Route } from "../model/route.ts";
import type { LookupRow, Parameter } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { transportOf } from "./shared/nexthop.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { literalPattern, lookupTable, tableWord } from "./shared/table.ts";

type RelayRoute = Extract<Route, { kind: "relay" }>;

/**
 * Where local names go that are not delivered here. On the old host aliases come first, then unknown users, then the
 * hub, and the recipient becomes user@hub; users of class L stay.
 */
export function translateHub(context: TranslateContext): Partial<Translated> {
  const { hub: fact, unknownUsers, sources } = context.policy.hub;
  const parts = [
    fact && fact.value.kind === "relay" ? hubParts(fact.value, context) : undefined,
    unknownParts(context),
  ].filter((part) => part !== undefined);
  return {
    parameters: parts.flatMap((part) => part.parameters ?? []),
    words: parts.flatMap((part) => part.words ?? []),
    tables: parts.flatMap((part) => part.tables ?? []),
    claims: [
      ...parts.flatMap((part) => part.claims ?? []),
      ...claimsFor(
        sources,
        "exact",
        routeCodes,
        fact || unknownUsers ? "These users stay on this host." : "Without a hub all users stay on this host.",
      ),
    ],
  };
}

/** The hub: accounts by name, everything else by what local(8) does with names that it does not know. */
function hubParts(route: RelayRoute, context: TranslateContext): Partial<Translated> {
  const { policy } = context;
  const { hub } = policy;
  const origins = hub.hub?.origins ?? [];
  const host = route.hosts[0]?.host ?? "";
  if (hub.qualifiedNamesGoUnchanged.value) return stickyParts(route, context);
  const moved = movedUsers(policy);
  const rewritten = lookupTable(
    "hub_users",
    origins,
    [`Users whose mail is on ${host}, where no alias or extension says otherwise.`],
    () => hubPatterns(policy, moved, host),
    "pcre",
  );
  const members = lookupTable("hub_aliases", origins, [`Members of aliases whose mail is on ${host}.`], function* () {
    for (const name of moved ?? []) yield { key: name, value: `${name}@${host}` };
  });
  const route2 = routeToHub(route, context);
  const words: ListWord[] = [
    tableWord("virtual_alias_maps", rewritingRank.virtual.hub, rewritten, context.options, "rewriting"),
    tableWord("alias_maps", rewritingRank.aliases.hub, { ...members, format: "aliases" }, context.options, "aliases"),
    ...route2.words,
  ];
  return {
    parameters: hub.unknownUsers
      ? []
      : [parameter("luser_relay", `$local@${host}`, origins), parameter("local_recipient_maps", "", origins)],
    tables: [rewritten, { ...members, format: "aliases" }, ...route2.tables],
    words,
    claims: claimsFor(origins, "approximate", routeCodes, hubNote(host, hub)),
  };
}

function hubNote(host: string, hub: Hub): string {
  return hub.accounts === undefined
    ? `Mail of local users goes to ${host}. The list of accounts was not there: fill hub_users and hub_aliases with the names of those who are on the hub.`
    : `Mail of local users goes to ${host}. New accounts must be added to hub_users and hub_aliases; mail that names ${host} itself goes there as well.`;
}

/** FEATURE stickyhost: user@local-domain goes to the hub as it is; aliases are asked for names without a domain only. */
function stickyParts(route: RelayRoute, { policy, options }: TranslateContext): Partial<Translated> {
  const origins = policy.hub.hub?.origins ?? [];
  const transport = transportOf(route, policy, options.version);
  if ("problem" in transport) return {};
  const stay = policy.hub.localUsers.map((fact) => literalPattern(fact.value));
  const table = lookupTable(
    "mailbox_transport",
    origins,
    ["All local users but these are on the hub."],
    () => [{ key: stay.length > 0 ? `/^(?!(${stay.join("|")})$)/` : "/^/", value: transport.value }],
    "pcre",
  );
  return {
    parameters: [parameter("forward_path", "", origins), parameter("local_recipient_maps", "", origins)],
    tables: [table],
    words: [tableWord("mailbox_transport_maps", 100, table, options, "delivery")],
    claims: claimsFor(
      origins,
      "approximate",
      routeCodes,
      "Local users are on the hub, their addresses unchanged. Aliases are asked first, for addresses with a domain, too.",
    ),
  };
}

/** Accounts that are on the hub: not those of class L, not those that an alias renames. */
function movedUsers(policy: MailPolicy): readonly string[] | undefined {
  const { accounts, localUsers } = policy.hub;
  if (!accounts) return undefined;
  const aliases = aliasNames(policy);
  const stay = new Set(localUsers.map((fact) => fact.value));
  return accounts.filter((name) => !stay.has(name) && !aliases.has(name));
}

function aliasNames(policy: MailPolicy): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of policy.aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias") names.add(entry.name);
  }
  return names;
}

/** Without aliases and unknown users every local name is on the hub; otherwise the accounts are, by name. */
function hubPatterns(policy: MailPolicy, moved: readonly string[] | undefined, host: string): readonly LookupRow[] {
  const domains = [...localNames(policy)].map(literalPattern);
  const stay = [...new Set([...policy.hub.localUsers.map((fact) => fact.value), ...aliasNames(policy)])];
  const where = `@(${domains.join("|")})$`;
  if (policy.hub.unknownUsers === undefined && stay.length <= 200) {
    const except = stay.length > 0 ? `(?!(${stay.map(literalPattern).join("|")})[+@])` : "";
    return [{ key: `/^${except}([^@]+)${where}/`, value: `\${${stay.length > 0 ? 2 : 1}}@${host}` }];
  }
  return (moved ?? []).map((name) => ({
    key: `/^${literalPattern(name)}(\\+[^@]*)?${where}/`,
    value: `${name}\${1}@${host}`,
  }));
}

/** Mail for user@hub must not take the smart host. */
function routeToHub(
  route: RelayRoute,
  context: TranslateContext,
): { readonly words: readonly ListWord[]; readonly tables: Translated["tables"] } {
  const { policy, options } = context;
  const host = route.hosts[0]?.host;
  const transport = transportOf(route, policy, options.version);
  const direct =
    policy.smartHost.route === undefined &&
    route.hosts.every((hop) => !hop.direct) &&
    route.hosts.length === 1 &&
    route.port === undefined;
  if (host === undefined || direct || "problem" in transport) return { words: [], tables: [] };
  const origins = policy.hub.hub?.origins ?? [];
  const table = lookupTable("transport_hub", origins, ["The hub is reached directly."], () => [
    { key: host, value: transport.value },
  ]);
  return {
    words: [tableWord("transport_maps", rewritingRank.transport.hub, table, options, "routing")],
    tables: [table],
  };
}

/** LUSER_RELAY: names without account and alias. */
function unknownParts(context: TranslateContext): Partial<Translated> | undefined {
  const { policy, options } = context;
  const fact = policy.hub.unknownUsers;
  if (!fact) return undefined;
  const { value: route, origins } = fact;
  const acceptAll = parameter("local_recipient_maps", "", origins);
  const claim = (disposition: Claim["disposition"], note: string) => claimsFor(origins, disposition, routeCodes, note);
  switch (route.kind) {
    case "local":
      return {
        parameters: [acceptAll, parameter("luser_relay", route.user ?? "$local", origins)],
        claims: claim("exact", `Unknown local users go to ${route.user}: luser_relay.`),
      };
    case "refuse":
      return {
        claims: claim(
          "approximate",
          `Unknown local users are refused with Postfix's own text, not "${route.refusal.text}".`,
        ),
      };
    case "relay": {
      if (policy.hub.unknownUsersKeepDomain) {
        const transport = transportOf(route, policy, options.version);
        if ("problem" in transport) return undefined;
        return {
          parameters: [acceptAll, parameter("fallback_transport", transport.value, origins)],
          claims: claim(
            "exact",
            "Unknown local users go to the other host, their addresses unchanged: fallback_transport.",
          ),
        };
      }
      const host = route.hosts[0]?.host ?? "";
      return {
        parameters: [acceptAll, parameter("luser_relay", `${route.user ?? "$local"}@${host}`, origins)],
        claims: claim("exact", `Unknown local users go to ${host}: luser_relay.`),
      };
    }
    default:
      return {
        claims: claim(
          "manual",
          "Unknown local users cannot be handed over this way: set luser_relay or fallback_transport.",
        ),
      };
  }
}

function parameter(name: string, value: string, origins: Parameter["origins"]): Parameter {
  return { name, value, origins, group: "delivery" };
}
