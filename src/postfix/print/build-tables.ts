import { splitWords } from "../../syntax/postfix-lines/words.ts";
import type { IndexedType, LookupTable, PostfixConfig } from "../config.ts";
import { type PrintedFile, pageOf } from "./printed.ts";

/**
 * The `build-tables` script: one postmap call for the tables of the directory, one postalias call for its alias files
 * and for those that main.cf names outside of it. Without anything to build it says so.
 */
export function printBuildTables(config: PostfixConfig, mapType: IndexedType): PrintedFile {
  const page = pageOf("build-tables");
  const built = mapType === "texthash" ? [] : config.tables.filter((table) => table.type === "indexed");
  const maps = built.filter((table) => table.format === "postmap").map((table) => reference(table, mapType));
  const aliases = [
    ...built.filter((table) => table.format === "aliases").map((table) => reference(table, mapType)),
    ...outsideAliases(config),
  ];
  for (const line of [
    "#!/bin/sh",
    "# Builds the lookup tables that Postfix reads from their text files in this directory.",
    "# Run it as root once, and again whenever one of the files has changed.",
    "set -e",
    'cd "$(dirname "$0")"',
    "directory=$(pwd)",
  ]) {
    page.line(line);
  }
  for (const map of maps) page.line(`postmap -c "$directory" ${map}`);
  for (const file of aliases) page.line(`postalias -c "$directory" ${file}`);
  if (maps.length + aliases.length === 0) page.line(": # every table is read as it is");
  return page.done();
}

function reference(table: LookupTable, mapType: IndexedType): string {
  return shellWord(`${mapType}:${table.name}`);
}

/** Alias files that stay where they are (`alias_maps = hash:/etc/aliases`). */
function outsideAliases(config: PostfixConfig): readonly string[] {
  const found = new Set<string>();
  for (const parameter of config.parameters) {
    if (parameter.name !== "alias_maps" && parameter.name !== "alias_database") continue;
    for (const { text } of splitWords(parameter.value)) {
      if (/^(?:hash|btree|lmdb|cdb|dbm|sdbm):\//.test(text)) found.add(shellWord(text));
    }
  }
  return [...found];
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
