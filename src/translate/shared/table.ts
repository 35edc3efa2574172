import type { SourceTable } from "../../model/table.ts";
import type { LookupRow, LookupTable } from "../../postfix/config.ts";
import { createKeySet } from "../../source/key-set.ts";
import type { Origin } from "../../source/origin.ts";
import { type ListWord, type TranslateOptions, tableReference } from "../context.ts";

/** A table in postmap form, or with patterns when `type` says so. */
export function lookupTable(
  name: string,
  origins: readonly Origin[],
  comment: readonly string[],
  rows: () => Iterable<LookupRow>,
  type: LookupTable["type"] = "indexed",
): LookupTable {
  return { name, type, format: "postmap", mode: 0o644, origins, comment, rows };
}

/** The word `type:$config_directory/NAME` in a list parameter. */
export function tableWord(
  parameter: string,
  rank: number,
  table: LookupTable,
  options: TranslateOptions,
  group: ListWord["group"],
): ListWord {
  return { parameter, rank, word: tableReference(table, options), origins: table.origins, group };
}

/** The word `CHECK type:$config_directory/NAME` in a restriction list. */
export function checkWord(
  parameter: string,
  rank: number,
  check: string,
  table: LookupTable,
  options: TranslateOptions,
): ListWord {
  const word = `${check} ${tableReference(table, options)}`;
  return { parameter, rank, word, origins: table.origins, group: "access" };
}

/** Sentences above a table whose old source could not be read. */
export function emptyTableComment(source: SourceTable): readonly string[] {
  return source.state === "text" || source.state === "missing-optional"
    ? []
    : [`Empty: ${source.remark ?? "the old table could not be read"}.`, "Fill it in and run build-tables."];
}

/** The files whose rows are accounted for: those that could be read. */
export function partsOf(source: SourceTable): readonly string[] {
  return source.parts ?? (source.state === "text" ? [source.path] : []);
}

/** Text as a pattern that matches only itself. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Leaves out rows whose key was there before: postmap would warn of them and keep the first (postmap(1)). */
export function* withoutRepeats(rows: Iterable<LookupRow>): Generator<LookupRow> {
  const keys = createKeySet();
  for (const row of rows) if (keys.add(row.key.toLowerCase())) yield row;
}
