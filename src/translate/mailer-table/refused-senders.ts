import type { MailerTable, MailerTableEntry, RouteMatch } from "../../model/mailer-table.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import type { ListWord, TranslateOptions } from "../context.ts";
import { localNames } from "../shared/local-names.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { accessReply } from "../shared/smtp-reply.ts";
import { checkWord, literalPattern, lookupTable } from "../shared/table.ts";

type RouteEntry = Extract<MailerTableEntry, { kind: "route" }>;

/** Longer lists of refused domains are left to the transport table alone, which refuses them as recipients. */
const LIMIT = 2000;

/**
 * MAIL FROM is parsed like a recipient (srvrsmtp.c, setsender): an address whose domain the table sends to the error
 * mailer is refused as a sender, too. Rows are patterns, because an access table would take what is below a domain along.
 */
export function refusedSenders(
  policy: MailPolicy,
  options: TranslateOptions,
): { readonly tables: readonly LookupTable[]; readonly words: readonly ListWord[] } {
  const { table: source } = policy.mailerTable;
  const entries = source ? answeringEntries(policy.mailerTable, localNames(policy)) : [];
  if (!source || entries.length === 0 || entries.length > LIMIT) return { tables: [], words: [] };
  const table = lookupTable(
    "routes_refused",
    [source.origin],
    ["Senders in domains that mail is refused for."],
    () => entries.map(senderRow),
    "pcre",
  );
  const rank = restrictionRank.sender.refusedRoutes;
  return {
    tables: [table],
    words: [checkWord("smtpd_sender_restrictions", rank, "check_sender_access", table, options)],
  };
}

/** Refusals, and what lies below one and is none; the longer the domain the earlier, as the old table is asked. */
function answeringEntries(table: MailerTable, own: ReadonlySet<string>): readonly RouteEntry[] {
  const routes: RouteEntry[] = [];
  const below = new Set<string>();
  let refused = 0;
  for (const entry of table.entries()) {
    if (entry.kind !== "route" || entry.route.kind !== "refuse" || entry.match.kind === "any") continue;
    if (entry.match.kind === "below") below.add(entry.match.domain);
    refused += 1;
  }
  if (refused === 0 || refused > LIMIT) return [];
  for (const entry of table.entries()) {
    if (entry.kind !== "route" || entry.match.kind === "any" || own.has(entry.match.domain)) continue;
    if (entry.route.kind === "refuse" || liesBelow(entry.match, below)) routes.push(entry);
  }
  return routes.sort((a, b) => labels(b.match) - labels(a.match));
}

function liesBelow(match: Exclude<RouteMatch, { kind: "any" }>, domains: ReadonlySet<string>): boolean {
  const parts = match.domain.split(".");
  return parts.some((_, at) => at > 0 && domains.has(parts.slice(at).join(".")));
}

/** A name alone comes before the names below it. */
function labels(match: RouteMatch): number {
  return match.kind === "any" ? 0 : match.domain.split(".").length * 2 + (match.kind === "domain" ? 1 : 0);
}

function senderRow({ match, route, at }: RouteEntry): LookupRow {
  const domain = match.kind === "any" ? "" : literalPattern(match.domain);
  return {
    key: match.kind === "below" ? `/@.+\\.${domain}$/` : `/@${domain}$/`,
    value: route.kind === "refuse" ? accessReply(route.refusal) : "DUNNO",
    at,
  };
}
