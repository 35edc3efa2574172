import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import { localNames, ownLiterals } from "../shared/local-names.ts";
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

/** What is hidden behind the name: the domains of the list, the local ones, and the host's own for bare names. */
export function masqueradeSources(policy: MailPolicy): MasqueradeSources {
  const { masquerade, identity } = policy;
  const name = (masquerade.name?.value ?? "").toLowerCase().replace(/\.$/, "");
  const locals = new Set([identity.hostName.value, ...localNames(policy), ...ownLiterals(policy)]);
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

/**
 * Tables of senders: `@source @name` with a row for each exposed user, and patterns for hosts below a domain. Patterns
 * see an address before `@source` rows do, so they leave out every domain that has its own row.
 */
export function senderTables(policy: MailPolicy): readonly LookupTable[] {
  const found = masqueradeSources(policy);
  const origins = [...(policy.masquerade.name?.origins ?? []), ...policy.masquerade.sources];
  const comment = `Senders that are shown as being at ${found.name}.`;
  const plain = lookupTable("masquerade", origins, [comment], () => withoutRepeats(plainRows(found)));
  if (found.sources.every((source) => !source.below)) return [plain];
  const below = [`Hosts below a domain. ${comment}`];
  return [plain, lookupTable("masquerade_hosts", origins, below, () => patternRows(found), "pcre")];
}

function* plainRows({ name, sources, exposed, exceptions }: MasqueradeSources): Generator<LookupRow> {
  const hidden = sources.filter(({ domain }) => domain !== name && !isException(domain, exceptions));
  for (const { domain } of hidden) {
    for (const user of exposed) yield { key: `${user}@${domain}`, value: `${user}@${domain}` };
  }
  for (const { domain } of hidden) yield { key: `@${domain}`, value: `@${name}` };
}

function isException(domain: string, exceptions: readonly string[]): boolean {
  return exceptions.some((exception) => domain === exception || domain.endsWith(`.${exception}`));
}

/** First what keeps its name, then what is hidden. A result equal to the address ends the look-up (canonical(5)). */
function patternRows({ name, sources, exposed, exceptions }: MasqueradeSources): readonly LookupRow[] {
  const exact = [...new Set([name, ...sources.map((source) => source.domain)])].map(literalPattern).join("|");
  const below = sources.filter((source) => source.below).map((source) => literalPattern(source.domain));
  const hosts = `(?!(?:${exact})$)(.*\\.(?:${below.join("|")}))`;
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
