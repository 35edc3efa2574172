import type { ClientList } from "../model/client-lists.ts";
import type { Fact } from "../model/fact.ts";
import type { Network } from "../model/network.ts";
import type { LookupRow } from "../postfix/config.ts";
import { primarySpan } from "../source/origin.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { clientCodes } from "./shared/codes.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { checkWord, lookupTable, withoutRepeats } from "./shared/table.ts";

const refusal = "550 5.7.1 Access denied";

/**
 * Who may connect: `smtpd_client_restrictions` with a table of clients to take, then one of clients to refuse, then
 * `reject` where nobody else may. They say nothing of relaying. This host itself may always connect.
 */
export function translateClientLists({ policy, options }: TranslateContext): Partial<Translated> {
  const lists = policy.clientLists;
  if (!lists) return {};
  const below = policy.relayPermission.includesSubdomains.value && !policy.access.dottedKeys.value;
  const table = (name: string, comment: string, rows: () => Iterable<LookupRow>) =>
    lookupTable(name, lists.sources, [comment], () => withoutRepeats(rows()));
  const accepted = table("clients_accepted", "Clients that may connect. This does not permit relaying.", () => [
    { key: "127.0.0.1", value: "OK" },
    { key: "::1", value: "OK" },
    ...rowsOf(lists.accepted, "OK", below),
  ]);
  const refused = table("clients_refused", "Clients that may not connect.", () =>
    rowsOf(lists.refused, refusal, below),
  );
  const { listed, others } = restrictionRank.client;
  const check = (rank: number, which: typeof accepted) =>
    checkWord("smtpd_client_restrictions", rank, "check_client_access", which, options);
  const refusesAny = !isEmpty(lists.refused);
  const refusesOthers = lists.others.value === "refuse";
  const takesAny = refusesAny || refusesOthers;
  return {
    tables: [...(takesAny ? [accepted] : []), ...(refusesAny ? [refused] : [])],
    words: [
      ...(takesAny ? [check(listed, accepted)] : []),
      ...(refusesAny ? [check(listed + 5, refused)] : []),
      ...(refusesOthers
        ? [
            {
              parameter: "smtpd_client_restrictions",
              rank: others,
              word: "reject",
              origins: lists.others.origins,
              group: "access" as const,
            },
          ]
        : []),
    ],
    claims: [
      ...claimsFor(
        lists.sources,
        "exact",
        clientCodes,
        takesAny ? "The clients stand in smtpd_client_restrictions." : "Everybody may connect anyway.",
      ),
      ...claimsFor(
        lists.others.origins,
        "exact",
        clientCodes,
        refusesOthers ? "All other clients are refused." : "All other clients may connect.",
      ),
    ],
  };
}

function isEmpty(list: ClientList): boolean {
  return list.networks.length === 0 && list.domains.length === 0;
}

function rowsOf(list: ClientList, value: string, parentsMatch: boolean): readonly LookupRow[] {
  return [
    ...list.networks.map((fact) => rowOf(networkKey(fact.value), value, fact)),
    ...list.domains.flatMap((fact) => [
      rowOf(fact.value, value, fact),
      ...(parentsMatch ? [] : [rowOf(`.${fact.value}`, value, fact)]),
    ]),
  ];
}

function rowOf(key: string, value: string, fact: Fact<unknown>): LookupRow {
  const at = fact.origins.map(primarySpan).find((span) => span !== undefined);
  return at ? { key, value, at } : { key, value };
}

/** Octets up to the prefix: Postfix looks an address up octet by octet (access(5)). */
function networkKey({ family, address, prefix }: Network): string {
  return family === "ipv4"
    ? address
        .split(".")
        .slice(0, prefix / 8)
        .join(".")
    : address;
}
