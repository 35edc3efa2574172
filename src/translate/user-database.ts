import type { MailPolicy } from "../model/policy.ts";
import type { UserDatabase, UserDatabaseEntry } from "../model/user-database.ts";
import type { LookupRow } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { countRows, type RowDifference, tableClaims } from "./shared/claim.ts";
import { aliasCodes } from "./shared/codes.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { lookupTable, tableWord } from "./shared/table.ts";

type UserFile = UserDatabase["files"][number]["value"];

/**
 * Deliveries become aliases of the user's name, asked after the site's own as on the old host (recipient.c, udbexpand);
 * shown names become rows of the senders' table.
 */
export function translateUserDatabase({ policy, options }: TranslateContext): Partial<Translated> {
  const parts = policy.userDatabase.files.map(({ value: file, origins }, index): Partial<Translated> => {
    const claims = tableClaims(
      file.table,
      aliasCodes,
      "Deliveries stand in alias_maps, names in sender_canonical_maps.",
    );
    if (file.table.state !== "text") return { claims };
    const suffix = index === 0 ? "" : `_${index + 1}`;
    const comment = ["Where the mail of users goes."];
    const deliveries = {
      ...lookupTable(`userdb_delivery${suffix}`, origins, comment, () => deliveryRows(file)),
      format: "aliases" as const,
    };
    const names = lookupTable(`userdb_name${suffix}`, origins, ["How users are shown."], () => nameRows(file, policy));
    return {
      tables: [deliveries, names],
      words: [
        tableWord("alias_maps", rewritingRank.aliases.database + index, deliveries, options, "aliases"),
        tableWord("sender_canonical_maps", rewritingRank.sender.shown + index, names, options, "rewriting"),
      ],
      claims,
      tableClaims: [() => countRows(file.table.path, aliasCodes, file.entries(), differenceOf)],
    };
  });
  return {
    tables: parts.flatMap((part) => part.tables ?? []),
    words: parts.flatMap((part) => part.words ?? []),
    claims: parts.flatMap((part) => part.claims ?? []),
    tableClaims: parts.flatMap((part) => part.tableClaims ?? []),
  };
}

/** Several records of a user become one row. */
function deliveryRows(file: UserFile): readonly LookupRow[] {
  const targets = new Map<string, string[]>();
  for (const entry of file.entries()) {
    if (entry.kind === "delivery") targets.set(entry.user, [...(targets.get(entry.user) ?? []), entry.target]);
  }
  return [...targets].map(([key, values]) => ({ key, value: values.join(", ") }));
}

function* nameRows(file: UserFile, { identity }: MailPolicy): Generator<LookupRow> {
  for (const entry of file.entries()) {
    if (entry.kind === "name")
      yield { key: `${entry.user}@${identity.hostName.value}`, value: entry.shown, at: entry.at };
  }
}

function differenceOf(entry: UserDatabaseEntry): RowDifference | undefined {
  switch (entry.kind) {
    case "broken":
      return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
    case "other":
      return { disposition: "manual", note: `${entry.text} has no counterpart.` };
    default:
      return {
        disposition: "approximate",
        note: "The old host asks for users without an alias only; Postfix for what an alias of the same name leads to, too.",
      };
  }
}
