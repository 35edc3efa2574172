import type { LookupRow } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { clientCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { checkWord, literalPattern, lookupTable } from "./shared/table.ts";

const answer = "550 5.7.1 Bogus HELO name used";

/**
 * Names that no stranger may greet with. Patterns match the whole name: an indexed table would also match hosts below
 * a domain of ours (parent_domain_matches_subdomains).
 */
export function translateHeloNames({ policy, options }: TranslateContext): Partial<Translated> {
  const fact = policy.heloNames;
  if (!fact) return {};
  const { origins } = fact;
  const addresses = policy.localDomains.addresses.map(({ value }) =>
    value.includes(":") ? `[IPv6:${value}]` : `[${value}]`,
  );
  const names = [...localNames(policy), ...addresses];
  const rows = (): readonly LookupRow[] => names.map((name) => ({ key: `/^${literalPattern(name)}$/`, value: answer }));
  const table = lookupTable(
    "helo_names",
    origins,
    ["Names of this host: no client may greet with them."],
    rows,
    "pcre",
  );
  const { helo } = restrictionRank;
  const word = (rank: number, text: string): ListWord => ({
    parameter: "smtpd_helo_restrictions",
    rank,
    word: text,
    origins,
    group: "access",
  });
  return {
    tables: [table],
    parameters: [{ name: "smtpd_helo_required", value: "yes", origins, group: "access" }],
    words: [
      word(helo.ownNetworks, "permit_mynetworks"),
      word(helo.trustedLogin, "permit_sasl_authenticated"),
      checkWord("smtpd_helo_restrictions", helo.ownNames, "check_helo_access", table, options),
      word(helo.qualified, "reject_non_fqdn_helo_hostname"),
    ],
    claims: claimsFor(
      origins,
      "approximate",
      clientCodes,
      "smtpd refuses greetings with this host's names (550) and with names without a dot (504).",
    ),
  };
}
