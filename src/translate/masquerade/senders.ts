import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import { literalPattern, lookupTable, withoutRepeats } from "../shared/table.ts";

/** A domain that is shown under another name; `below`: with the hosts below it. */
export interface MasqueradeSource {
  readonly domain: string;
  readonly below: boolean;
  readonly local: boolean;
}

export interface MasqueradeSources {
  readonly name: string;
  readonly sources: readonly MasqueradeSource[];
  readonly exposed: readonly string[];
  readonly exceptions: readonly string[];
}

/** Up to this many rows the table is an indexed one; patterns are shorter above, and needed for hosts below a domain. */
const rowLimit = 400;

/** What is hidden behind the name: the domains of the list, the local ones, and the host's own for bare names. */
export function masqueradeSources({ masquerade, localDomains, identity }: MailPolicy): MasqueradeSources {
  const name = (masquerade.name?.value ?? "").toLowerCase().replace(/\.$/, "");
  const locals = new Set([identity.hostName.value, ...localDomains.names.map((fact) => fact.value)]);
  const below = masquerade.includesSubdomains.value;
  const found = new Map<string, MasqueradeSource>();
  for (const { value } of masquerade.domains) found.set(value, { domain: value, below, local: locals.has(value) });
  const shown = masquerade.localDomains.value ? locals : new Set([identity.hostName.value]);
  for (const domain of shown) if (!found.has(domain)) found.set(domain, { domain, below: false, local: true });
  const sources = [...found.values()].filter((source) => source.below || source.domain !== name);
  return {
    name,
    sources,
    exposed: masquerade.exposedUsers.map((fact) => fact.value),
    exceptions: masquerade.exceptions.map((fact) => fact.value),
  };
}

/** `@source @name` with a row for each exposed user, or patterns. */
export function senderTable(policy: MailPolicy): LookupTable {
  const found = masqueradeSources(policy);
  const origins = [...(policy.masquerade.name?.origins ?? []), ...policy.masquerade.sources];
  const comment = [`Senders that are shown as being at ${found.name}.`];
  return isPlain(found)
    ? lookupTable("masquerade", origins, comment, () => withoutRepeats(plainRows(found)))
    : lookupTable("masquerade", origins, comment, () => patternRows(found), "pcre");
}

export function isPlain({ sources, exposed, exceptions }: MasqueradeSources): boolean {
  return (
    exceptions.length === 0 && sources.every((source) => !source.below) && exposed.length * sources.length <= rowLimit
  );
}

function* plainRows({ name, sources, exposed }: MasqueradeSources): Generator<LookupRow> {
  for (const { domain } of sources)
    for (const user of exposed) yield { key: `${user}@${domain}`, value: `${user}@${domain}` };
  for (const { domain } of sources) yield { key: `@${domain}`, value: `@${name}` };
}

/** First what keeps its name, then what is hidden. A result equal to the address ends the look-up (canonical(5)). */
export function patternRows({ name, sources, exposed, exceptions }: MasqueradeSources): readonly LookupRow[] {
  const hidden = sources.map(sourcePattern).join("|");
  return [
    { key: `/^(.*)@${literalPattern(name)}$/`, value: `\${1}@${name}` },
    ...(exceptions.length > 0
      ? [{ key: `/^(.*)@((.*\\.)?(${exceptions.map(literalPattern).join("|")}))$/`, value: `\${1}@\${2}` }]
      : []),
    ...(exposed.length > 0
      ? [{ key: `/^(${exposed.map(literalPattern).join("|")})@(${hidden})$/`, value: `\${1}@\${2}` }]
      : []),
    { key: `/^(.*)@(${hidden})$/`, value: `\${1}@${name}` },
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
