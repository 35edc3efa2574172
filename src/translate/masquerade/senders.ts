import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import { collidingSenders, collidingUsersBelow } from "../shared/masquerade-collisions.ts";
import {
  isException,
  type MasqueradeSource,
  type MasqueradeSources,
  masqueradeSources,
} from "../shared/masquerade-sources.ts";
import { literalPattern, lookupTable, withoutRepeats } from "../shared/table.ts";

/**
 * Tables of senders: `@source @name` with a row for each exposed user, and patterns for hosts below a domain. Patterns
 * see an address before `@source` rows do, so they leave out every domain that has its own row.
 */
export function senderTables(policy: MailPolicy): readonly LookupTable[] {
  const found = masqueradeSources(policy);
  const origins = [...(policy.masquerade.name?.origins ?? []), ...policy.masquerade.sources];
  const comment = `Senders that are shown as being at ${found.name}.`;
  const plain = lookupTable("masquerade", origins, [comment], () => withoutRepeats(plainRows(found, policy)));
  if (found.sources.every((source) => !source.below)) return [plain];
  const below = [`Hosts below a domain. ${comment}`];
  const kept = [...found.exposed, ...collidingUsersBelow(policy)];
  return [
    plain,
    lookupTable("masquerade_hosts", origins, below, () => patternRows({ ...found, exposed: kept }), "pcre"),
  ];
}

/** Exposed users, and those whom canonical_maps hide later, keep their address here. */
function* plainRows(
  { name, sources, exposed, exceptions }: MasqueradeSources,
  policy: MailPolicy,
): Generator<LookupRow> {
  const hidden = sources.filter(({ domain }) => domain !== name && !isException(domain, exceptions));
  for (const { domain } of hidden) {
    for (const user of exposed) yield { key: `${user}@${domain}`, value: `${user}@${domain}` };
  }
  for (const { user, domain, at } of collidingSenders(policy)) {
    yield { key: `${user}@${domain}`, value: `${user}@${domain}`, at };
  }
  for (const { domain } of hidden) yield { key: `@${domain}`, value: `@${name}` };
}

/** Where the rows for hosts below a domain look, without the domains that have rows of their own. */
export function hostsBelow({ name, sources }: MasqueradeSources): string {
  const exact = [...new Set([name, ...sources.map((source) => source.domain)])].map(literalPattern).join("|");
  const below = sources.filter((source) => source.below).map((source) => literalPattern(source.domain));
  return `(?!(?:${exact})$)(.*\\.(?:${below.join("|")}))`;
}

/** First what keeps its name, then what is hidden. A result equal to the address ends the look-up (canonical(5)). */
function patternRows(found: MasqueradeSources): readonly LookupRow[] {
  const { name, exposed, exceptions } = found;
  const hosts = hostsBelow(found);
  const keeps = exceptions.map(literalPattern).join("|");
  const users = exposed.map(literalPattern).join("|");
  return [
    ...(keeps === "" ? [] : [{ key: `/^(.*)@((?:.*\\.)?(?:${keeps}))$/`, value: `\${1}@\${2}` }]),
    ...(users === "" ? [] : [{ key: `/^(${users})@${hosts}$/`, value: `\${1}@\${2}` }]),
    { key: `/^(.*)@${hosts}$/`, value: `\${1}@${name}` },
  ];
}

function sourcePattern({ domain, below }: MasqueradeSource): string {
  return below ? `(?:.*\\.)?${literalPattern(domain)}` : literalPattern(domain);
}

/** header_checks(5) rows that replace the domain of the sender headers. */
export function headerCheckRows(policy: MailPolicy): readonly LookupRow[] {
  const { name, sources, exposed } = masqueradeSources(policy);
  const hidden = sources.map(sourcePattern).join("|");
  const headers = policy.masquerade.headerRecipients.value
    ? "From|Sender|Reply-To|Resent-From|To|Cc"
    : "From|Sender|Reply-To|Resent-From";
  const kept = exposed.length > 0 ? `(?<![A-Za-z0-9._+-])(?!(?:${exposed.map(literalPattern).join("|")})@)` : "";
  return [
    {
      key: `/^((?:${headers}):(?:.*[\\s<:,])?${kept}[^@\\s<>,"]+)@(?:${hidden})([\\s>,;].*)?$/`,
      value: `REPLACE \${1}@${name}\${2}`,
    },
  ];
}
