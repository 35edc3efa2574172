import { readDb1Btree, readDb1Hash } from "./berkeley-db-1.ts";
import { readPagedDb } from "./berkeley-db-pages.ts";
import type { DatabaseReading, Numbers } from "./database-entry.ts";

const HASH_MAGIC = 0x061561;
const BTREE_MAGIC = 0x053162;
/** Since Berkeley DB 2 the magic number stands behind the log position and the page number (db_page.h, DBMETA). */
const MAGIC_AT = 12;

/**
 * Reads a hash or btree file of Berkeley DB, versions 1.85 (the BSDs) and 2 to 18, of either byte order, without the
 * library. Old hosts often have lost the text that a table was built from. Damaged files end early; they never throw.
 */
export function readBerkeleyDb(file: Buffer): DatabaseReading {
  for (const numbers of [littleEndian(file), bigEndian(file)]) {
    const late = numbers.u32(MAGIC_AT);
    if (late === HASH_MAGIC || late === BTREE_MAGIC) return readPagedDb(file, numbers, late === HASH_MAGIC);
    const early = numbers.u32(0);
    if (early === BTREE_MAGIC) return { ok: true, format: "btree 1.85", entries: readDb1Btree(file, numbers) };
    if (early === HASH_MAGIC) return readDb1Hash(file, numbers, { littleEndian, bigEndian });
  }
  return { ok: false, reason: "it is no Berkeley DB hash or btree file" };
}

/** Numbers beyond the end of the file are 0: a damaged file has no entry there. */
function littleEndian(file: Buffer): Numbers {
  return {
    u16: (at) => (at >= 0 && at + 2 <= file.length ? file.readUInt16LE(at) : 0),
    u32: (at) => (at >= 0 && at + 4 <= file.length ? file.readUInt32LE(at) : 0),
  };
}

function bigEndian(file: Buffer): Numbers {
  return {
    u16: (at) => (at >= 0 && at + 2 <= file.length ? file.readUInt16BE(at) : 0),
    u32: (at) => (at >= 0 && at + 4 <= file.length ? file.readUInt32BE(at) : 0),
  };
}
