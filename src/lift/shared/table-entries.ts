import type { SourceTable, TableRow } from "../../model/table.ts";
import type { Span } from "../../source/source-file.ts";

/** What a line of any table can be, whatever the table is for: nothing that could be read, or nothing that is ever found. */
export type UselessEntry = { readonly kind: "broken" | "dead"; readonly at: Span; readonly reason: string };

/** The lines of a table as entries of its feature: `read` says what a row is, the rest is the same for all. Streamed. */
export function* tableEntries<Entry>(
  table: SourceTable | undefined,
  read: (row: TableRow) => Entry,
): Generator<Entry | UselessEntry> {
  if (!table) return;
  for (const line of table.lines()) {
    switch (line.kind) {
      case "broken":
        yield { kind: "broken", at: line.at, reason: line.reason };
        break;
      case "repeated":
        yield { kind: "dead", at: line.at, reason: `an earlier line has the key ${line.key}, and that one counts` };
        break;
      case "row":
        yield read(line);
        break;
    }
  }
}
