import { type DatabaseEntry, type DatabaseReading, entryOf } from "./database-entry.ts";

// The file format of LMDB 0.9 (mdb.c: MDB_meta, MDB_page, MDB_node) as machines with 64 bits and low byte first write it.
const MAGIC = 0xbeefc0de;
const PAGE_HEADER = 16;
const NODE_HEADER = 8;
/** Offsets in a meta page: magic, version, then the free list's and the main tree's descriptors, and the transaction. */
const META = { magic: 16, version: 20, pageSize: 40, root: 128, transaction: 144 } as const;
const PAGE = { branch: 1, leaf: 2 } as const;
const NODE = { big: 1, tree: 2, duplicates: 4 } as const;
const NO_PAGE = 2n ** 64n - 1n;
/** Deeper trees do not come about. */
const DEPTH = 32;

/** Reads an LMDB data file with one database, as Postfix and makemap write it. Damaged files end early. */
export function readLmdb(file: Buffer): DatabaseReading {
  if (file.length < 2 * 4096 || file.readUInt32LE(META.magic) !== MAGIC) {
    return { ok: false, reason: "it is no LMDB file of a machine with 64 bits" };
  }
  const pageSize = file.readUInt32LE(META.pageSize);
  if (pageSize < 512 || pageSize > 65536 || file.length < 2 * pageSize) {
    return { ok: false, reason: `its page size is ${pageSize}` };
  }
  // Two meta pages take turns: the one of the later transaction counts.
  const second = file.readBigUInt64LE(pageSize + META.transaction) > file.readBigUInt64LE(META.transaction);
  const root = file.readBigUInt64LE((second ? pageSize : 0) + META.root);
  return { ok: true, format: "lmdb", entries: root === NO_PAGE ? none() : page({ file, pageSize }, Number(root), 0) };
}

interface Pages {
  readonly file: Buffer;
  readonly pageSize: number;
}

function* none(): Generator<DatabaseEntry> {}

function* page(pages: Pages, number: number, depth: number): Generator<DatabaseEntry> {
  const { file, pageSize } = pages;
  const start = number * pageSize;
  if (depth > DEPTH || start + pageSize > file.length) return;
  const flags = file.readUInt16LE(start + 10);
  const lower = file.readUInt16LE(start + 12);
  for (let at = start + PAGE_HEADER; at + 2 <= start + lower; at += 2) {
    const node = start + file.readUInt16LE(at);
    if (node + NODE_HEADER > start + pageSize) return;
    if ((flags & PAGE.branch) !== 0) {
      const child = file.readUInt16LE(node) + file.readUInt16LE(node + 2) * 65536;
      yield* page(pages, child + file.readUInt16LE(node + 4) * 2 ** 32, depth + 1);
    } else if ((flags & PAGE.leaf) !== 0) {
      const entry = leafEntry(pages, node);
      if (entry) yield entry;
    }
  }
}

function leafEntry({ file, pageSize }: Pages, node: number): DatabaseEntry | undefined {
  const size = file.readUInt32LE(node);
  const flags = file.readUInt16LE(node + 4);
  if ((flags & (NODE.tree | NODE.duplicates)) !== 0) return undefined;
  const key = node + NODE_HEADER;
  const data = key + file.readUInt16LE(node + 6);
  let value = data;
  if ((flags & NODE.big) !== 0) {
    if (data + 8 > file.length) return undefined;
    value = Number(file.readBigUInt64LE(data)) * pageSize + PAGE_HEADER;
  }
  return value + size > file.length ? undefined : entryOf(file.subarray(key, data), file.subarray(value, value + size));
}
