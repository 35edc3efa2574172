import type { Claim } from "../diagnostics/disposition.ts";
import type { Hub } from "../model/hub.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { Route } from "../model/route.ts";
import type { LookupRow, LookupTable, Parameter } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { transportOf } from "./shared/nexthop.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { isShortHost, shortHostWords } from "./shared/short-hosts.ts";
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
    words: [
      ...parts.flatMap((part) => part.words ?? []),
      ...[fact, unknownUsers].flatMap((one) => (one ? shortHostWords(isShortHost(one.value), one.origins) : [])),
    ],
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
  const { policy, options } = context;
  const { hub } = policy;
  const origins = hub.hub?.origins ?? [];
  const host = route.hosts[0]?.host ?? "";
  const moved = movedUsers(policy);
  const comment = [`Users whose mail is on ${host}.`];
  const rewritten = lookupTable("hub_users", origins, comment, () => hubPatterns(policy, moved, host), "pcre");
  const members: LookupTable = {
    ...lookupTable("hub_aliases", origins, [`Members of aliases whose mail is on ${host}.`], function* () {
      for (const name of moved ?? []) yield { key: name, value: `${name}@${host}` };
    }),
    format: "aliases",
  };
  const ways = [
    wayTo(route, { name: "transport_hub", comment: "The hub is reached directly.", origins }, context),
    qualifiedNames(route, context),
  ];
  return {
    parameters: hub.unknownUsers
      ? []
      : [parameter("luser_relay", `$local@${host}`, origins), parameter("local_recipient_maps", "", origins)],
    tables: [rewritten, members, ...ways.flatMap((way) => way.tables)],
    words: [
      tableWord("virtual_alias_maps", rewritingRank.virtual.hub, rewritten, options, "rewriting"),
      tableWord("alias_maps", rewritingRank.aliases.hub, members, options, "aliases"),
      ...ways.flatMap((way) => way.words),
    ],
    claims: claimsFor(origins, "approximate", routeCodes, hubNote(host, hub)),
  };
}

function hubNote(host: string, hub: Hub): string {
  return hub.accounts === undefined
    ? `Mail of local users goes to ${host}. The list of accounts was not there: fill hub_users and hub_aliases with the names of those who are on the hub.`
    : `Mail of local users goes to ${host}. New accounts must be added to hub_users and hub_aliases; mail that names ${host} itself goes there as well.`;
}

/**
 * FEATURE stickyhost: user@local-domain goes to the hub as it is, before aliases. Names without a domain get the
 * host's own on their way in, so addresses in that domain are taken for such names.
 */
function qualifiedNames(route: RelayRoute, { policy, options }: TranslateContext): Way {
  const { hub, identity } = policy;
  const transport = transportOf(route, policy, options.version);
  if (!hub.qualifiedNamesGoUnchanged.value || "problem" in transport) return { words: [], tables: [] };
  const origins = hub.hub?.origins ?? [];
  const domains = [...localNames(policy)].filter((name) => name !== identity.hostName.value);
  const table = lookupTable("transport_local", origins, ["Local domains that are on the hub."], function* () {
    for (const key of domains) yield { key, value: transport.value };
  });
  const word = tableWord("transport_maps", rewritingRank.transport.hub + 10, table, options, "routing");
  return { words: [word], tables: [table] };
}

interface Way {
  readonly words: readonly ListWord[];
  readonly tables: Translated["tables"];
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

/** Above this many aliases the accounts alone are listed. */
const exceptionLimit = 200;

/** Accounts by name; then, when unknown users have no way of their own, everybody who is not an alias. */
function hubPatterns(policy: MailPolicy, moved: readonly string[] | undefined, host: string): readonly LookupRow[] {
  const { hub, identity } = policy;
  const domains = hub.qualifiedNamesGoUnchanged.value ? [identity.hostName.value] : [...localNames(policy)];
  const where = `@(?:${domains.map(literalPattern).join("|")})$`;
  const aliases = [...aliasNames(policy)];
  const accounts = (moved ?? []).map((name): LookupRow => {
    const extended = aliases.filter((alias) => alias.startsWith(`${name}+`)).map(literalPattern);
    const except = extended.length > 0 ? `(?!(?:${extended.join("|")})@)` : "";
    return { key: `/^${except}${literalPattern(name)}(\\+[^@]*)?${where}/`, value: `${name}\${1}@${host}` };
  });
  if (hub.unknownUsers !== undefined || aliases.length > exceptionLimit) return accounts;
  const stay = hub.localUsers.map((fact) => `${literalPattern(fact.value)}@`);
  const names = [...aliases.map((name) => `${literalPattern(name)}[+@]`), ...stay];
  const except = names.length > 0 ? `(?!${names.join("|")})` : "";
  // user%domain is routed by Postfix itself, once the domain behind it turns out to be this host's.
  const user = policy.addressSyntax.percentHack.value === "route" ? "[^@%]+" : "[^@]+";
  return [...accounts, { key: `/^${except}(${user})${where}/`, value: `\${1}@${host}` }];
}

/** Mail for user@host must not take the smart host, nor the exchangers of a host that was named in brackets. */
function wayTo(
  route: RelayRoute,
  {
    name,
    comment,
    origins,
  }: { readonly name: string; readonly comment: string; readonly origins: Parameter["origins"] },
  { policy, options }: TranslateContext,
): Way {
  const host = route.hosts[0]?.host;
  const transport = transportOf(route, policy, options.version);
  const direct =
    policy.smartHost.route === undefined &&
    route.hosts.every((hop) => !hop.direct) &&
    route.hosts.length === 1 &&
    route.port === undefined;
  if (host === undefined || direct || "problem" in transport) return { words: [], tables: [] };
  const table = lookupTable(name, origins, [comment], () => [{ key: host, value: transport.value }]);
  return {
    words: [tableWord("transport_maps", rewritingRank.transport.hub, table, options, "routing")],
    tables: [table],
  };
}

/** LUSER_RELAY: names without account and alias. */
function unknownParts(context: TranslateContext): Partial<Translated> | undefined {
  const fact = context.policy.hub.unknownUsers;
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
      const [hop] = route.hosts;
      const host = hop?.host ?? "";
      const comment = "The host for unknown users is reached directly.";
      return {
        ...wayTo(route, { name: "transport_strangers", comment, origins }, context),
        parameters: [acceptAll, parameter("luser_relay", `${route.user ?? "$local"}@${host}`, origins)],
        claims: hop?.direct
          ? claim(
              "approximate",
              `Unknown local users go to ${host}, as user@${host}; the old host wrote user@[${host}].`,
            )
          : claim("exact", `Unknown local users go to ${host}: luser_relay.`),
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
