import type { DomainEntry, DomainReplacements } from "../model/domain-table.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { countRows, type RowDifference, tableClaims } from "./shared/claim.ts";
import { rewritingCodes } from "./shared/codes.ts";
import { localNames, localUserNames } from "./shared/local-names.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { emptyTableComment, lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";
import { surveyVirtualUsers, takesEverybody } from "./shared/virtual-domains.ts";

/**
 * Domains in the place of others. Senders: rows `@old @new`, before every other rewriting of senders. Everything else
 * by canonical_maps: whole domains when the new one is elsewhere; user by user when it is local, and the old one becomes
 * a local domain too, because smtpd takes every user of a domain with a row for known.
 */
export function translateDomainTable(context: TranslateContext): Partial<Translated> {
  const parts = context.policy.domainTable.tables.map((table) => tableParts(table, context));
  return {
    tables: parts.flatMap((part) => part.tables ?? []),
    words: parts.flatMap((part) => part.words ?? []),
    claims: parts.flatMap((part) => part.claims ?? []),
    tableClaims: parts.flatMap((part) => part.tableClaims ?? []),
  };
}

function tableParts(replacements: DomainReplacements, { policy, options }: TranslateContext): Partial<Translated> {
  const source = replacements.table;
  const origins = [source.origin];
  const locals = localNames(policy);
  const old = (): Iterable<DomainEntry & { kind: "replace" }> => replacing(replacements);
  const senders = lookupTable(
    source.name,
    origins,
    ["Old domains and their new names.", ...emptyTableComment(source)],
    function* () {
      for (const entry of old()) yield { key: `@${entry.from}`, value: `@${entry.to}`, at: entry.at };
    },
  );
  const elsewhere = lookupTable(
    `${source.name}_relayed`,
    origins,
    ["Old domains whose new name is not local."],
    function* () {
      for (const entry of old())
        if (!locals.has(entry.to)) yield { key: `@${entry.from}`, value: `@${entry.to}`, at: entry.at };
    },
  );
  const users = lookupTable(
    `${source.name}_users`,
    origins,
    ["Users of old domains whose new name is local, for header recipients."],
    () => withoutRepeats(userRows(old, locals, policy)),
  );
  const toLocal: string[] = [];
  let hasElsewhere = false;
  for (const entry of old()) {
    if (locals.has(entry.to)) toLocal.push(entry.from);
    else hasElsewhere = true;
  }
  const everybody = acceptsUnknownUsers(policy);
  const everywhere = [
    ...(hasElsewhere ? [elsewhere] : []),
    ...(toLocal.length > 0 ? [everybody ? senders : users] : []),
  ];
  // canonical_maps come last: header recipients that are masqueraded need the new domain before that.
  const lists = ["canonical_maps", ...(policy.masquerade.headerRecipients.value ? ["recipient_canonical_maps"] : [])];
  return {
    tables: [senders, ...(hasElsewhere ? [elsewhere] : []), ...(toLocal.length > 0 && !everybody ? [users] : [])],
    words: [
      tableWord("sender_canonical_maps", rewritingRank.sender.domains, senders, options, "rewriting"),
      ...lists.flatMap((list) =>
        everywhere.map((table) => tableWord(list, rewritingRank.sender.domains, table, options, "rewriting")),
      ),
      ...toLocal.map((word): ListWord => ({ parameter: "mydestination", rank: 500, word, origins, group: "domains" })),
    ],
    claims: tableClaims(source, rewritingCodes, "Senders and recipients get the new domain by canonical tables."),
    tableClaims:
      source.state === "text"
        ? [() => countRows(source.path, rewritingCodes, replacements.entries(), differenceOf)]
        : [],
  };
}

function* replacing(replacements: DomainReplacements): Generator<DomainEntry & { kind: "replace" }> {
  for (const entry of replacements.entries()) if (entry.kind === "replace" && entry.from !== entry.to) yield entry;
}

/** Local users of the old domain, and whom the table of virtual users knows in the new one. */
function* userRows(
  entries: () => Iterable<DomainEntry & { kind: "replace" }>,
  locals: ReadonlySet<string>,
  policy: MailPolicy,
): Generator<LookupRow> {
  const names = localUserNames(policy);
  const { shapes } = surveyVirtualUsers(policy);
  const olds = new Map<string, string[]>();
  for (const { from, to, at } of entries()) {
    if (!locals.has(to)) continue;
    if (shapes.has(to)) olds.set(to, [...(olds.get(to) ?? []), from]);
    for (const name of names) yield { key: `${name}@${from}`, value: `${name}@${to}`, at };
    if (takesEverybody(shapes.get(to))) yield { key: `@${from}`, value: `@${to}`, at };
  }
  if (olds.size === 0) return;
  for (const entry of policy.virtualUsers.entries()) {
    if (!("domain" in entry) || entry.match.kind !== "user") continue;
    for (const from of olds.get(entry.domain) ?? []) {
      yield { key: `${entry.match.user}@${from}`, value: `${entry.match.user}@${entry.domain}`, at: entry.at };
    }
  }
}

/** Then a row for a whole domain hides no unknown user from smtpd. */
function acceptsUnknownUsers({ hub }: MailPolicy): boolean {
  return hub.unknownUsers !== undefined || hub.hub !== undefined;
}

function differenceOf(entry: DomainEntry): RowDifference | undefined {
  switch (entry.kind) {
    case "dead":
      return { disposition: "obsolete", note: `Left out: ${entry.reason}.` };
    case "broken":
      return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
    case "replace":
      return entry.from === entry.to
        ? { disposition: "default", note: "A domain that becomes itself needs no entry." }
        : undefined;
  }
}
