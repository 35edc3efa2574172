import type { TableClaim } from "../diagnostics/disposition.ts";
import type { MailerTable, MailerTableEntry, RouteMatch } from "../model/mailer-table.ts";
import type { Route } from "../model/route.ts";
import type { SourceTable } from "../model/table.ts";
import type { LookupRow } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { refusedSenders } from "./mailer-table/refused-senders.ts";
import { createTally, tableClaims } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { type TransportValue, transportOf } from "./shared/nexthop.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { isShortHost, shortHostWords } from "./shared/short-hosts.ts";
import { emptyTableComment, lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";

type TransportFor = (route: Route) => TransportValue;

/**
 * `transport_maps`. A key `.` becomes `*`, with exceptions for the domains that the old table is never asked about;
 * `local:user` becomes a virtual alias for everybody of the domain.
 */
export function translateMailerTable({ policy, options }: TranslateContext): Partial<Translated> {
  const { table: source, entries } = policy.mailerTable;
  if (!source) return {};
  const transportFor: TransportFor = (route) => transportOf(route, policy, options.version);
  const shape = shapeOf(policy.mailerTable, transportFor);
  const transport = lookupTable(
    "transport",
    [source.origin],
    ["Routes by domain.", ...emptyTableComment(source)],
    function* () {
      const local = [...localNames(policy)].filter((name) => shape.any || isBelow(name, shape.below));
      if (local.length === 0) yield* routeRows();
      else yield* withoutRepeats(chained(exceptions(local), routeRows()));
    },
  );
  function* routeRows(): Generator<LookupRow> {
    for (const entry of entries()) yield* transportRows(entry, transportFor);
  }
  const users = lookupTable(
    "virtual_domain_user",
    [source.origin],
    ["All mail of a domain for one local user."],
    function* () {
      for (const entry of entries()) yield* userRows(entry);
    },
  );
  // The old table is not asked about address literals; `*` here would be.
  const literals = lookupTable(
    "transport_literal",
    [source.origin],
    ["Address literals keep their way."],
    () => [{ key: "/@\\[[^@]*\\]$/", value: ":" }],
    "pcre",
  );
  const senders = refusedSenders(policy, options);
  return {
    tables: [transport, ...(shape.users ? [users] : []), ...(shape.any ? [literals] : []), ...senders.tables],
    words: [
      ...(shape.any
        ? [tableWord("transport_maps", rewritingRank.transport.exceptions, literals, options, "routing")]
        : []),
      tableWord("transport_maps", rewritingRank.transport.mailerTable, transport, options, "routing"),
      ...(shape.users
        ? [tableWord("virtual_alias_maps", rewritingRank.virtual.patterns + 10, users, options, "rewriting")]
        : []),
      ...senders.words,
      ...shortHostWords(shape.shortHosts, [source.origin]),
    ],
    claims: tableClaims(source, routeCodes, "The table becomes transport_maps."),
    tableClaims: source.state === "text" ? [() => claimRows(policy.mailerTable, source, transportFor)] : [],
  };
}

interface Shape {
  readonly any: boolean;
  readonly users: boolean;
  /** Next hops are named without their domain. */
  readonly shortHosts: boolean;
  /** Domains of the routes for what is below them. */
  readonly below: ReadonlySet<string>;
}

function shapeOf(table: MailerTable, transportFor: TransportFor): Shape {
  let any = false;
  let users = false;
  let shortHosts = false;
  const below = new Set<string>();
  for (const entry of table.entries()) {
    if (entry.kind === "route" && transportRows(entry, transportFor).length > 0) {
      any ||= entry.match.kind === "any";
      if (entry.match.kind === "below") below.add(entry.match.domain);
    }
    users ||= userRows(entry).length > 0;
    shortHosts ||= entry.kind === "route" && isShortHost(entry.route);
  }
  return { any, users, shortHosts, below };
}

function isBelow(name: string, domains: ReadonlySet<string>): boolean {
  const labels = name.split(".");
  return labels.some((_, index) => index > 0 && domains.has(labels.slice(index).join(".")));
}

function* chained(...parts: readonly Iterable<LookupRow>[]): Generator<LookupRow> {
  for (const part of parts) yield* part;
}

/** Postfix asks `*` and `.domain` about local domains, too: `:` leaves their delivery as it is (transport(5)). */
function* exceptions(domains: readonly string[]): Generator<LookupRow> {
  for (const domain of domains) yield { key: domain, value: ":", comment: "local" };
}

function transportRows(entry: MailerTableEntry, transportFor: TransportFor): readonly LookupRow[] {
  if (entry.kind !== "route") return [];
  if (entry.route.kind === "local" && entry.route.user !== undefined) return [];
  const transport = transportFor(entry.route);
  return "problem" in transport ? [] : [{ key: keyOf(entry.match), value: transport.value, at: entry.at }];
}

/** `local:user`: the address of everybody in the domain becomes the user's. */
function userRows(entry: MailerTableEntry): readonly LookupRow[] {
  if (entry.kind !== "route" || entry.route.kind !== "local" || entry.route.user === undefined) return [];
  return entry.match.kind === "domain"
    ? [{ key: `@${entry.match.domain}`, value: entry.route.user, at: entry.at }]
    : [];
}

function keyOf(match: RouteMatch): string {
  switch (match.kind) {
    case "domain":
      return match.domain;
    case "below":
      return `.${match.domain}`;
    case "any":
      return "*";
  }
}

function claimRows(table: MailerTable, source: SourceTable, transportFor: TransportFor): TableClaim {
  const tally = createTally(source.path, routeCodes);
  for (const entry of table.entries()) {
    switch (entry.kind) {
      case "dead":
        tally.other(entry.at, "obsolete", `Left out: ${entry.reason}.`);
        break;
      case "broken":
        tally.other(entry.at, "unsupported", `Left out: ${entry.reason}.`);
        break;
      case "computed":
        tally.other(
          entry.at,
          "manual",
          `Postfix cannot make a next hop from the recipient's domain (${entry.text}): write a row for each domain.`,
        );
        break;
      case "route": {
        const remark = remarkOn(entry, transportFor);
        if (remark === undefined) tally.exact();
        else tally.other(entry.at, remark.disposition, remark.note);
      }
    }
  }
  return tally.claim();
}

function remarkOn(
  entry: Extract<MailerTableEntry, { kind: "route" }>,
  transportFor: TransportFor,
): { readonly disposition: "approximate" | "obsolete" | "manual"; readonly note: string } | undefined {
  const { route, match } = entry;
  if (route.kind === "local" && route.user !== undefined && match.kind !== "domain") {
    return {
      disposition: "manual",
      note: "One local user for every host below a domain needs a pattern in virtual_alias_maps.",
    };
  }
  const transport = transportFor(route);
  if ("problem" in transport) return { disposition: "obsolete", note: `Left out: ${transport.problem}.` };
  if (transport.remark !== undefined) return { disposition: "approximate", note: `${transport.remark}.` };
  if (route.kind === "relay" && route.user !== undefined) {
    return { disposition: "approximate", note: `The recipient's name is not replaced by ${route.user}.` };
  }
  return undefined;
}
