import type { Fact } from "../model/fact.ts";
import type { Parameter } from "../postfix/config.ts";
import { primarySpan } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { nameCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";
import { literalPattern, lookupTable, tableWord } from "./shared/table.ts";
import { hostedDomains } from "./shared/virtual-domains.ts";

/** Longer lists than this one go into a table. */
const inlineLimit = 30;

/** `mydestination`, and the addresses whose literals name this host. */
export function translateLocalDomains({ policy, options }: TranslateContext): Partial<Translated> {
  const { names, addresses, sources, byExchanger, below = [], none } = policy.localDomains;
  if (none) return nothingHere(none);
  const hosted = hostedDomains(policy);
  const listed = [...localNames(policy)].filter((name) => !hosted.has(name));
  const origins = uniqueOrigins(names);
  const table = lookupTable("local_domains", origins, ["Names of this host: their users are local."], function* () {
    for (const name of listed) yield { key: name, value: "local" };
  });
  const inline = listed.length <= inlineLimit;
  // Addresses of the machine's own interfaces need no mention: Postfix knows them (inet_interfaces).
  const listedHere = sources.map(primarySpan);
  const own = addresses.filter(
    (address) =>
      isAddress(address.value) && address.origins.some((origin) => standsIn(primarySpan(origin), listedHere)),
  );
  const hosts = lookupTable(
    "local_hosts",
    uniqueOrigins(below),
    ["Hosts below these domains are local."],
    () => below.map(({ value }) => ({ key: `/\\.${literalPattern(value)}$/`, value: "local" })),
    "pcre",
  );
  return {
    tables: [...(inline ? [] : [table]), ...(below.length > 0 ? [hosts] : [])],
    words: [
      ...(inline
        ? listed.map((word, rank) => ({ parameter: "mydestination", rank, word, origins, group: "domains" as const }))
        : [tableWord("mydestination", 0, table, options, "domains")]),
      ...(below.length > 0 ? [tableWord("mydestination", inlineLimit + 1, hosts, options, "domains")] : []),
    ],
    parameters: own.length === 0 ? [] : [proxyInterfaces(own)],
    claims: [
      ...claimsFor(
        sources,
        "exact",
        nameCodes,
        hosted.size === 0
          ? "The names stand in mydestination."
          : "The names stand in mydestination; those that the table of virtual users has an entry for everybody of, in virtual_alias_domains.",
      ),
      ...claimsFor(uniqueOrigins(below), "exact", nameCodes, "The hosts below stand in mydestination, as a pattern."),
      ...(byExchanger ? exchangerClaims(byExchanger) : []),
    ],
  };
}

/** No domain is local. The word is empty: Postfix's default would name this host. */
function nothingHere(none: Fact<true>): Partial<Translated> {
  return {
    words: [{ parameter: "mydestination", rank: 0, word: "", origins: none.origins, group: "domains" }],
    claims: claimsFor(none.origins, "exact", nameCodes, "Nothing is delivered here: mydestination is empty."),
  };
}

function proxyInterfaces(addresses: readonly Fact<string>[]): Parameter {
  return {
    name: "proxy_interfaces",
    value: addresses.map((address) => address.value).join(", "),
    origins: uniqueOrigins(addresses),
    group: "domains",
    comment: "Addresses whose literals name this host.",
  };
}

function exchangerClaims(found: NonNullable<TranslateContext["policy"]["localDomains"]["byExchanger"]>) {
  const note =
    found.within.length > 0
      ? `Postfix does not accept domains by their mail exchanger. Put those below ${found.within.join(", ")} into mydestination.`
      : "Postfix does not accept domains by their mail exchanger. List every such domain in mydestination; the mail log names them.";
  return claimsFor(found.origins, "manual", nameCodes, note);
}

function uniqueOrigins(facts: readonly Fact<unknown>[]): Parameter["origins"] {
  return [...new Set(facts.flatMap((fact) => fact.origins))];
}

function isAddress(text: string): boolean {
  const loopback = text.startsWith("127.") || /^[0:]*:1$/.test(text);
  return !loopback && (/^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:]*:[0-9a-f:]*$/.test(text));
}

/** Whether a member stands on one of the lines that list members. */
function standsIn(member: Span | undefined, lines: readonly (Span | undefined)[]): boolean {
  return lines.some((line) => line !== undefined && line.file === member?.file && line.line === member.line);
}
