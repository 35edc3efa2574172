import { originsOf } from "../../expand/wide-cf/definition.ts";
import type { WideFacts } from "../../expand/wide-cf/facts.ts";
import type { UserTableMap } from "../../expand/wide-cf/user-tables.ts";
import type { GenericEntry } from "../../model/generics.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { SourceTable, TableLine } from "../../model/table.ts";
import type { UserDatabaseEntry } from "../../model/user-database.ts";
import type { VirtualEntry, VirtualTemplate } from "../../model/virtual-users.ts";
import type { Origin } from "../../source/origin.ts";
import type { Site } from "../../source/site.ts";
import { openTextTable } from "../shared/source-table.ts";

/** A user table with its rows; the addresses that its `mailname` rows make. */
export interface OpenUserTable {
  readonly map: UserTableMap;
  readonly table: SourceTable;
  readonly mailnames: readonly string[];
}

const nowhere: Origin = { kind: "assumed", fact: "user tables" };

export function openUserTables({ definition, userTables }: WideFacts, site: Site): readonly OpenUserTable[] {
  const origin = originsOf(definition, "USERTABLE_MAPS")[0] ?? nowhere;
  return userTables.map((map) => {
    const name = map.path.split("/").at(-1) ?? map.path;
    const table = openTextTable(site, map.path, name, origin);
    const mailnames: string[] = [];
    for (const line of table.lines()) {
      const row = rowOf(line);
      if (row?.field === "mailname") mailnames.push(row.value.toLowerCase());
    }
    return { map, table, mailnames };
  });
}

/**
 * The three places that rows go to: `maildrop` of a domain is a virtual user, `mailname` a sender, and the pseudo domain
 * `local` is sendmail's own user database (quotation of the CF manual).
 */
export function userTablesOf(
  base: MailPolicy,
  tables: readonly OpenUserTable[],
): Pick<MailPolicy, "virtualUsers" | "generics" | "userDatabase"> {
  const domains = tables.filter(({ map }) => map.domain !== "local");
  const local = tables.filter(({ map }) => map.domain === "local");
  const source = joined(domains);
  const facts = domains.map(({ map, table }) => ({
    value: map.domain,
    origins: [table.origin],
    certainty: "stated" as const,
  }));
  const named = domains.some(({ mailnames }) => mailnames.length > 0);
  return {
    virtualUsers: {
      ...base.virtualUsers,
      table: source,
      domains: facts,
      absentUsers: new Map(domains.map(({ map }) => [map.domain, map.closed ? "refused" : "routed"])),
      sources: [],
      entries: () => virtualEntries(domains),
    },
    generics: {
      ...base.generics,
      table: named ? source : undefined,
      domains: named ? facts : [],
      sources: [],
      entries: () => senderEntries(domains),
    },
    userDatabase: {
      files: local.map(({ table }) => ({
        value: { table, entries: () => localEntries(table) },
        origins: [table.origin],
        certainty: "stated",
      })),
    },
  };
}

/** Several files as one table; its parts are accounted for one by one. */
function joined(tables: readonly OpenUserTable[]): SourceTable | undefined {
  const [first] = tables;
  if (!first) return undefined;
  const lacking = tables.filter(({ table }) => table.state !== "text");
  return {
    ...first.table,
    name: "user tables",
    path: tables.map(({ table }) => table.path).join(", "),
    parts: tables.filter(({ table }) => table.state === "text").map(({ table }) => table.path),
    state: lacking[0]?.table.state ?? "text",
    ...(lacking.length > 0 ? { remark: lacking.map(({ table }) => table.remark).join("; ") } : {}),
    lines: () => tables.flatMap(({ table }) => [...table.lines()]),
  };
}

interface FieldRow {
  readonly user: string;
  readonly field: string;
  readonly value: string;
  readonly line: Extract<TableLine, { kind: "row" }>;
}

/** `KEY:FIELD VALUE`; the key of "everybody else" is `*` or `:default`. */
function rowOf(line: TableLine): FieldRow | undefined {
  if (line.kind !== "row") return undefined;
  const colon = line.key.lastIndexOf(":");
  return { user: line.key.slice(0, Math.max(colon, 0)), field: line.key.slice(colon + 1), value: line.value, line };
}

function* virtualEntries(tables: readonly OpenUserTable[]): Generator<VirtualEntry> {
  for (const { map, table } of tables) {
    let rest = false;
    for (const line of table.lines()) {
      const row = rowOf(line);
      if (!row) yield notARow(line);
      else if (row.field === "maildrop") {
        const isRest = row.user === "*" || row.user === ":default";
        const dead = isRest && rest;
        rest ||= isRest;
        yield dead
          ? { kind: "dead", at: line.at, reason: "another line is for everybody else already" }
          : aliasEntry(row, map.domain);
      } else if (row.field !== "mailname") {
        yield { kind: "broken", at: line.at, reason: `the field ${row.field} is neither maildrop nor mailname` };
      }
    }
  }
}

function notARow(line: TableLine): VirtualEntry {
  return line.kind === "broken"
    ? { kind: "broken", at: line.at, reason: line.reason }
    : { kind: "dead", at: line.at, reason: "an earlier line has the same key, and that one counts" };
}

function aliasEntry({ user, value, line }: FieldRow, domain: string): VirtualEntry {
  const common = { kind: "alias" as const, at: line.at, domain };
  if (user === "") return { kind: "broken", at: line.at, reason: "it names no user" };
  if (user === "*" || user === ":default") return { ...common, match: { kind: "rest" }, target: templateOf(value) };
  return { ...common, match: { kind: "user", user }, target: [{ kind: "text", text: value }] };
}

/** `%1` is the user as written in the address. */
function templateOf(value: string): VirtualTemplate {
  const [before = "", ...more] = value.split("%1");
  const text = (part: string): VirtualTemplate => (part === "" ? [] : [{ kind: "text", text: part }]);
  return [
    ...text(before),
    ...more.flatMap((part): VirtualTemplate => [{ kind: "user" }, { kind: "delimited-extension" }, ...text(part)]),
  ];
}

function* senderEntries(tables: readonly OpenUserTable[]): Generator<GenericEntry> {
  for (const { map, table } of tables) {
    for (const line of table.lines()) {
      const row = rowOf(line);
      if (row?.field !== "mailname") continue;
      yield {
        kind: "sender",
        at: line.at,
        match: { kind: "address", user: row.user, domain: map.domain },
        target: row.value,
      };
    }
  }
}

function* localEntries(table: SourceTable): Generator<UserDatabaseEntry> {
  for (const line of table.lines()) {
    const row = rowOf(line);
    if (line.kind === "broken") yield { kind: "broken", at: line.at, reason: line.reason };
    else if (!row || row.user === "") yield { kind: "other", at: line.at, text: line.key };
    else if (row.field === "maildrop") yield { kind: "delivery", at: line.at, user: row.user, target: row.value };
    else if (row.field === "mailname") yield { kind: "name", at: line.at, user: row.user, shown: row.value };
    else yield { kind: "other", at: line.at, text: line.key };
  }
}
