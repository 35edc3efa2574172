import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow } from "../../postfix/config.ts";
import type { Translated, TranslateOptions } from "../context.ts";
import { localNames } from "../shared/local-names.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { rewritingRank } from "../shared/rewriting-rank.ts";
import { checkWord, literalPattern, lookupTable, tableWord } from "../shared/table.ts";
import { hostedDomains } from "../shared/virtual-domains.ts";

/**
 * `user%domain@hosted`, `host!user@hosted`: trivial-rewrite(8) takes the route out of addresses in mydestination alone,
 * so for domains that became virtual ones rows do it, and strangers are refused what reject_unauth_destination would
 * refuse them. An address that it took out itself is not looked up in virtual_alias_maps again: routes from this host's
 * own names to a hosted domain have rows too.
 */
export function routedThroughHosted(policy: MailPolicy, options: TranslateOptions): Partial<Translated> {
  const hosted = hostedDomains(policy);
  const { percentHack, bangPath } = policy.addressSyntax;
  const isRoute = { percent: percentHack.value === "route", bang: bangPath.value === "route" };
  if (hosted.size === 0 || !(isRoute.percent || isRoute.bang)) return {};
  const origins = policy.localDomains.names.filter((fact) => hosted.has(fact.value)).flatMap((fact) => fact.origins);
  const domains = alternatives([...hosted]);
  const own = alternatives([...localNames(policy)].filter((name) => !hosted.has(name)));
  const rows: readonly LookupRow[] = [
    ...(isRoute.percent
      ? [
          { key: `/^([^@]+)%([^@%]+)@${domains}$/`, value: "${1}@${2}" },
          { key: `/^([^@]+)%${domains}@${own}$/`, value: "${1}@${2}" },
        ]
      : []),
    ...(isRoute.bang
      ? [
          { key: `/^([^@!%]+)!([^@%]+)@${domains}$/`, value: "${2}@${1}" },
          { key: `/^${domains}!([^@%]+)@${own}$/`, value: "${2}@${1}" },
        ]
      : []),
  ];
  const routes = lookupTable(
    "virtual_routes",
    origins,
    ["user%domain and host!user in domains that are hosted here, and routes to them."],
    () => rows,
    "pcre",
  );
  const routing = `${isRoute.percent ? "%" : ""}${isRoute.bang ? "!" : ""}`;
  const refused = lookupTable(
    "virtual_routes_refused",
    origins,
    ["Strangers may not route mail through the domains that are hosted here."],
    () => [{ key: `/[${routing}].*@${domains}$/`, value: "550 5.7.1 Relaying denied" }],
    "pcre",
  );
  const rank = restrictionRank.relay.end - 10;
  return {
    tables: [routes, refused],
    words: [
      tableWord("virtual_alias_maps", rewritingRank.virtual.users - 10, routes, options, "rewriting"),
      checkWord("smtpd_relay_restrictions", rank, "check_recipient_access", refused, options),
    ],
  };
}

/** A group of names, as a pattern; the empty list matches nothing. */
function alternatives(names: readonly string[]): string {
  return `(${names.map(literalPattern).join("|")})`;
}
