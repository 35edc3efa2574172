import type { MailPolicy } from "../../model/policy.ts";
import type { Translated, TranslateOptions } from "../context.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { rewritingRank } from "../shared/rewriting-rank.ts";
import { checkWord, literalPattern, lookupTable, tableWord } from "../shared/table.ts";
import { hostedDomains } from "../shared/virtual-domains.ts";

/**
 * `user%domain@hosted`: trivial-rewrite(8) takes the route out of addresses in mydestination alone, so for domains that
 * became virtual ones a row does it, and strangers are refused what reject_unauth_destination would refuse them.
 */
export function routedThroughHosted(policy: MailPolicy, options: TranslateOptions): Partial<Translated> {
  const hosted = hostedDomains(policy);
  if (hosted.size === 0 || policy.addressSyntax.percentHack.value !== "route") return {};
  const origins = policy.localDomains.names.filter((fact) => hosted.has(fact.value)).flatMap((fact) => fact.origins);
  const domains = `@(${[...hosted].map(literalPattern).join("|")})$`;
  const routes = lookupTable(
    "virtual_routes",
    origins,
    ["user%domain in domains that are hosted here."],
    () => [{ key: `/^([^@]+)%([^@%]+)${domains}/`, value: "${1}@${2}" }],
    "pcre",
  );
  const refused = lookupTable(
    "virtual_routes_refused",
    origins,
    ["Strangers may not route mail through the domains that are hosted here."],
    () => [{ key: `/%[^@]+${domains}/`, value: "550 5.7.1 Relaying denied" }],
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
