import { readBerkeleyDb as readDatabase } from "../../../source/berkeley-db.ts";

/** What newaliases puts in to say that it came to the end. */
const END_MARK = "@";

/**
 * Rows of a .db file by key, the first of equal keys; undefined when the file is none of Berkeley DB's hash and btree
 * formats. `text` holds one character a byte.
 */
export function readBerkeleyDb(text: string): ReadonlyMap<string, string> | undefined {
  const reading = readDatabase(Buffer.from(text, "latin1"));
  if (!reading.ok) return undefined;
  const rows = new Map<string, string>();
  for (const { key, value } of reading.entries) {
    if (key !== END_MARK && !rows.has(key)) rows.set(key, value);
  }
  return rows;
}
