import type { DomainEntry, DomainReplacements, DomainTable } from "../model/domain-table.ts";
import type { SourceTable } from "../model/table.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { openMap } from "./shared/source-table.ts";

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
    return [{ table, what, entries: () => domainEntries(table, suffix) }];
  });
  return { value: { tables: found }, claims: [], diagnostics: [] };
}

function* domainEntries(table: SourceTable, suffix: string): Generator<DomainEntry> {
  for (const line of table.lines()) {
    switch (line.kind) {
      case "broken":
        yield { kind: "broken", at: line.at, reason: line.reason };
        break;
      case "repeated":
        yield { kind: "dead", at: line.at, reason: `an earlier line has the key ${line.key}, and that one counts` };
        break;
      case "row": {
        const to = line.value.toLowerCase().replace(/\.$/, "");
        const reason =
          line.key.includes("@") || to.includes("@") ? "only domains are looked up, not addresses" : undefined;
        if (reason) yield { kind: "dead", at: line.at, reason };
        else yield { kind: "replace", at: line.at, from: line.key.replace(/\.$/, "") + suffix, to };
        break;
      }
    }
  }
}
