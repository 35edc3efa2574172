import type { RecipientBehaviour } from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow, LookupTable } from "../postfix/config.ts";
import { primarySpan } from "../source/origin.ts";
import { decisionParts } from "./by-behaviour/decisions.ts";
import { indexedTemplate, type Keys, keysOf, localName, type TableUse, templateText } from "./by-behaviour/keys.ts";
import { senderParts } from "./by-behaviour/senders.ts";
import type { ListWord, TranslateContext, Translated, TranslateOptions } from "./context.ts";
import { localNames } from "./shared/local-names.ts";
import { transportOf } from "./shared/nexthop.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { accessReply, errorTransport } from "./shared/smtp-reply.ts";
import { checkWord, lookupTable, tableWord, withoutRepeats } from "./shared/table.ts";

/** Rows of one purpose: those with keys, and those with patterns in the order of the old rules. */
interface Rows {
  readonly indexed: LookupRow[];
  readonly patterns: LookupRow[];
  readonly behind: RecipientBehaviour[];
}

interface Plan {
  readonly virtual: Rows;
  readonly transport: Rows;
  readonly access: Rows;
  readonly local: Rows;
  readonly aliases: Rows;
}

const noRows = (): Rows => ({ indexed: [], patterns: [], behind: [] });

/**
 * What the old rules were seen to do, as rows: other names for an address in virtual_alias_maps, places of their own in
 * transport_maps, refusals in both smtpd's recipient restrictions and transport_maps (mail of this host itself),
 * more local domains in mydestination. Each row names the rule that it stands for.
 */
export function translateByBehaviour({ policy, options }: TranslateContext): Partial<Translated> {
  const behaviours = [...policy.behaviour.recipients].sort(
    (a, b) => fixedParts(b) - fixedParts(a) || a.order - b.order,
  );
  const decisions = decisionParts(policy.behaviour.decisions, [...localNames(policy)], options);
  const senders = senderParts(policy, [...localNames(policy)], options);
  const first = planOf(behaviours, undefined, policy, options);
  const plan = planOf(behaviours, first, policy, options);
  const parts = [
    tablesOf("virtual_rules", plan.virtual, "Addresses that the old rules sent to other addresses.", (table) =>
      tableWord("virtual_alias_maps", rewritingRank.virtual.rules, table, options, "rewriting"),
    ),
    tablesOf("transport_rules", plan.transport, "Places that the old rules sent mail to.", (table) =>
      tableWord("transport_maps", rewritingRank.transport.rules, table, options, "routing"),
    ),
    tablesOf("recipient_refused", plan.access, "Recipients that the old rules refused.", (table) =>
      checkWord(
        "smtpd_recipient_restrictions",
        restrictionRank.recipient.rules,
        "check_recipient_access",
        table,
        options,
      ),
    ),
    tablesOf("local_rules", plan.local, "Domains that the old rules delivered here.", (table) =>
      tableWord("mydestination", 1000, table, options, "domains"),
    ),
  ];
  const aliases = tablesOf("alias_rules", plan.aliases, "Names of users that the old rules sent elsewhere.", (table) =>
    tableWord("alias_maps", rewritingRank.aliases.rules, table, options, "aliases"),
  );
  parts.push({ ...aliases, tables: aliases.tables.map((table) => ({ ...table, format: "aliases" as const })) });
  return {
    tables: [...parts.flatMap((part) => part.tables), ...decisions.tables, ...senders.tables],
    words: [...parts.flatMap((part) => part.words), ...decisions.words, ...senders.words],
    parameters: [...decisions.parameters, ...senders.parameters],
  };
}

/** `draft`: the same plan made before, which tells where patterns stand. */
function planOf(
  behaviours: readonly RecipientBehaviour[],
  draft: Plan | undefined,
  policy: MailPolicy,
  options: TranslateOptions,
): Plan {
  const plan: Plan = { virtual: noRows(), transport: noRows(), access: noRows(), local: noRows(), aliases: noRows() };
  for (const behaviour of behaviours) addRows(plan, draft, behaviour, policy, options);
  return plan;
}

/** The more of an address is fixed, the earlier its row: what was found for it holds for it alone. */
function fixedParts({ pattern: { user, domain } }: RecipientBehaviour): number {
  const texts = (parts: typeof user): number => parts.filter((part) => part.kind === "text").length;
  // This host's own domains are names, too; a whole name comes before the names below an ending.
  const isWhole = domain === "local" || domain.every((part) => part.kind === "text");
  return texts(user) * 2 + (isWhole ? 1.5 : texts(domain));
}

function tablesOf(
  name: string,
  rows: Rows,
  comment: string,
  word: (table: LookupTable) => ListWord,
): { readonly tables: readonly LookupTable[]; readonly words: readonly ListWord[] } {
  const origins = [...new Set(rows.behind.flatMap((one) => one.origins))];
  const tables = [
    ...(rows.indexed.length > 0 ? [lookupTable(name, origins, [comment], () => withoutRepeats(rows.indexed))] : []),
    ...(rows.patterns.length > 0 ? [lookupTable(`${name}.pcre`, origins, [comment], () => rows.patterns, "pcre")] : []),
  ];
  return { tables, words: tables.map(word) };
}

function addRows(
  plan: Plan,
  draft: Plan | undefined,
  behaviour: RecipientBehaviour,
  policy: MailPolicy,
  options: TranslateOptions,
): void {
  const { pattern, outcome, isExact } = behaviour;
  const domains = [...localNames(policy)];
  const beside = (kind: keyof Plan): boolean => (draft?.[kind].patterns.length ?? 0) > 0;
  const add = (kind: keyof Plan, use: TableUse, value: string): void => {
    put(plan[kind], keysOf(pattern, use, domains, { isExact, besidePatterns: beside(kind) }), value, behaviour);
  };
  switch (outcome.kind) {
    case "local":
      if (pattern.domain !== "local") put(plan.local, domainKeys(behaviour), "local", behaviour);
      // Other rows took the domains of this host along: `:` leaves them as they are.
      else add("transport", "transport", ":");
      break;
    case "alias":
      addAlias(plan, beside("virtual"), behaviour, outcome.target, domains);
      break;
    case "refuse":
      // The error transport answers 550 by itself, and lets pass what an alias sends elsewhere.
      if (outcome.refusal.code !== "550" && localName(pattern) !== undefined) {
        add("access", "access", accessReply(outcome.refusal));
      }
      add("transport", "transport", errorTransport(outcome.refusal));
      break;
    case "route": {
      const transport = transportOf(outcome.route, policy, options.version);
      if ("problem" in transport) break;
      add("transport", "transport", transport.value);
      // smtpd knows only the users of this host, unless the address has an entry.
      if (pattern.domain === "local") keepKnown(plan, beside("virtual"), behaviour, domains);
    }
  }
}

/** An address of this host that goes elsewhere under its own name: `address -> itself`. */
function keepKnown(
  plan: Plan,
  besidePatterns: boolean,
  behaviour: RecipientBehaviour,
  domains: readonly string[],
): void {
  const { user } = behaviour.pattern;
  const itself = user.map((part) => (part.kind === "text" ? part.text : { hole: part.name }));
  const keys = keysOf(behaviour.pattern, "virtual", domains, { isExact: behaviour.isExact, besidePatterns });
  if (keys.kind === "pattern") {
    const value = templateText([...itself, { hole: "domain" }], keys);
    if (value !== undefined) put(plan.virtual, keys, value, behaviour);
    return;
  }
  for (const key of keys.keys) put(plan.virtual, { kind: "indexed", keys: [key] }, key, behaviour);
}

function addAlias(
  plan: Plan,
  besidePatterns: boolean,
  behaviour: RecipientBehaviour,
  target: Parameters<typeof templateText>[0],
  domains: readonly string[],
): void {
  const name = localName(behaviour.pattern);
  if (name !== undefined && !behaviour.isExact && target.every((part) => typeof part === "string")) {
    put(plan.aliases, { kind: "indexed", keys: [name] }, target.join(""), behaviour);
    return;
  }
  const keys = keysOf(behaviour.pattern, "virtual", domains, { isExact: behaviour.isExact, besidePatterns });
  const plain = keys.kind === "indexed" ? indexedTemplate(target, behaviour.pattern) : templateText(target, keys);
  if (plain !== undefined) put(plan.virtual, keys, plain, behaviour);
}

/** The domain alone, for lists of domains. */
function domainKeys({ pattern }: RecipientBehaviour): Keys {
  const needs = { isExact: false, besidePatterns: false };
  const keys = keysOf({ user: [{ kind: "text", text: "user" }], domain: pattern.domain }, "access", [], needs);
  if (keys.kind === "indexed") return { ...keys, keys: keys.keys.map((key) => key.slice(key.indexOf("@") + 1)) };
  return { ...keys, expression: keys.expression.replace("/^user@", "/^") };
}

function put(rows: Rows, keys: Keys, value: string, behaviour: RecipientBehaviour): void {
  const [origin] = behaviour.origins;
  const at = origin && primarySpan(origin);
  const row = (key: string): LookupRow => ({ key, value, ...(at ? { at } : {}) });
  rows.behind.push(behaviour);
  if (keys.kind === "pattern") {
    // The first row of an expression is the only one that is ever reached.
    if (!rows.patterns.some((before) => before.key === keys.expression)) rows.patterns.push(row(keys.expression));
  } else rows.indexed.push(...keys.keys.map(row));
}
