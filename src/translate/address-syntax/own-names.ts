import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "../context.ts";
import { loopbackNames } from "../shared/local-names.ts";
import { hasCollisions } from "../shared/masquerade-collisions.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { rewritingRank } from "../shared/rewriting-rank.ts";
import { checkWord, literalPattern, lookupTable, tableWord } from "../shared/table.ts";

/** The restriction class that lets only this host's own clients through. */
const ownClientsOnly = "only_this_host";

/**
 * Names that mean this host wherever they are (proto.m4, Canonify2 and Basic_check_mail): senders at `localhost` or at
 * one of its own addresses leave under the official name, and only the host itself may send as one.
 */
export function translateOwnNames(context: TranslateContext): Partial<Translated> {
  const parts = [shownNames(context), uucpNames(context), refusedSenders(context)];
  const all = <K extends "tables" | "words">(key: K): Translated[K][number][] =>
    parts.flatMap((part) => (part?.[key] ?? []) as Translated[K][number][]);
  return { tables: all("tables"), words: all("words"), parameters: parts.flatMap((part) => part?.parameters ?? []) };
}

/**
 * In `smtp_generic_maps`: the envelope and the header of what leaves by SMTP, after all other rewriting. A row for a
 * domain in canonical_maps would make smtpd take every user of it for known.
 */
function shownNames({ policy, options }: TranslateContext): Partial<Translated> | undefined {
  const { loopbackIsOwn } = policy.addressSyntax;
  if (!loopbackIsOwn.value) return undefined;
  const table = lookupTable("own_names", loopbackIsOwn.origins, ["Other names of this host, as others see them."], () =>
    loopbackNames(policy)
      .filter((domain) => domain !== policy.identity.hostName.value)
      .map((domain) => ({ key: `@${domain}`, value: `@${policy.identity.hostName.value}` })),
  );
  return {
    tables: [table],
    words: [tableWord("smtp_generic_maps", rewritingRank.sender.official, table, options, "rewriting")],
  };
}

/** Without UUCP mailers `host.uucp` is only another spelling of the host's name. */
function uucpNames({ policy, options }: TranslateContext): Partial<Translated> | undefined {
  const { uucpDomainRemoved } = policy.addressSyntax;
  if (!uucpDomainRemoved.value) return undefined;
  const row: LookupRow = { key: "/^(.*)@(.+)\\.uucp$/", value: "${1}@${2}" };
  const table = lookupTable(
    "uucp_names",
    uucpDomainRemoved.origins,
    ["No mail goes by UUCP any more."],
    () => [row],
    "pcre",
  );
  // canonical_maps are for all addresses, unless masquerading needs them for senders alone.
  const lists = hasCollisions(policy) ? ["sender_canonical_maps", "recipient_canonical_maps"] : ["canonical_maps"];
  return {
    tables: [table],
    words: lists.map((list) => tableWord(list, rewritingRank.sender.rules, table, options, "rewriting")),
  };
}

function refusedSenders({ policy, options }: TranslateContext): Partial<Translated> | undefined {
  const { foreignLoopback, foreignLoopbackNames, movedDomain } = policy.addressSyntax;
  const refuses = foreignLoopback.value === "refuse" || foreignLoopbackNames.length > 0;
  if (!refuses && !movedDomain) return undefined;
  const origins = [
    ...foreignLoopback.origins,
    ...foreignLoopbackNames.flatMap(({ origins: each }) => each),
    ...(movedDomain?.origins ?? []),
  ];
  const senders = lookupTable(
    "own_name_senders",
    origins,
    ["Senders that only this host may use, and those who left."],
    () => senderRows(policy),
    "pcre",
  );
  const clients = clientTable(policy, origins);
  const { ownNames } = restrictionRank.sender;
  const classWord: ListWord = {
    parameter: "smtpd_restriction_classes",
    rank: 0,
    word: ownClientsOnly,
    origins,
    group: "access",
  };
  return {
    tables: [senders, ...(refuses ? [clients] : [])],
    words: [
      checkWord("smtpd_sender_restrictions", ownNames, "check_sender_access", senders, options),
      ...(refuses ? [classWord] : []),
    ],
    parameters: refuses
      ? [
          {
            name: ownClientsOnly,
            value: checkWord("", 0, "check_client_access", clients, options).word,
            origins,
            group: "access",
          },
        ]
      : [],
  };
}

function senderRows({ addressSyntax, identity }: MailPolicy): readonly LookupRow[] {
  const { movedDomain } = addressSyntax;
  // As Postfix completes the name, and as the rules know it.
  const domains = [identity.domainName, identity.domainMacro].flatMap((fact) => fact?.value.toLowerCase() || []);
  const below = domains.length === 0 ? "" : `(\\.${alternatives(domains.map(literalPattern))})?`;
  const names = [
    ...(addressSyntax.foreignLoopback.value === "refuse" ? [`localhost${below}`] : []),
    ...addressSyntax.foreignLoopbackNames.map(({ value }) => literalPattern(value)),
    ...(addressSyntax.foreignLoopback.value === "refuse" ? ["\\[127\\.0\\.0\\.1\\]"] : []),
  ];
  const moved = "551 5.1.6 User has moved; please try the address without .REDIRECT";
  return [
    ...(names.length > 0 ? [{ key: `/@(${names.join("|")})$/`, value: ownClientsOnly }] : []),
    ...(movedDomain ? [{ key: `/@.+\\.${movedDomain.value}$/`, value: moved }] : []),
  ];
}

function alternatives(patterns: readonly string[]): string {
  return patterns.length === 1 ? patterns.join("") : `(${patterns.join("|")})`;
}

function clientTable({ localDomains }: MailPolicy, origins: LookupTable["origins"]): LookupTable {
  const own = localDomains.addresses.map(({ value }) => value).filter((address) => !address.startsWith("127."));
  const refusal = "553 5.5.4 Real domain name required for sender address";
  const rows = [
    ...["127.0.0.0/8", "::1", ...own.filter((address) => address !== "::1")].map((key) => ({ key, value: "OK" })),
    { key: "0.0.0.0/0", value: refusal },
    { key: "::/0", value: refusal },
  ];
  return lookupTable(
    "own_clients",
    origins,
    ["This host itself; nobody else may send as localhost."],
    () => rows,
    "cidr",
  );
}
