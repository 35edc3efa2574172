import type { DomainEntry, DomainReplacements, DomainTable } from "../model/domain-table.ts";
import type { TableRow } from "../model/table.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { openMap } from "./shared/source-table.ts";
import { tableEntries } from "./shared/table-entries.ts";

const tables = [
  { map: "domaintable", what: "domains", suffix: "" },
  { map: "uudomain", what: "uucp hosts", suffix: ".uucp" },
  { map: "bitdomain", what: "bitnet hosts", suffix: ".bitnet" },
] as const;

/** FEATUREs domaintable, uucpdomain and bitdomain: ruleset 3 puts one domain in the place of another, by exact name. */
export function liftDomainTable(context: LiftContext): Lifted<DomainTable> {
  const found = tables.flatMap(({ map: name, what, suffix }): readonly DomainReplacements[] => {
    const map = context.config.maps.get(name);
    if (!map) return [];
    const table = openMap(context, map);
    return [{ table, what, entries: () => tableEntries(table, (row) => readRow(row, suffix)) }];
  });
  return { value: { tables: found }, claims: [], diagnostics: [] };
}

function readRow({ key, value, at }: TableRow, suffix: string): DomainEntry {
  const to = value.toLowerCase().replace(/\.$/, "");
  if (key.includes("@") || to.includes("@"))
    return { kind: "dead", at, reason: "only domains are looked up, not addresses" };
  return { kind: "replace", at, from: key.replace(/\.$/, "") + suffix, to };
}
