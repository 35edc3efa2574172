import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow, Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { rewritingCodes } from "./shared/codes.ts";
import { localUserNames } from "./shared/local-names.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { lookupTable, tableWord } from "./shared/table.ts";

/**
 * Other names of the host give way to the official one in headers: `@alias @official` for senders, a row for each local
 * user for recipients, because a row for a whole domain there would make smtpd take every user for known.
 */
export function translateOfficialName({ policy, options }: TranslateContext): Partial<Translated> {
  const { officialName } = policy;
  if (!officialName) return {};
  if (officialName.aliases.length === 0) {
    const note = "The host has no other names that could be replaced.";
    return { claims: claimsFor(officialName.sources, "default", rewritingCodes, note) };
  }
  const { sources } = officialName;
  const senders = lookupTable("official_name", sources, ["Senders at other names of this host."], () =>
    senderRows(policy),
  );
  const recipients = lookupTable("official_name_recipients", sources, ["Local users in recipient headers."], () =>
    recipientRows(policy),
  );
  const rank = rewritingRank.sender.official;
  const known = localUserNames(policy).length > 0 ? [recipients] : [];
  return {
    parameters: classes(policy, known.length > 0),
    tables: [senders, ...known],
    words: [
      tableWord("sender_canonical_maps", rank, senders, options, "rewriting"),
      ...known.map((table) => tableWord("recipient_canonical_maps", rank, table, options, "rewriting")),
    ],
    claims: claimsFor(sources, "approximate", rewritingCodes, differenceOf(policy)),
  };
}

/** What another rewriting makes of an address stays: a row that leads to itself ends the look-up (canonical(5)). */
function senderRows({ officialName, identity }: MailPolicy): readonly LookupRow[] {
  const final = (officialName?.final ?? []).map((address) => ({ key: address, value: address }));
  const own = identity.hostName.value;
  return [...final, ...aliasesOf(officialName).map((value) => ({ key: `@${value}`, value: `@${own}` }))];
}

function* recipientRows(policy: MailPolicy): Generator<LookupRow> {
  const own = policy.identity.hostName.value;
  for (const user of localUserNames(policy)) {
    for (const value of aliasesOf(policy.officialName)) {
      yield { key: `${user}@${value}`, value: `${user}@${own}` };
    }
  }
}

/** Names without a dot are completed before they are looked up. */
function aliasesOf(officialName: MailPolicy["officialName"]): readonly string[] {
  return (officialName?.aliases ?? []).map(({ value }) => value).filter((name) => name.includes("."));
}

/** The classes that masquerading does not set already. */
function classes({ masquerade, generics, officialName }: MailPolicy, recipients: boolean): readonly Parameter[] {
  const origins = officialName?.sources ?? [];
  const parameter = (name: string, value: string): Parameter => ({ name, value, origins, group: "rewriting" });
  const shared = masquerade.name !== undefined || generics.table !== undefined;
  return [
    ...(shared ? [] : [parameter("sender_canonical_classes", "header_sender")]),
    ...(!recipients || (shared && masquerade.headerRecipients.value)
      ? []
      : [parameter("recipient_canonical_classes", "header_recipient")]),
  ];
}

function differenceOf({ masquerade, generics }: MailPolicy): string {
  const known = "Header recipients are rewritten for the users that are known now";
  return (masquerade.name || generics.table) && masquerade.envelope.value
    ? `${known}, and envelope senders are rewritten as header senders are.`
    : `${known}.`;
}
