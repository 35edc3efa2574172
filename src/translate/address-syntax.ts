import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { shortHostWords } from "./shared/short-hosts.ts";
import { checkWord, lookupTable, tableWord } from "./shared/table.ts";

/**
 * How addresses are read. Explicit because Postfix's defaults differ from the old host's: extensions are not carried
 * to the result of a table, headers of every client's mail are completed and rewritten.
 */
export function translateAddressSyntax({ policy, options }: TranslateContext): Partial<Translated> {
  const syntax = policy.addressSyntax;
  const parameter = (name: string, value: string, origins: Parameter["origins"], comment?: string): Parameter => ({
    name,
    value,
    origins,
    group: "rewriting",
    ...(comment === undefined ? {} : { comment }),
  });
  const yesNo = (value: boolean): string => (value ? "yes" : "no");
  const parameters = [
    parameter("append_dot_mydomain", yesNo(syntax.completesShortNames.value), syntax.completesShortNames.origins),
    parameter("swap_bangpath", yesNo(syntax.bangPath.value === "route"), syntax.bangPath.origins),
    parameter("allow_percent_hack", yesNo(syntax.percentHack.value === "route"), syntax.percentHack.origins),
    ...(syntax.quotedRoute.value
      ? []
      : [
          parameter(
            "resolve_dequoted_address",
            "no",
            [],
            "A quoted user part is one name, as on the old host: no other domain is looked for in it.",
          ),
        ]),
    parameter("recipient_delimiter", syntax.extensionDelimiter.value ?? "", syntax.extensionDelimiter.origins),
    parameter(
      "propagate_unmatched_extensions",
      "",
      [],
      "An entry for user@domain drops the +extension, as on the old host.",
    ),
    parameter(
      "local_header_rewrite_clients",
      "static:all",
      [],
      "Headers of all mail are rewritten, as on the old host, not only those of local mail.",
    ),
  ];
  const refused = refusedCharacters(syntax);
  const patterns = lookupTable(
    "refused_syntax",
    refused.flatMap((one) => one.origins),
    ["Addresses that would route mail through this host are refused from strangers."],
    () => refused.map((one) => ({ key: `/${one.character}.*@/`, value: "550 5.7.1 Relaying denied" })),
    "pcre",
  );
  const moved = syntax.movedDomain;
  const movedTable = lookupTable(
    "transport_moved",
    moved?.origins ?? [],
    ["Users who left: the address without the last part is the new one."],
    () => [{ key: `.${moved?.value}`, value: "error:5.1.6 User has moved; please try the address without .REDIRECT" }],
  );
  return {
    parameters,
    tables: [...(refused.length > 0 ? [patterns] : []), ...(moved ? [movedTable] : [])],
    words: [
      ...(refused.length > 0
        ? [
            checkWord(
              "smtpd_relay_restrictions",
              restrictionRank.relay.addressSyntax,
              "check_recipient_access",
              patterns,
              options,
            ),
          ]
        : []),
      ...(moved ? [tableWord("transport_maps", rewritingRank.transport.moved, movedTable, options, "routing")] : []),
      // Names that no rule completes are completed when they are looked up.
      ...shortHostWords(!syntax.completesShortNames.value, []),
    ],
  };
}

function refusedCharacters(
  syntax: TranslateContext["policy"]["addressSyntax"],
): readonly { readonly character: string; readonly origins: Parameter["origins"] }[] {
  return [
    ...(syntax.bangPath.value === "refuse" ? [{ character: "!", origins: syntax.bangPath.origins }] : []),
    ...(syntax.percentHack.value === "refuse" ? [{ character: "%", origins: syntax.percentHack.origins }] : []),
  ];
}
