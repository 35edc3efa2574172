/**
 * table — hash, btree, dbm, cdb: the text that makemap(8) would compile, or the compiled .db itself where the text is
 * lost (map.c, db_map_lookup; makemap.c)
 */
import type { Site } from "../../../source/site.ts";
import { lowerCase } from "../atoms.ts";
import { readBerkeleyDb } from "./berkeley-db.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { found, MISSING } from "./value.ts";

/** Keys beyond this are cut (conf.h, MAXNAME). */
const KEY_LIMIT = 256;
/** makemap refuses longer lines. */
const LINE_LIMIT = 1023;

/** Opens a keyed table below the site's root. The text stands for the compiled file; an answer file for both. */
export function openTable(map: MapDefinition, around: MapSurroundings): Opened {
  const path = (map.file ?? "").replace(/\.db$/, "");
  const stand = around.answers.get(map.name) ?? around.answers.get(path);
  const rows = stand ?? readTable(around.site, path, map.flags.foldCase);
  if (!rows) {
    return {
      ok: false,
      reason: `${map.mapClass} map "${map.name}": missing map file ${path}.db: No such file or directory`,
    };
  }
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const cut = key.slice(0, KEY_LIMIT);
      const value = rows.get(map.flags.foldCase ? lowerCase(cut) : cut);
      return value === undefined || value === null ? MISSING : found(map, key, value, args);
    },
  };
}

/** Rows of a table by key; undefined when neither text nor .db is there. */
function readTable(site: Site, path: string, foldCase: boolean): ReadonlyMap<string, string> | undefined {
  if (site.exists(path) && !site.isDirectory(path)) return readTableText(site, path, foldCase);
  if (!site.exists(`${path}.db`)) return undefined;
  const file = site.read(`${path}.db`);
  return file.ok ? readBerkeleyDb(file.file.text) : undefined;
}

/** Key, blanks, value; the first of equal keys counts; lines that makemap refuses are not there (makemap.c). */
function readTableText(site: Site, path: string, foldCase: boolean): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const line of site.lines(path)) {
    const row = /^([^#\t\n\v\f\r ][^\t\n\v\f\r ]*)[\t\v\f\r ]+([\s\S]+)$/.exec(line.text);
    if (!row || line.text.length > LINE_LIMIT) continue;
    const key = foldCase ? lowerCase(row[1] ?? "") : (row[1] ?? "");
    if (!rows.has(key)) rows.set(key, row[2] ?? "");
  }
  return rows;
}
