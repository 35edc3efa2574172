import { originsOf } from "../../expand/wide-cf/definition.ts";
import type { WideFacts } from "../../expand/wide-cf/facts.ts";
import { shownAliases } from "../../expand/wide-cf/rule-lines.ts";
import type { Fact } from "../../model/fact.ts";
import type { Identity } from "../../model/identity.ts";
import type { LocalDomains } from "../../model/local-domains.ts";
import type { Masquerade } from "../../model/masquerade.ts";
import type { OfficialName } from "../../model/official-name.ts";
import { factsOf } from "./facts.ts";
import type { OpenUserTable } from "./user-tables.ts";

/** FROM_ADDRESS: the domain that local senders are shown with. */
export function identityOf(base: Identity, facts: WideFacts): Identity {
  const { fromDomain, definition } = facts;
  if (fromDomain === undefined || fromDomain === base.hostName.value) return base;
  return {
    ...base,
    senderDomain: { value: fromDomain, origins: originsOf(definition, "FROM_ADDRESS"), certainty: "stated" },
  };
}

/** Class w of the cf, ACCEPT_OFFICIAL, ACCEPT_LOWER; a null client delivers nothing. */
export function localDomainsOf(base: LocalDomains, facts: WideFacts): LocalDomains {
  const { definition, names, acceptsOfficial, acceptedBelow } = facts;
  const kept = acceptsOfficial
    ? base.names
    : base.names.filter(({ value }) => value !== names.official && value !== names.name);
  const none: Fact<true> = { value: true, origins: originsOf(definition, "CF_TYPE"), certainty: "stated" };
  return {
    ...base,
    names: kept,
    below: factsOf(acceptedBelow, "inferred"),
    ...(definition.type.kind === "null" ? { none } : {}),
  };
}

/** Senders are shown with FROM_ADDRESS, in envelope and header; REWRITE_GENERIC_* say who else is. */
export function masqueradeOf(base: Masquerade, facts: WideFacts, tables: readonly OpenUserTable[]): Masquerade {
  const { definition, fromDomain, genericFrom, genericTo, acceptsOfficial, names } = facts;
  const origins = originsOf(definition, "FROM_ADDRESS");
  const hidesLocalhost = !acceptsOfficial && names.domain !== "";
  const name = fromDomain ?? (genericFrom.length > 0 || hidesLocalhost ? names.official : undefined);
  const localhost: readonly Fact<string>[] = hidesLocalhost
    ? [
        {
          value: `localhost.${names.domain}`,
          origins: originsOf(definition, "ACCEPT_OFFICIAL"),
          certainty: "inferred",
        },
      ]
    : [];
  return {
    ...base,
    name: name === undefined ? undefined : { value: name, origins, certainty: "stated" },
    domains: [...factsOf(genericFrom, "inferred"), ...localhost],
    includesSubdomains: { value: genericFrom.length > 0, origins: [], certainty: "inferred" },
    localDomains: { value: false, origins: [], certainty: "inferred" },
    envelope: {
      value: name !== undefined || tables.some(({ mailnames }) => mailnames.length > 0),
      origins: [],
      certainty: "inferred",
    },
    headerRecipients: {
      value: genericTo,
      origins: originsOf(definition, "REWRITE_GENERIC_TO", "RECIPIENT_GENERIC"),
      certainty: "inferred",
    },
    localDelivery: { value: true, origins: [], certainty: "inferred" },
    sources: originsOf(definition, "REWRITE_GENERIC_FROM", "REWRITE_GENERIC_TO", "RECIPIENT_GENERIC"),
  };
}

/** ALIAS_REWRITE. What a mailname makes of an address stays. */
export function officialNameOf(facts: WideFacts, tables: readonly OpenUserTable[]): OfficialName | undefined {
  const { definition, aliases } = facts;
  if (aliases.length === 0) return undefined;
  const shown = factsOf(shownAliases(facts));
  const by = originsOf(definition, "ALIAS_REWRITE");
  const names = new Set(shown.map(({ value }) => value));
  const final = tables
    .flatMap(({ mailnames }) => mailnames)
    .filter((address) => names.has(address.split("@")[1] ?? ""));
  return { aliases: shown, final, sources: by.length > 0 ? by : originsOf(definition, "MY_ALIAS") };
}
