import { type DatabaseEntry, type DatabaseReading, entryOf } from "./database-entry.ts";

/** 256 pairs of position and length, each a hash table's (D. J. Bernstein, "cdb", https://cr.yp.to/cdb/cdb.txt). */
const HEADER = 2048;

/** Reads a constant database: the records that stand between its header and its first hash table. Never throws. */
export function readCdb(file: Buffer): DatabaseReading {
  if (file.length < HEADER) return { ok: false, reason: "it is shorter than the header of a cdb file" };
  const positions = Array.from({ length: 256 }, (_, table) => file.readUInt32LE(table * 8));
  const end = Math.min(...positions);
  if (end < HEADER || end > file.length) return { ok: false, reason: "it is no cdb file" };
  return { ok: true, format: "cdb", entries: records(file, end) };
}

function* records(file: Buffer, end: number): Generator<DatabaseEntry> {
  for (let at = HEADER; at + 8 <= end; ) {
    const key = at + 8;
    const value = key + file.readUInt32LE(at);
    const next = value + file.readUInt32LE(at + 4);
    if (next > end) return;
    yield entryOf(file.subarray(key, value), file.subarray(value, next));
    at = next;
  }
}
