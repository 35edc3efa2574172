/**
 * text — columns of a text file, read line by line (map.c, text_map_lookup)
 */
import { lowerCase } from "../atoms.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { found, NOT_FOUND } from "./value.ts";

export function openText(map: MapDefinition, around: MapSurroundings): Opened {
  const path = map.file ?? "";
  if (!path.startsWith("/")) {
    return { ok: false, reason: `text map "${map.name}": file name must be fully qualified` };
  }
  const stand = around.answers.get(map.name);
  if (!stand && !around.site.exists(path)) {
    return { ok: false, reason: `text map "${map.name}": unsafe map file ${path}: No such file or directory` };
  }
  for (const column of [map.flags.keyColumn, map.flags.valueColumn]) {
    if (column !== undefined && !/^\d/.test(column)) {
      const flag = column === map.flags.keyColumn ? "-k" : "-v";
      return {
        ok: false,
        reason: `text map "${map.name}", file ${path}: ${flag} should specify a number, not ${column}`,
      };
    }
  }
  const keyColumn = Number.parseInt(map.flags.keyColumn ?? "0", 10);
  const valueColumn = Number.parseInt(map.flags.valueColumn ?? "0", 10);
  const rows = stand ?? readColumns(around, path, keyColumn, valueColumn, map.flags.delimiter);
  return {
    ok: true,
    lookup: (_session, key, args) => {
      // Keys of the file are compared without case whatever -f says.
      const value = rows.get(lowerCase(key.slice(0, 256)));
      return value === undefined || value === null ? NOT_FOUND : found(map, key, value, args);
    },
  };
}

function readColumns(
  around: MapSurroundings,
  path: string,
  keyColumn: number,
  valueColumn: number,
  delimiter: string | undefined,
): ReadonlyMap<string, string | null> {
  const rows = new Map<string, string | null>();
  for (const line of around.site.lines(path)) {
    if (line.text.startsWith("#")) continue;
    const key = columnOf(line.text, keyColumn, delimiter);
    if (key === undefined || rows.has(lowerCase(key))) continue;
    rows.set(lowerCase(key), columnOf(line.text, valueColumn, delimiter) ?? null);
  }
  return rows;
}

/** Column of a line, from 0, cut at 256 characters (util.c, get_column); without a delimiter blanks divide. */
function columnOf(line: string, column: number, delimiter: string | undefined): string | undefined {
  if (line === "") return undefined;
  if (delimiter !== undefined) {
    if (column === 0 && line.startsWith(delimiter)) return undefined;
    return line.split(delimiter)[column]?.slice(0, 256);
  }
  let rest = column === 0 ? line.replace(/^[\t\v\f\r ]+/, "") : line;
  for (let index = 0; index < column; index += 1) {
    const gap = rest.search(/[\t\n ]/);
    if (gap === -1) return undefined;
    rest = rest.slice(gap + 1).replace(/^[\t\n\v\f\r ]+/, "");
  }
  return /^[^\t\n ]*/.exec(rest)?.[0].slice(0, 256);
}
