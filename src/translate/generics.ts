import type { Claim, TableClaim } from "../diagnostics/disposition.ts";
import type { GenericEntry } from "../model/generics.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupTable } from "../postfix/config.ts";
import type { Origin } from "../source/origin.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { type GenericPlan, genericPlan } from "./generics/plan.ts";
import { claimsFor, countRows, type RowDifference, tableClaims } from "./shared/claim.ts";
import { rewritingCodes } from "./shared/codes.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { emptyTableComment, lookupTable, partsOf, tableWord } from "./shared/table.ts";

/**
 * `sender_canonical_maps`, before masquerading; with allmasquerade header recipients as well. Names without a domain
 * get a row for each domain that is looked up, because on the old host an entry for the domain comes before them.
 */
export function translateGenerics({ policy, options }: TranslateContext): Partial<Translated> {
  const { generics, masquerade } = policy;
  const source = generics.table;
  if (!source) {
    return {
      claims: claimsFor(
        generics.sources,
        "obsolete",
        rewritingCodes,
        "Without a generics table the domains have no effect.",
      ),
    };
  }
  const plan = genericPlan(policy);
  const origins = [source.origin, ...generics.sources];
  const users = lookupTable(
    "generics",
    origins,
    ["Senders that are shown under another address.", ...emptyTableComment(source)],
    plan.users,
  );
  const patterns = lookupTable(
    "generics_patterns",
    origins,
    ["Senders with an extension, or at hosts below a domain."],
    plan.patterns,
    "pcre",
  );
  const tables: readonly LookupTable[] = [users, ...(plan.hasPatterns ? [patterns] : [])];
  const lists = masquerade.localDelivery.value
    ? ["sender_canonical_maps", ...(masquerade.headerRecipients.value ? ["recipient_canonical_maps"] : [])]
    : ["smtp_generic_maps"];
  const words = lists.flatMap((list) =>
    tables.map(
      (table, index): ListWord => tableWord(list, rewritingRank.sender.generics + index, table, options, "rewriting"),
    ),
  );
  return {
    tables,
    words,
    claims: [
      ...tableClaims(source, rewritingCodes, `The table becomes ${lists.join(" and ")}.`),
      ...claimsFor(generics.sources, "exact", rewritingCodes, "Senders in these domains are looked up."),
      ...ownNameClaims(policy, source.origin),
    ],
    tableClaims: partsOf(source).map((path) => () => claimRows(policy, path, plan)),
  };
}

/**
 * The old rules ask the table for users without a domain (`< @ *LOCAL* >`, proto.m4, MasqHdr) and for those of class G;
 * cleanup(8) has given the former the host's own name before it asks any table.
 */
function ownNameClaims({ generics, identity, addressSyntax }: MailPolicy, table: Origin): readonly Claim[] {
  const own = identity.hostName.value;
  if (generics.domains.some(({ value }) => value === own)) return [];
  const note = `A sender written as user@${own} is looked up like a user without a domain: Postfix cannot tell both apart.`;
  const origins = [table, ...addressSyntax.completesShortNames.origins];
  return claimsFor(origins, "approximate", rewritingCodes, note, "own-name-sender").map((claim) => ({
    ...claim,
    names: [own],
  }));
}

function claimRows(policy: MailPolicy, path: string, plan: GenericPlan): TableClaim {
  const keys = plan.keys();
  const { table, entries } = policy.generics;
  const rows = table?.parts === undefined ? entries() : ofFile(path, entries());
  return countRows(path, rewritingCodes, rows, (entry) => differenceOf(entry, keys, policy));
}

function* ofFile(path: string, entries: Iterable<GenericEntry>): Generator<GenericEntry> {
  for (const entry of entries) if (entry.at.file === path) yield entry;
}

function differenceOf(
  entry: GenericEntry,
  keys: { has(key: string): boolean },
  policy: MailPolicy,
): RowDifference | undefined {
  switch (entry.kind) {
    case "dead":
      return { disposition: "obsolete", note: `Left out: ${entry.reason}.` };
    case "broken":
      return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
    case "sender": {
      if (!policy.masquerade.localDelivery.value) {
        return { disposition: "approximate", note: "The SMTP client rewrites recipients with this address as well." };
      }
      if (entry.match.kind === "domain" && entry.match.domain === policy.identity.hostName.value) {
        return {
          disposition: "manual",
          note: "Left out: Postfix completes senders without a domain before it looks, so all local senders would get this address.",
        };
      }
      const target = entry.target.toLowerCase();
      const ownKey = entry.match.kind === "address" ? `${entry.match.user}@${entry.match.domain}` : "";
      return keys.has(target) && target !== ownKey
        ? {
            disposition: "approximate",
            note: `${entry.target} has an entry of its own, which Postfix applies to the result.`,
          }
        : undefined;
    }
  }
}
