import type { RouteMatch } from "../model/mailer-table.ts";
import type { LookupRow } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { agentTransport } from "./shared/agent-transport.ts";
import { claimsFor } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { transportOf } from "./shared/nexthop.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { isShortHost, shortHostWords } from "./shared/short-hosts.ts";
import { lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";

/** Rows of `transport_maps` after those of the mailertable. Local domains below a direct one stay local. */
export function translateDirectDomains(context: TranslateContext): Partial<Translated> {
  const parts = [directRoutes(context), namedRoutes(context)];
  return {
    tables: parts.flatMap(({ tables = [] }) => tables),
    words: parts.flatMap(({ words = [] }) => words),
    claims: parts.flatMap(({ claims = [] }) => claims),
  };
}

function oldNetworkNote(match: RouteMatch): string {
  const kept = "The recipient goes to that host as user@name.ending, not as user%name.ending@host, and is shown so.";
  const bang =
    "A bang path (name!user) is read as user@name with this host's domain behind a short name: write user@name.uucp for the relay.";
  return match.kind === "below" && match.domain === "uucp" ? `${kept} ${bang}` : kept;
}

/** transport_maps takes no part of an address into a value (trivial-rewrite, transport.c): the ending stays. */
function namedRoutes({ policy, options }: TranslateContext): Partial<Translated> {
  const { named } = policy.directDomains;
  const origins = named.flatMap((fact) => fact.origins);
  const rows = named.flatMap(({ value }): readonly LookupRow[] => {
    const agent = policy.agents.find((fact) => fact.value.name === value.agent)?.value;
    const service = agent && agentTransport(agent)?.service;
    return service === undefined ? [] : [{ key: `.${value.ending}`, value: `${service}:` }];
  });
  if (rows.length === 0) return {};
  const table = lookupTable("transport_named", origins, ["The host that a program is told."], () => rows);
  return {
    tables: [table],
    words: [tableWord("transport_maps", rewritingRank.transport.direct + 1, table, options, "routing")],
    claims: claimsFor(
      origins,
      "approximate",
      routeCodes,
      "The program is told the whole domain as its host, with the ending that the rule took away.",
      "kept-ending",
    ),
  };
}

function directRoutes({ policy, options }: TranslateContext): Partial<Translated> {
  const { routes } = policy.directDomains;
  if (routes.length === 0) return {};
  const origins = [...new Set(routes.flatMap((fact) => fact.origins))];
  const locals = localNames(policy);
  const below = new Set(routes.flatMap(({ value }) => (value.match.kind === "below" ? [value.match.domain] : [])));
  const table = lookupTable("transport_direct", origins, ["Domains that do not take the smart host."], () =>
    withoutRepeats(rows()),
  );
  function* rows(): Generator<LookupRow> {
    for (const name of locals) {
      if ([...below].some((domain) => name.endsWith(`.${domain}`))) yield { key: name, value: ":", comment: "local" };
    }
    for (const { value } of routes) {
      const transport = transportOf(value.route, policy, options.version);
      if ("problem" in transport || value.match.kind === "any") continue;
      const key = value.match.kind === "below" ? `.${value.match.domain}` : value.match.domain;
      if (!locals.has(key)) yield { key, value: transport.value };
    }
  }
  return {
    tables: [table],
    words: [
      tableWord("transport_maps", rewritingRank.transport.direct, table, options, "routing"),
      ...shortHostWords(
        routes.some(({ value }) => isShortHost(value.route)),
        origins,
      ),
    ],
    claims: routes.flatMap(({ value, origins: lines }) =>
      value.isPseudoDomain
        ? claimsFor(lines, "approximate", routeCodes, oldNetworkNote(value.match), "old-network")
        : claimsFor(lines, "exact", routeCodes, "The domains stand in transport_maps."),
    ),
  };
}
