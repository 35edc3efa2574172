import type { Claim } from "../diagnostics/disposition.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupTable, Parameter } from "../postfix/config.ts";
import type { Origin } from "../source/origin.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { collidingTables } from "./masquerade/collisions.ts";
import { recipientTables } from "./masquerade/recipients.ts";
import { headerCheckRows, senderTables } from "./masquerade/senders.ts";
import { claimsFor } from "./shared/claim.ts";
import { rewritingCodes } from "./shared/codes.ts";
import { masqueradeSources } from "./shared/masquerade-sources.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { lookupTable, tableWord } from "./shared/table.ts";

/**
 * One name for several hosts: `sender_canonical_maps` with the classes that the old host rewrites. Postfix's own
 * masquerade_domains only strips labels, so a table says it. Where mail to local users keeps its names, the SMTP client
 * rewrites instead.
 */
export function translateMasquerade(context: TranslateContext): Partial<Translated> {
  const { masquerade, generics } = context.policy;
  const { name } = masquerade;
  const claims = listClaims(context.policy);
  if (!name) return { parameters: generics.table ? classParameters(context.policy) : [], claims };
  const senders = masquerade.localDelivery.value ? canonicalParts(context) : clientParts(context);
  const recipients = masquerade.headerRecipients.value && masquerade.localDelivery.value ? recipientParts(context) : {};
  const parts = [senders, recipients];
  return {
    parameters: [
      ...(masquerade.localDelivery.value ? classParameters(context.policy) : []),
      ...parts.flatMap((part) => part.parameters ?? []),
    ],
    tables: parts.flatMap((part) => part.tables ?? []),
    words: parts.flatMap((part) => part.words ?? []),
    claims: [
      ...claims,
      ...claimsFor(name.origins, ...nameOutcome(context.policy)),
      ...(isCompleted(context.policy) ? claimsFor(name.origins, "approximate", rewritingCodes, completed, form) : []),
    ],
  };
}

const completed = "A name without a dot gets the host's domain in Postfix, like every short name.";
const form = "completed-word";

function isCompleted({ masquerade, addressSyntax }: MailPolicy): boolean {
  return addressSyntax.completesShortNames.value && masquerade.name?.value.includes(".") === false;
}

function canonicalParts(context: TranslateContext): Partial<Translated> {
  const tables = senderTables(context.policy);
  const apart = collidingTables(context.policy);
  return {
    tables: [...tables, ...apart],
    words: [
      ...masqueradeWords("sender_canonical_maps", tables, context),
      ...masqueradeWords("canonical_maps", apart, context),
    ],
    parameters: apart.length > 0 ? [laterClasses(context.policy)] : [],
  };
}

function laterClasses({ masquerade }: MailPolicy): Parameter {
  return {
    name: "canonical_classes",
    value: senderClasses(masquerade.envelope.value),
    origins: masquerade.name?.origins ?? [],
    group: "rewriting",
    comment: "Asked after sender_canonical_maps: what comes out is not looked up there again.",
  };
}

function senderClasses(envelope: boolean): string {
  return envelope ? "envelope_sender, header_sender" : "header_sender";
}

function masqueradeWords(
  parameter: string,
  tables: readonly LookupTable[],
  { options }: TranslateContext,
): readonly ListWord[] {
  return tables.map((table, index) =>
    tableWord(parameter, rewritingRank.sender.masquerade + index, table, options, "rewriting"),
  );
}

/** FEATURE local_no_masquerade: only what leaves by SMTP is rewritten. */
function clientParts(context: TranslateContext): Partial<Translated> {
  const { policy } = context;
  const { masquerade } = policy;
  const origins = masqueradeOrigins(policy);
  // One look-up for both: an entry of the generics table comes before the name for everybody, and nothing follows.
  if (masquerade.envelope.value && (masquerade.domains.length === 0 || policy.generics.table)) {
    const tables = senderTables(policy);
    return { tables, words: masqueradeWords("smtp_generic_maps", tables, context) };
  }
  const headers: LookupTable = lookupTable(
    "masquerade_headers",
    origins,
    ["Names in the headers of outgoing mail; one address of a header is rewritten."],
    () => headerCheckRows(policy),
    "pcre",
  );
  const words = masqueradeWords("smtp_header_checks", [headers], context);
  if (!masquerade.envelope.value) return { tables: [headers], words };
  const tables = senderTables(policy);
  return {
    parameters: [{ name: "sender_canonical_classes", value: "envelope_sender", origins, group: "rewriting" }],
    tables: [headers, ...tables],
    words: [...words, ...masqueradeWords("sender_canonical_maps", tables, context)],
  };
}

function recipientParts({ policy, options }: TranslateContext): Partial<Translated> {
  const tables = recipientTables(policy);
  return {
    tables: tables.filter((table) => !table.shared).map((table) => table.table),
    words: tables.map(({ table }, index) =>
      tableWord("recipient_canonical_maps", rewritingRank.sender.masquerade + index, table, options, "rewriting"),
    ),
  };
}

/** Which senders and recipients the canonical tables are for; also for the generics table. */
function classParameters({ masquerade, generics }: MailPolicy): readonly Parameter[] {
  const origins = [...(masquerade.name?.origins ?? []), ...(generics.table ? [generics.table.origin] : [])];
  const parameter = (name: string, value: string, comment: string): Parameter => ({
    name,
    value,
    origins,
    group: "rewriting",
    comment,
  });
  return [
    parameter(
      "sender_canonical_classes",
      senderClasses(masquerade.envelope.value),
      "What the old host shows under another name; envelope recipients never are.",
    ),
    ...(masquerade.headerRecipients.value
      ? [parameter("recipient_canonical_classes", "header_recipient", "Recipients in headers are shown under it, too.")]
      : []),
  ];
}

function nameOutcome(policy: MailPolicy): [Claim["disposition"], typeof rewritingCodes, string] {
  const { masquerade } = policy;
  const { sources } = masqueradeSources(policy);
  if (sources.length === 0) return ["obsolete", rewritingCodes, "No domain is shown under this name."];
  if (!masquerade.localDelivery.value) {
    return [
      "approximate",
      rewritingCodes,
      "Outgoing mail is rewritten by the SMTP client: of several addresses in one header, only one.",
    ];
  }
  if (masquerade.headerRecipients.value) {
    return [
      "approximate",
      rewritingCodes,
      "Header recipients of local domains are rewritten for the users that are known now.",
    ];
  }
  return ["exact", rewritingCodes, "Senders are shown under this name by sender_canonical_maps."];
}

function listClaims({ masquerade }: MailPolicy): readonly Claim[] {
  return masquerade.name
    ? claimsFor(masquerade.sources, "exact", rewritingCodes, "The entries stand in the table of masqueraded senders.")
    : claimsFor(masquerade.sources, "obsolete", rewritingCodes, "Without a masquerade name the list has no effect.");
}

function masqueradeOrigins({ masquerade }: MailPolicy): readonly Origin[] {
  return [...(masquerade.name?.origins ?? []), ...masquerade.sources];
}
