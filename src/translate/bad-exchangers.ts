import type { LookupRow } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { clientCodes } from "./shared/codes.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { checkWord, lookupTable } from "./shared/table.ts";

/** `check_sender_mx_access` with a table of networks (postconf(5)). */
export function translateBadExchangers({ policy, options }: TranslateContext): Partial<Translated> {
  const bad = policy.badExchangers;
  if (!bad) return {};
  const { networks, origins } = bad;
  if (!networks) {
    const note = "Write the networks that the pattern means into a cidr: table, and ask it by check_sender_mx_access.";
    return { claims: claimsFor(origins, "manual", clientCodes, note) };
  }
  const rows = (): readonly LookupRow[] =>
    networks.map(({ address, prefix }) => ({
      key: `${address}/${prefix}`,
      value: "550 5.1.2 Invalid MX record for the sender's domain",
    }));
  const table = lookupTable("bad_exchangers", origins, ["Networks in which no mail exchanger can be."], rows, "cidr");
  return {
    tables: [table],
    words: [
      checkWord(
        "smtpd_sender_restrictions",
        restrictionRank.sender.mailExchanger,
        "check_sender_mx_access",
        table,
        options,
      ),
    ],
    claims: claimsFor(
      origins,
      "approximate",
      clientCodes,
      "smtpd looks at the addresses of the sender's mail exchangers; one whose name is an address is refused with them only.",
    ),
  };
}
