/**
 * table — hash, btree, dbm, cdb: the text that makemap(8) would compile, or the compiled .db itself where the text is
 * lost (map.c, db_map_lookup; makemap.c)
 */
import type { Site } from "../../../source/site.ts";
import { lowerCase } from "../atoms.ts";
import { readBerkeleyDb } from "./berkeley-db.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { RowIndex, type Rows } from "./row-index.ts";
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
function readTable(site: Site, path: string, foldCase: boolean): Rows | undefined {
  if (site.exists(path) && !site.isDirectory(path)) return readOnce(site, path, foldCase);
  if (!site.exists(`${path}.db`)) return undefined;
  const file = site.read(`${path}.db`);
  return file.ok ? readBerkeleyDb(file.file.text) : undefined;
}

const readBefore = new WeakMap<Site, Map<string, Rows>>();

/** A site's files do not change while it is looked at: every engine asks the same rows. */
function readOnce(site: Site, path: string, foldCase: boolean): Rows {
  const ofSite = readBefore.get(site) ?? new Map<string, Rows>();
  readBefore.set(site, ofSite);
  const name = `${foldCase ? "folded" : "as it is"} ${path}`;
  const rows = ofSite.get(name) ?? readTableText(site, path, foldCase);
  ofSite.set(name, rows);
  return rows;
}

/** Key, blanks, value; the first of equal keys counts; lines that makemap refuses are not there (makemap.c). */
function readTableText(site: Site, path: string, foldCase: boolean): Rows {
  const rows = new RowIndex();
  for (const line of site.lines(path)) {
    const row = /^([^#\t\n\v\f\r ][^\t\n\v\f\r ]*)[\t\v\f\r ]+([\s\S]+)$/.exec(line.text);
    if (!row || line.text.length > LINE_LIMIT) continue;
    const key = row[1] ?? "";
    rows.add(foldCase ? lowerCase(key) : key, row[2] ?? "");
  }
  return rows;
}
