import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow } from "../../postfix/config.ts";
import type { Origin } from "../../source/origin.ts";
import type { TranslateContext, Translated } from "../context.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { checkWord, lookupTable } from "../shared/table.ts";

/**
 * Users of a domain whose absent users are refused: the old host resolves the sender of MAIL FROM as it does a
 * recipient, so it refuses them as senders, too (envelope.c, setsender). A user who has only a name to be shown under
 * is absent; Postfix counts such a name as a user (smtpd_check.c, check_rcpt_maps), so each gets a row.
 */
export function closedDomainSenders(
  policy: MailPolicy,
  origin: Origin,
  options: TranslateContext["options"],
): Partial<Translated> {
  const closed = [...(policy.virtualUsers.absentUsers ?? [])].flatMap(([domain, absent]) =>
    absent === "refused" ? [domain] : [],
  );
  const rows = closed.length === 0 ? [] : rowsOf(policy, closed);
  if (rows.length === 0) return {};
  const comment = ["Domains whose users must be known, as senders too."];
  const table = lookupTable("virtual_senders", [origin], comment, () => rows);
  const rank = restrictionRank.sender.virtualError;
  return {
    tables: [table],
    words: [checkWord("smtpd_sender_restrictions", rank, "check_sender_access", table, options)],
  };
}

function rowsOf({ virtualUsers, generics }: MailPolicy, closed: readonly string[]): readonly LookupRow[] {
  const known = new Set<string>();
  for (const entry of virtualUsers.entries()) {
    if (entry.kind !== "alias" || !closed.includes(entry.domain)) continue;
    if (entry.match.kind === "rest") known.add(`@${entry.domain}`);
    else if (entry.match.kind === "user") known.add(`${entry.match.user}@${entry.domain}`.toLowerCase());
  }
  const named = new Set<string>();
  for (const entry of generics.entries()) {
    if (entry.kind !== "sender" || entry.match.kind !== "address") continue;
    const { user, domain } = entry.match;
    const address = `${user}@${domain}`.toLowerCase();
    if (closed.includes(domain) && !known.has(`@${domain}`) && !known.has(address)) named.add(address);
  }
  return [
    ...[...named].sort().map((key) => ({ key, value: "550 5.1.1 User unknown" })),
    ...closed.filter((domain) => !known.has(`@${domain}`)).map((key) => ({ key, value: "reject_unlisted_sender" })),
  ];
}
