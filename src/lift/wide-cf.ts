import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import { originsOf } from "../expand/wide-cf/definition.ts";
import type { WideFacts } from "../expand/wide-cf/facts.ts";
import type { Fact } from "../model/fact.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { Site } from "../source/site.ts";
import type { Lifted } from "./context.ts";
import { checkFindings, clientListsOf, relayPermissionOf } from "./wide-cf/checks.ts";
import { identityOf, localDomainsOf, masqueradeOf, officialNameOf } from "./wide-cf/names.ts";
import { routingOf } from "./wide-cf/routing.ts";
import { standingClaims } from "./wide-cf/standing.ts";
import { openUserTables, userTablesOf } from "./wide-cf/user-tables.ts";

/**
 * The policy of a WIDE CF definition: `base` is what the names, options and mailers of its cf say; what CF says by rules
 * comes from the definition itself. Facts that a text about CF states are `stated`, conclusions `inferred`.
 */
export function liftDefinition(base: MailPolicy, facts: WideFacts, site: Site): Lifted<MailPolicy> {
  const tables = openUserTables(facts, site);
  const users = userTablesOf(base, tables);
  const routing = routingOf(facts);
  const exchangers: Fact<boolean> = {
    value: facts.usesExchangers,
    origins: originsOf(facts.definition, "MX_SENDMAIL"),
    certainty: "stated",
  };
  const value: MailPolicy = {
    ...base,
    identity: identityOf(base.identity, facts),
    // Short names are completed with MY_DOMAIN, `!` and `%` mean nothing: so the rules that stand for the definition.
    addressSyntax: {
      ...base.addressSyntax,
      completesShortNames: { value: true, origins: [], certainty: "inferred" },
    },
    localDomains: localDomainsOf(base.localDomains, facts),
    virtualUsers: users.virtualUsers,
    generics: users.generics,
    userDatabase: users.userDatabase,
    masquerade: masqueradeOf(base.masquerade, facts, tables),
    officialName: officialNameOf(facts, tables),
    mailerTable: routing.mailerTable,
    directDomains: routing.directDomains,
    smartHost: routing.smartHost,
    outgoing: { ...base.outgoing, asksNameSystem: exchangers },
    relayPermission: relayPermissionOf(base.relayPermission, facts),
    clientLists: clientListsOf(facts),
    residue: [],
  };
  const claims: readonly Claim[] = [...standingClaims(facts), ...routing.claims];
  const diagnostics: readonly Diagnostic[] = [...checkFindings(facts), ...routing.diagnostics];
  return { value, claims, diagnostics };
}
