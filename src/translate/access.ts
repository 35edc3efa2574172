import type { TableClaim } from "../diagnostics/disposition.ts";
import type { Access, AccessEntry } from "../model/access.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { SourceTable } from "../model/table.ts";
import type { LookupRow, LookupTable } from "../postfix/config.ts";
import { differenceOf } from "./access/differences.ts";
import { type AccessShape, type AccessTable, accessTables, putRows } from "./access/rows.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { surveyAccess } from "./shared/access-survey.ts";
import { claimsFor, createTally, tableClaims } from "./shared/claim.ts";
import { accessCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { parentMatching } from "./shared/parent-domains.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { checkWord, lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";
import { somePortTakesUnqualified, unqualifiedSenders } from "./shared/unqualified-senders.ts";

/** File and comment of each table. */
const files: Readonly<Record<AccessTable, readonly [name: string, comment: string]>> = {
  clients: ["access_client", "Clients by name and IPv4 network. OK ends the list; it does not permit relaying."],
  clientNetworks6: ["access_client_ipv6", "Clients by IPv6 network."],
  senderAddresses: ["access_sender", "Senders by address; asked before their domains."],
  senderDomains: ["access_sender_domain", "Senders by domain."],
  recipientAddresses: ["access_recipient", "Recipients by address; asked before their domains."],
  recipientDomains: ["access_recipient_domain", "Recipients by domain."],
  relayClients: ["access_relay_client", "Clients that may send anywhere (OK), and those that an exception takes out."],
  relayNetworks6: ["access_relay_client_ipv6", "IPv6 networks that may send anywhere."],
  relayDomains: ["access_relay_domain", "Domains to which anybody may send."],
  relayHostsBelow: ["access_relay_below", "Hosts below local domains to which anybody may send."],
  relayExceptions: ["access_relay_exception", "Domains taken out of a permission for the domain above."],
  relayRecipients: ["access_relay_recipient", "Recipients to which anybody may send."],
  friends: ["spam_friends", "Recipients who want their mail unfiltered."],
  haters: ["spam_haters", "Recipients who want their mail filtered; all others do not."],
};

/**
 * The access table, split by what smtpd asks: client, sender, recipient, and each of them for relaying. OK and RELAY
 * never meet in one table: OK ends client and sender lists, RELAY stands in the relay list alone.
 */
export function translateAccess({ policy, options }: TranslateContext): Partial<Translated> {
  const source = policy.access.table;
  const checks = senderChecks(policy);
  if (!source) return { words: checks };
  const shape = shapeOf(policy);
  const { used, claim } = readTable(policy, shape, source);
  const tables = new Map<AccessTable, LookupTable>();
  for (const table of accessTables) {
    const ranks = used.get(table);
    if (ranks) tables.set(table, tableOf(table, policy, shape, source, ranks));
  }
  return {
    tables: [...tables.values()],
    words: [...checks, ...wordsFor(tables, { policy, options })],
    claims: [
      ...tableClaims(
        source,
        accessCodes,
        "The table is split by what smtpd asks of it: clients, senders, recipients and relaying.",
      ),
      ...delayClaims(policy),
    ],
    tableClaims: source.state === "text" ? [() => claim] : [],
  };
}

function shapeOf(policy: MailPolicy): AccessShape {
  return {
    access: policy.access,
    localDomains: [...localNames(policy)],
    parentsMatch: parentMatching(policy).accessTables,
    relayedDomains: surveyAccess(policy.access).relayedDomains,
  };
}

interface Reading {
  /** The tables that get rows, each with the ranks of the entries that make them. */
  readonly used: ReadonlyMap<AccessTable, ReadonlySet<Rank>>;
  readonly claim: TableClaim;
}

const readings = new WeakMap<Access, { readonly key: string; readonly reading: Reading }>();

/** One reading for the tables and the account. Remembered: trials of one policy differ in what the table knows not of. */
function readTable(policy: MailPolicy, shape: AccessShape, source: SourceTable): Reading {
  const key = JSON.stringify([shape.parentsMatch, shape.localDomains, policy.clientLimits]);
  const known = readings.get(policy.access);
  if (known?.key === key) return known.reading;
  const used = new Map<AccessTable, Set<Rank>>();
  const tally = createTally(source.path, accessCodes);
  let grants = false;
  for (const entry of policy.access.entries()) {
    const rank = askedAs(entry);
    putRows(entry, shape, (table, row) => {
      const ranks = used.get(table);
      if (ranks) ranks.add(rank);
      else used.set(table, new Set([rank]));
      grants ||= (table === "relayClients" || table === "relayNetworks6") && row.value === "OK";
    });
    const difference = differenceOf(entry, policy, shape);
    if (difference) tally.other(entry.at, difference.disposition, difference.note);
    else tally.exact();
  }
  if (!grants) {
    used.delete("relayClients");
    used.delete("relayNetworks6");
  }
  if (policy.access.delayed.value === "hater" && !used.has("haters")) used.set("haters", new Set());
  const reading = { used, claim: tally.claim() };
  readings.set(policy.access, { key, reading });
  return reading;
}

function tableOf(
  table: AccessTable,
  policy: MailPolicy,
  shape: AccessShape,
  source: SourceTable,
  ranks: ReadonlySet<Rank>,
): LookupTable {
  const [name, comment] = files[table];
  const ranges = table === "clientNetworks6" || table === "relayNetworks6";
  const all = function* (): Generator<LookupRow> {
    for (const rank of [...ranks].sort()) {
      for (const entry of policy.access.entries()) if (askedAs(entry) === rank) yield* rowsFor(table, entry, shape);
    }
    if (table === "haters") yield { key: "/^/", value: "OK" };
  };
  const rows = (): Iterable<LookupRow> => (ranks.size > 1 ? withoutRepeats(all()) : all());
  return lookupTable(
    name,
    [source.origin],
    [comment],
    ranges ? () => longestFirst(rows()) : rows,
    ranges ? "cidr" : patterns.has(table) ? "pcre" : "indexed",
  );
}

const patterns: ReadonlySet<AccessTable> = new Set(["relayHostsBelow", "haters"]);

type Rank = 0 | 1 | 2 | 3;

/**
 * When the old rules come to an entry, whatever its place in the file (SearchList): full addresses before users in any
 * domain, a tagged key before the same key without a tag.
 */
function askedAs(entry: AccessEntry): Rank {
  const anyDomain = "subject" in entry && entry.subject.kind === "user";
  const untagged = entry.kind === "rule" && entry.scope === "any";
  if (anyDomain) return untagged ? 3 : 2;
  return untagged ? 1 : 0;
}

function rowsFor(wanted: AccessTable, entry: AccessEntry, shape: AccessShape): readonly LookupRow[] {
  const rows: LookupRow[] = [];
  putRows(entry, shape, (table, row) => {
    if (table === wanted) rows.push(row);
  });
  return rows;
}

/** A cidr table answers with its first match; sendmail takes the longest. */
function longestFirst(rows: Iterable<LookupRow>): readonly LookupRow[] {
  const prefix = (row: LookupRow): number => Number(row.key.split("/")[1] ?? 0);
  return [...rows].sort((a, b) => prefix(b) - prefix(a));
}

/** Where each table is asked. */
function wordsFor(
  tables: ReadonlyMap<AccessTable, LookupTable>,
  { policy, options }: TranslateContext,
): readonly ListWord[] {
  const { client, sender, relay, recipient } = restrictionRank;
  const delayed = policy.access.delayed.value !== "no";
  const places: readonly (readonly [AccessTable, string, number, string])[] = [
    ["friends", "smtpd_client_restrictions", client.spamFriend, "check_recipient_access"],
    ["friends", "smtpd_sender_restrictions", sender.spamFriend, "check_recipient_access"],
    ["haters", "smtpd_client_restrictions", client.spamFriend, "check_recipient_access"],
    ["haters", "smtpd_sender_restrictions", sender.spamFriend, "check_recipient_access"],
    // With delayed checks a permitted sender skips the check of the client, too.
    ...(delayed && tables.has("senderAddresses")
      ? [["senderAddresses", "smtpd_client_restrictions", client.trustedLogin + 10, "check_sender_access"] as const]
      : []),
    ...(delayed && tables.has("senderDomains")
      ? [["senderDomains", "smtpd_client_restrictions", client.trustedLogin + 20, "check_sender_access"] as const]
      : []),
    ["clients", "smtpd_client_restrictions", client.access, "check_client_access"],
    ["clientNetworks6", "smtpd_client_restrictions", client.access + 10, "check_client_access"],
    ["senderAddresses", "smtpd_sender_restrictions", sender.accessAddress, "check_sender_access"],
    ["senderDomains", "smtpd_sender_restrictions", sender.accessDomain, "check_sender_access"],
    ["recipientAddresses", "smtpd_recipient_restrictions", recipient.accessAddress, "check_recipient_access"],
    ["recipientDomains", "smtpd_recipient_restrictions", recipient.accessDomain, "check_recipient_access"],
    ["relayClients", "smtpd_relay_restrictions", relay.client, "check_client_access"],
    ["relayNetworks6", "smtpd_relay_restrictions", relay.client + 5, "check_client_access"],
    ["relayRecipients", "smtpd_relay_restrictions", relay.recipient, "check_recipient_access"],
  ];
  const words = places.flatMap(([name, parameter, rank, check]) => {
    const table = tables.get(name);
    return table ? [checkWord(parameter, rank, check, table, options)] : [];
  });
  return [...words, ...relayDomainWords(tables, options)];
}

/** `!type:table` takes domains out of the tables that follow it (postconf(5), relay_domains). */
function relayDomainWords(
  tables: ReadonlyMap<AccessTable, LookupTable>,
  options: TranslateContext["options"],
): readonly ListWord[] {
  const exceptions = tables.get("relayExceptions");
  const rank = rewritingRank.relayDomains.tables + 10;
  const words = (["relayDomains", "relayHostsBelow"] as const).flatMap((name, at) => {
    const table = tables.get(name);
    return table ? [tableWord("relay_domains", rank + at, table, options, "domains")] : [];
  });
  if (!exceptions || words.length === 0) return words;
  const exception = tableWord("relay_domains", rank - 5, exceptions, options, "domains");
  return [{ ...exception, word: `!${exception.word}` }, ...words];
}

/** What check_mail asks without a table: a domain, and one that exists. Trusted log-ins skip it when checks are delayed. */
function senderChecks(policy: MailPolicy): readonly ListWord[] {
  const { access, relayPermission } = policy;
  const word = (parameter: string, rank: number, text: string, origins: ListWord["origins"]): ListWord => ({
    parameter,
    rank,
    word: text,
    origins,
    group: "access",
  });
  const { client, sender } = restrictionRank;
  const mechanisms = relayPermission.trustedMechanisms;
  const skips = access.delayed.value !== "no" && mechanisms.length > 0;
  const logins = mechanisms.flatMap((fact) => fact.origins);
  return [
    ...(skips
      ? [
          word("smtpd_client_restrictions", client.trustedLogin, "permit_sasl_authenticated", logins),
          word("smtpd_sender_restrictions", sender.trustedLogin, "permit_sasl_authenticated", logins),
        ]
      : []),
    ...(access.refusesUnqualifiedSenders.value
      ? [
          word(
            "smtpd_sender_restrictions",
            sender.qualified,
            somePortTakesUnqualified(policy) ? `$${unqualifiedSenders.name}` : unqualifiedSenders.value,
            access.refusesUnqualifiedSenders.origins,
          ),
        ]
      : []),
    ...(access.refusesUnresolvableSenders.value
      ? [
          word(
            "smtpd_sender_restrictions",
            sender.resolvable,
            "reject_unknown_sender_domain",
            access.refusesUnresolvableSenders.origins,
          ),
        ]
      : []),
  ];
}

function delayClaims({ access }: MailPolicy) {
  if (access.delayed.value !== "hater") return [];
  return claimsFor(
    access.delayed.origins,
    "exact",
    accessCodes,
    "Clients and senders are checked for recipients with HATER only: spam_haters.",
  );
}
