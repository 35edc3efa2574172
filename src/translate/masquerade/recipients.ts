import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import { localNames, localUserNames } from "../shared/local-names.ts";
import { type MasqueradeSource, masqueradeSources } from "../shared/masquerade-sources.ts";
import { literalPattern, lookupTable } from "../shared/table.ts";
import { senderTables } from "./senders.ts";

/** A table for header recipients; `shared`: the one for senders. */
export interface RecipientTable {
  readonly table: LookupTable;
  readonly shared: boolean;
}

/**
 * Header recipients. A row for a whole domain would make smtpd take every user of it for known, header class or not, so
 * local domains get a row for each user; where all local names are accepted anyway the senders' table serves.
 */
export function recipientTables(policy: MailPolicy): readonly RecipientTable[] {
  if (policy.hub.unknownUsers !== undefined || policy.hub.hub !== undefined) {
    return senderTables(policy).map((table) => ({ table, shared: true }));
  }
  const { name, sources, exposed } = masqueradeSources(policy);
  const origins = [...(policy.masquerade.name?.origins ?? []), ...policy.masquerade.sources];
  const users = lookupTable("masquerade_recipients", origins, ["Local users in recipient headers."], () =>
    userRows(policy, sources, exposed, name),
  );
  const elsewhere = sources.filter((source) => !source.local || source.below);
  if (elsewhere.length === 0) return [{ table: users, shared: false }];
  const locals = [...localNames(policy)].map(literalPattern);
  const patterns = lookupTable(
    "masquerade_recipient_hosts",
    origins,
    ["Recipients in headers at hosts that are not local."],
    () => elsewhere.map((source) => hostRow(source, locals, exposed, name)),
    "pcre",
  );
  return [
    { table: users, shared: false },
    { table: patterns, shared: false },
  ];
}

function* userRows(
  policy: MailPolicy,
  sources: readonly MasqueradeSource[],
  exposed: readonly string[],
  name: string,
): Generator<LookupRow> {
  const keeps = new Set(exposed);
  for (const user of localUserNames(policy)) {
    if (keeps.has(user)) continue;
    for (const { domain, local } of sources) if (local) yield { key: `${user}@${domain}`, value: `${user}@${name}` };
  }
}

function hostRow(
  source: MasqueradeSource,
  locals: readonly string[],
  exposed: readonly string[],
  name: string,
): LookupRow {
  const keeps = exposed.length > 0 ? `(?!(?:${exposed.map(literalPattern).join("|")})@)` : "";
  const notLocal = `(?!(?:${[...locals, literalPattern(name)].join("|")})$)`;
  const below = source.below ? "(?:.*\\.)?" : "";
  return { key: `/^${keeps}(.*)@${notLocal}${below}${literalPattern(source.domain)}$/`, value: `\${1}@${name}` };
}
