import type { AddressMatch, ClientPlace, DecisionBehaviour } from "../../model/behaviour.ts";
import type { Network } from "../../model/network.ts";
import type { LookupRow, LookupTable, Parameter } from "../../postfix/config.ts";
import { primarySpan } from "../../source/origin.ts";
import { type ListWord, type TranslateOptions, tableReference } from "../context.ts";
import { restrictionRank } from "../shared/restriction-rank.ts";
import { accessReply } from "../shared/smtp-reply.ts";
import { checkWord, literalPattern, lookupTable, withoutRepeats } from "../shared/table.ts";
import { type Keys, keysOf } from "./keys.ts";

export interface DecisionParts {
  readonly tables: readonly LookupTable[];
  readonly words: readonly ListWord[];
  readonly parameters: readonly Parameter[];
}

/** Rows of one list of restrictions, by the kind of table that holds them. */
interface Lists {
  readonly rows: Map<string, { readonly row: LookupRow; readonly behind: DecisionBehaviour }[]>;
  readonly classes: Map<string, { readonly name: string; readonly behind: DecisionBehaviour }>;
  /** Lists that hold a pattern: all their rows stand in one table, because an exception must come before its rule. */
  readonly patterned: ReadonlySet<string>;
}

/** What a row stands for: which list, which check, which kind of table. */
interface Place {
  readonly list: "client" | "sender" | "recipient" | "relay";
  readonly check: "client" | "sender" | "recipient";
  readonly type: LookupTable["type"];
}

/**
 * Refusals as rows of access tables, first in their lists; where only some clients are refused, the row names a
 * restriction class (RESTRICTION_CLASS_README) that looks at the client. Permissions to send to other hosts stand in
 * smtpd_relay_restrictions alone.
 */
export function decisionParts(
  decisions: readonly DecisionBehaviour[],
  domains: readonly string[],
  options: TranslateOptions,
): DecisionParts {
  const lists: Lists = { rows: new Map(), classes: new Map(), patterned: new Set() };
  const inOrder = [...decisions].sort((a, b) => fixedParts(b) - fixedParts(a) || a.order - b.order);
  const patterned = new Set(inOrder.flatMap((decision) => patternedList(decision, domains)));
  for (const decision of inOrder) addDecision({ ...lists, patterned }, decision, domains);
  const tables: LookupTable[] = [];
  const words: ListWord[] = [];
  for (const [key, rows] of lists.rows) {
    const place: Place = JSON.parse(key);
    const origins = [...new Set(rows.flatMap(({ behind }) => behind.origins))];
    const suffix = place.type === "indexed" ? "" : `.${place.type}`;
    const name =
      place.list === place.check ? `${place.list}_rules${suffix}` : `${place.list}_${place.check}_rules${suffix}`;
    const table = lookupTable(
      name,
      origins,
      [comments[place.list]],
      () => withoutRepeats(rows.map(({ row }) => row)),
      place.type,
    );
    tables.push(table);
    words.push(
      checkWord(`smtpd_${place.list}_restrictions`, rankOf(place.list), `check_${place.check}_access`, table, options),
    );
  }
  const classes = [...lists.classes].map(([key, one]) => classOf(key, one, options));
  return {
    tables: [...tables, ...classes.map(({ table }) => table)],
    words: [...words, ...classes.map(({ word }) => word)],
    parameters: classes.map(({ parameter }) => parameter),
  };
}

const comments: Readonly<Record<Place["list"], string>> = {
  client: "Clients that the old rules refused.",
  sender: "Senders that the old rules refused.",
  recipient: "Recipients that the old rules refused.",
  relay: "Who and what the old rules let through to other hosts.",
};

function rankOf(list: Place["list"]): number {
  return list === "relay" ? restrictionRank.relay.rules : restrictionRank[list].rules;
}

/** How much of an address a decision fixes: the more, the earlier its row. */
function fixedParts({ sender, recipient }: DecisionBehaviour): number {
  const match = sender ?? recipient;
  if (match?.kind !== "pattern") return 1;
  const { user, domain } = match.pattern;
  const texts = (parts: typeof user): number => parts.filter((part) => part.kind === "text").length;
  return texts(user) * 2 + (domain === "local" ? 1 : texts(domain));
}

/** `sender/sender`, where the decision needs a pattern. */
function patternedList(decision: DecisionBehaviour, domains: readonly string[]): readonly string[] {
  const { sender, recipient, verdict } = decision;
  const match = sender ?? recipient;
  if (match?.kind !== "pattern") return [];
  const check = sender ? "sender" : "recipient";
  const isPattern =
    keysOf(match.pattern, "access", domains, { isExact: match.isExact, besidePatterns: false }).kind === "pattern";
  return isPattern ? [`${verdict.kind === "relay" ? "relay" : check}/${check}`] : [];
}

function addDecision(lists: Lists, decision: DecisionBehaviour, domains: readonly string[]): void {
  const { sender, recipient, clients, verdict } = decision;
  const match = sender ?? recipient;
  const check = sender ? "sender" : "recipient";
  if (verdict.kind === "relay") {
    if (match) putMatch(lists, { list: "relay", check }, match, "OK", decision, domains);
    else if ("only" in clients) putClients(lists, "relay", clients.only, "OK", decision);
    return;
  }
  if (verdict.kind === "pass") {
    if (match) putMatch(lists, { list: check, check }, match, "DUNNO", decision, domains);
    return;
  }
  const reply = accessReply(verdict.refusal);
  if (!match) {
    if ("only" in clients) putClients(lists, "client", clients.only, reply, decision);
    return;
  }
  const forAll = "except" in clients && clients.except.length === 0;
  const action = forAll ? reply : className(lists, clients, reply, decision);
  putMatch(lists, { list: check, check }, match, action, decision, domains);
}

/** One class for all rows with the same clients and the same reply. */
function className(
  lists: Lists,
  clients: DecisionBehaviour["clients"],
  reply: string,
  behind: DecisionBehaviour,
): string {
  const key = JSON.stringify({ clients, reply });
  const known = lists.classes.get(key);
  if (known) return known.name;
  const name = `by_client_${lists.classes.size + 1}`;
  lists.classes.set(key, { name, behind });
  return name;
}

function putMatch(
  lists: Lists,
  place: Omit<Place, "type">,
  match: AddressMatch,
  action: string,
  behind: DecisionBehaviour,
  domains: readonly string[],
): void {
  if (match.kind === "expression") {
    put(lists, { ...place, type: "regexp" }, expressionKey(match.expression), action, behind);
    return;
  }
  const isExact = match.isExact || lists.patterned.has(`${place.list}/${place.check}`);
  const keys: Keys = keysOf(match.pattern, "access", domains, { isExact, besidePatterns: false });
  const type = keys.kind === "indexed" ? "indexed" : "pcre";
  for (const key of keys.kind === "indexed" ? keys.keys : [keys.expression]) {
    put(lists, { ...place, type }, key, action, behind);
  }
}

function putClients(
  lists: Lists,
  list: "client" | "relay",
  places: readonly ClientPlace[],
  action: string,
  behind: DecisionBehaviour,
): void {
  for (const place of places) {
    if (place.kind === "network") {
      const key = `${place.network.address}/${place.network.prefix}`;
      put(lists, { list, check: "client", type: "cidr" }, key, action, behind);
    } else if (place.kind === "name") {
      put(lists, { list, check: "client", type: "pcre" }, nameKey(place), action, behind);
    } else {
      put(lists, { list, check: "client", type: "regexp" }, expressionKey(place.expression), action, behind);
    }
  }
}

/** A pattern, because a key `domain` stands for the hosts below it as well (parent_domain_matches_subdomains). */
function nameKey({ domain, below }: ClientPlace & { readonly kind: "name" }): string {
  return below ? `/\\.${literalPattern(domain)}$/` : `/^${literalPattern(domain)}$/`;
}

function expressionKey(expression: string): string {
  return `/${expression.replaceAll("/", "\\/")}/`;
}

function put(lists: Lists, place: Place, key: string, value: string, behind: DecisionBehaviour): void {
  const [origin] = behind.origins;
  const at = origin && primarySpan(origin);
  const name = JSON.stringify(place);
  const rows = lists.rows.get(name) ?? [];
  rows.push({ row: { key, value, ...(at ? { at } : {}) }, behind });
  lists.rows.set(name, rows);
}

/** `by_client_1 = check_client_access cidr:by_client_1`: the clients that differ first, then everybody else. */
function classOf(
  key: string,
  { name, behind }: { readonly name: string; readonly behind: DecisionBehaviour },
  options: TranslateOptions,
): { readonly table: LookupTable; readonly word: ListWord; readonly parameter: Parameter } {
  const { clients, reply }: { clients: DecisionBehaviour["clients"]; reply: string } = JSON.parse(key);
  const { origins } = behind;
  const places = "except" in clients ? clients.except : clients.only;
  const [listed, others] = "except" in clients ? ["DUNNO", reply] : [reply, "DUNNO"];
  const byName = places.some((place) => place.kind !== "network");
  const rows = byName
    ? [...namedRows(places, listed), ...addressPatterns(places, listed, others)]
    : ranges(places, listed, others);
  const table = lookupTable(name, origins, ["Clients of one rule."], () => rows, byName ? "pcre" : "cidr");
  return {
    table,
    word: { parameter: "smtpd_restriction_classes", rank: 0, word: name, origins, group: "access" },
    parameter: { name, value: `check_client_access ${tableReference(table, options)}`, origins, group: "access" },
  };
}

function ranges(places: readonly ClientPlace[], listed: string, others: string): readonly LookupRow[] {
  const networks = places.flatMap((place) => (place.kind === "network" ? [place.network] : []));
  return [
    ...networks.map(({ address, prefix }) => ({ key: `${address}/${prefix}`, value: listed })),
    ...["0.0.0.0/0", "::/0"].map((all) => ({ key: all, value: others })),
  ];
}

function namedRows(places: readonly ClientPlace[], value: string): readonly LookupRow[] {
  return places.flatMap((place) => {
    if (place.kind === "network") return [];
    return [{ key: place.kind === "name" ? nameKey(place) : expressionKey(place.expression), value }];
  });
}

/** smtpd asks for the name first and goes on to the address where no pattern has it: these match addresses alone. */
function addressPatterns(places: readonly ClientPlace[], listed: string, others: string): readonly LookupRow[] {
  const networks = places.flatMap((place) => (place.kind === "network" ? [place.network] : []));
  return [
    ...networks.map((network) => ({ key: `/^${networkPattern(network)}/`, value: listed })),
    { key: "/^[0-9.]+$|:/", value: others },
  ];
}

/** Rules compare whole octets or groups of an address (readNetwork), so a pattern of its text says the same. */
function networkPattern({ family, address, prefix }: Network): string {
  if (family === "ipv4") {
    const octets = address.split(".").slice(0, prefix / 8);
    return `${octets.join("\\.")}${octets.length === 4 ? "$" : "\\."}`;
  }
  if (prefix === 128) return `${address}$`;
  const [head = ""] = address.split("::");
  const written = (head === "" ? [] : head.split(":")).slice(0, prefix / 16);
  const zeros = prefix / 16 - written.length;
  // Zero groups at the end of the range are written out, or go into the `::` of the address (RFC 5952).
  return `${written.map((group) => `${group}:`).join("")}${zeros > 0 ? `(?:${"0:".repeat(zeros)}|:)` : ""}`;
}
