import type { SenderBehaviour } from "../../model/behaviour.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { LookupRow, LookupTable, Parameter } from "../../postfix/config.ts";
import { primarySpan } from "../../source/origin.ts";
import { type ListWord, type TranslateOptions, tableReference } from "../context.ts";
import { localUserNames } from "../shared/local-names.ts";
import { rewritingRank } from "../shared/rewriting-rank.ts";
import { lookupTable, withoutRepeats } from "../shared/table.ts";
import { indexedTemplate, keysOf, templateText } from "./keys.ts";

export interface SenderParts {
  readonly tables: readonly LookupTable[];
  readonly words: readonly ListWord[];
  readonly parameters: readonly Parameter[];
}

type ListName = "sender_canonical_maps" | "recipient_canonical_maps" | "smtp_generic_maps";

interface Row {
  readonly row: LookupRow;
  readonly isPattern: boolean;
  readonly behind: SenderBehaviour;
}

const names: Readonly<Record<ListName, string>> = {
  sender_canonical_maps: "sender_shown",
  recipient_canonical_maps: "recipient_shown",
  smtp_generic_maps: "generic_rules",
};

/**
 * How senders are shown: in sender_canonical_maps where every agent shows them so, in smtp_generic_maps where only mail
 * that leaves by SMTP does. A result that other entries would change again gets a row of its own that keeps it.
 */
export function senderParts(policy: MailPolicy, domains: readonly string[], options: TranslateOptions): SenderParts {
  const names = { domains, users: localUserNames(policy) };
  const lists = new Map<ListName, Row[]>();
  const inOrder = [...policy.behaviour.senders].sort((a, b) => fixedParts(b) - fixedParts(a) || a.order - b.order);
  const patterned = new Set(
    inOrder.filter((one) => rowsOf(one, names, false).some(({ isPattern }) => isPattern)).map(listOf),
  );
  for (const sender of inOrder) {
    const list = listOf(sender);
    lists.set(list, [...(lists.get(list) ?? []), ...rowsOf(sender, names, patterned.has(list))]);
  }
  const parts = [...lists].flatMap(([list, rows]) => [
    ...tableOf(list, rows, false, options),
    ...tableOf(list, rows, true, options),
  ]);
  const headerOnly = lists.has("recipient_canonical_maps") && !policy.masquerade.headerRecipients.value;
  return {
    tables: parts.map(({ table }) => table),
    words: parts.map(({ word }) => word),
    parameters: headerOnly
      ? [{ name: "recipient_canonical_classes", value: "header_recipient", origins: [], group: "rewriting" }]
      : [],
  };
}

function listOf({ agents, roles }: SenderBehaviour): ListName {
  if (agents !== undefined && !agents.includes("local")) return "smtp_generic_maps";
  return roles.includes("header-recipient") ? "recipient_canonical_maps" : "sender_canonical_maps";
}

/** The more of an address is fixed, the earlier its row. */
function fixedParts({ pattern: { user, domain } }: SenderBehaviour): number {
  const texts = (parts: typeof user): number => parts.filter((part) => part.kind === "text").length;
  return texts(user) * 2 + (domain === "local" ? 1.5 : texts(domain));
}

/** Names of this host and of its users. */
interface LocalNames {
  readonly domains: readonly string[];
  readonly users: readonly string[];
}

function rowsOf(behind: SenderBehaviour, { domains, users }: LocalNames, besidePatterns: boolean): readonly Row[] {
  const { pattern, becomes, isFinal } = behind;
  const [origin] = behind.origins;
  const at = origin && primarySpan(origin);
  const row = (key: string, value: string, isPattern: boolean): Row => ({
    row: { key, value, ...(at ? { at } : {}) },
    isPattern,
    behind,
  });
  // smtpd takes everybody whom a pattern of recipients matches for known: only the users of this host get rows.
  if (listOf(behind) === "recipient_canonical_maps" && pattern.domain === "local" && hasHole(pattern.user)) {
    return [...userRows(behind, domains, users)].map(({ key, value }) => row(key, value, false));
  }
  const keys = keysOf(pattern, "canonical", domains, { isExact: false, besidePatterns });
  const value = keys.kind === "indexed" ? indexedTemplate(becomes, pattern) : templateText(becomes, keys);
  if (value === undefined) return [];
  const rows =
    keys.kind === "indexed" ? keys.keys.map((key) => row(key, value, false)) : [row(keys.expression, value, true)];
  return isFinal && becomes.every((part) => typeof part === "string") ? [...rows, row(value, value, false)] : rows;
}

function hasHole(parts: SenderBehaviour["pattern"]["user"]): boolean {
  return parts.some((part) => part.kind === "hole");
}

/** A pattern of one open user, written out for the users of this host; patterns with more in them name no such user. */
function* userRows(
  { pattern: { user }, becomes }: SenderBehaviour,
  domains: readonly string[],
  users: readonly string[],
): Generator<{ readonly key: string; readonly value: string }> {
  const [hole] = user;
  if (user.length > 1 || hole?.kind !== "hole") return;
  for (const domain of domains) {
    for (const name of users) {
      const filled = becomes.map((part) => {
        if (typeof part === "string") return part;
        return part.hole === hole.name ? name : part.hole === "domain" ? `@${domain}` : "";
      });
      yield { key: `${name}@${domain}`, value: filled.join("") };
    }
  }
}

function tableOf(
  list: ListName,
  rows: readonly Row[],
  patterns: boolean,
  options: TranslateOptions,
): readonly { readonly table: LookupTable; readonly word: ListWord }[] {
  const own = rows.filter(({ isPattern }) => isPattern === patterns);
  if (own.length === 0) return [];
  const origins = [...new Set(own.flatMap(({ behind }) => behind.origins))];
  const table = lookupTable(
    patterns ? `${names[list]}.pcre` : names[list],
    origins,
    ["Addresses as the old rules showed them."],
    () => withoutRepeats(own.map(({ row }) => row)),
    patterns ? "pcre" : "indexed",
  );
  const rank = rewritingRank.sender.rules + (patterns ? 1 : 0);
  const word = tableReference(table, options);
  return [{ table, word: { parameter: list, rank, word, origins, group: "rewriting" } }];
}
