import { type DatabaseEntry, type DatabaseReading, entryOf, type Numbers } from "./database-entry.ts";

/** Page types and item types of Berkeley DB 2 to 18 (dbinc/db_page.h). */
const PAGE = {
  unsortedHash: 2,
  btreeInternal: 3,
  recordInternal: 4,
  btreeLeaf: 5,
  recordLeaf: 6,
  overflow: 7,
  duplicates: 12,
  hash: 13,
} as const;
const DUPLICATE_LEAVES: readonly number[] = [PAGE.btreeLeaf, PAGE.recordLeaf, PAGE.duplicates];
const HASH_ITEM = { data: 1, duplicates: 2, offPage: 3, offPageDuplicates: 4 } as const;
const BTREE_ITEM = { data: 1, duplicates: 2, overflow: 3 } as const;
const DELETED = 0x80;

/** Bytes before the index of a page. */
const HEADER = 26;
const ENCRYPTED_AT = 24;
const FLAGS_AT = 26;
const CHECKSUMS = 1;

interface PagedFile {
  readonly file: Buffer;
  readonly numbers: Numbers;
  readonly pageSize: number;
}

/**
 * Every leaf page is read as it comes: free pages carry no type, so the order and the index above the leaves do not
 * matter for what the table holds.
 */
export function readPagedDb(file: Buffer, numbers: Numbers, isHash: boolean): DatabaseReading {
  const pageSize = numbers.u32(20);
  const version = numbers.u32(16);
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) {
    return { ok: false, reason: `its page size is ${pageSize}` };
  }
  // Before version 8 (hash) and 9 (btree), these two bytes had no meaning.
  if (version >= 8 && (file[ENCRYPTED_AT] !== 0 || ((file[FLAGS_AT] ?? 0) & CHECKSUMS) !== 0)) {
    return { ok: false, reason: "it is encrypted or has checksums" };
  }
  const format = `${isHash ? "hash" : "btree"} version ${version}`;
  return { ok: true, format, entries: readPages({ file, numbers, pageSize }) };
}

function* readPages(db: PagedFile): Generator<DatabaseEntry> {
  for (let page = db.pageSize; page + HEADER <= db.file.length; page += db.pageSize) {
    const type = db.file[page + 25];
    if (type === PAGE.hash || type === PAGE.unsortedHash) yield* hashPage(db, page);
    else if (type === PAGE.btreeLeaf) yield* btreePage(db, page);
  }
}

/** Offset of an item on its page; 0 when there is none. */
function itemAt({ numbers, pageSize }: PagedFile, page: number, index: number): number {
  const offset = numbers.u16(page + HEADER + 2 * index);
  return offset >= HEADER && offset < pageSize ? page + offset : 0;
}

/** Items lie one before the other, from the end of the page: each ends where the one before it begins. */
function* hashPage(db: PagedFile, page: number): Generator<DatabaseEntry> {
  const count = db.numbers.u16(page + 20);
  const end = (index: number): number => (index === 0 ? page + db.pageSize : itemAt(db, page, index - 1));
  for (let index = 0; index + 1 < count; index += 2) {
    const key = hashItems(db, itemAt(db, page, index), end(index))[0];
    if (key === undefined) continue;
    for (const value of hashItems(db, itemAt(db, page, index + 1), end(index + 1))) yield entryOf(key, value);
  }
}

function hashItems(db: PagedFile, at: number, end: number): readonly Buffer[] {
  if (at === 0 || end <= at || end > db.file.length) return [];
  switch (db.file[at]) {
    case HASH_ITEM.data:
      return [db.file.subarray(at + 1, end)];
    case HASH_ITEM.offPage:
      return [overflowChain(db, db.numbers.u32(at + 4), db.numbers.u32(at + 8))];
    case HASH_ITEM.duplicates:
      return duplicatesBetween(db, at + 1, end);
    case HASH_ITEM.offPageDuplicates:
      return duplicatePages(db, db.numbers.u32(at + 4));
    default:
      return [];
  }
}

/** Values of one key in a row, each between its length and its length again. */
function duplicatesBetween(db: PagedFile, from: number, end: number): readonly Buffer[] {
  const values: Buffer[] = [];
  for (let at = from; at + 4 <= end; ) {
    const length = db.numbers.u16(at);
    values.push(db.file.subarray(at + 2, Math.min(at + 2 + length, end)));
    at += length + 4;
  }
  return values;
}

/** Values of one key on pages of their own: a tree, of which the leaves follow each other. */
function duplicatePages(db: PagedFile, root: number): readonly Buffer[] {
  const values: Buffer[] = [];
  for (const page of chain(db, firstLeaf(db, root))) {
    if (!DUPLICATE_LEAVES.includes(db.file[page + 25] ?? 0)) break;
    const count = db.numbers.u16(page + 20);
    for (let index = 0; index < count; index += 1) values.push(...btreeItems(db, itemAt(db, page, index)));
  }
  return values;
}

function firstLeaf(db: PagedFile, root: number): number {
  let number = root;
  for (let depth = 0; depth < 32; depth += 1) {
    const page = number * db.pageSize;
    const type = db.file[page + 25];
    const child = itemAt(db, page, 0);
    if (type === PAGE.recordInternal) number = db.numbers.u32(child);
    else if (type === PAGE.btreeInternal) number = db.numbers.u32(child + 4);
    else break;
  }
  return number;
}

function* btreePage(db: PagedFile, page: number): Generator<DatabaseEntry> {
  const count = db.numbers.u16(page + 20);
  for (let index = 0; index + 1 < count; index += 2) {
    const key = btreeItems(db, itemAt(db, page, index))[0];
    if (key === undefined) continue;
    for (const value of btreeItems(db, itemAt(db, page, index + 1))) yield entryOf(key, value);
  }
}

function btreeItems(db: PagedFile, at: number): readonly Buffer[] {
  const type = at === 0 ? 0 : (db.file[at + 2] ?? 0);
  if ((type & DELETED) !== 0) return [];
  switch (type) {
    case BTREE_ITEM.data:
      return [db.file.subarray(at + 3, at + 3 + db.numbers.u16(at))];
    case BTREE_ITEM.overflow:
      return [overflowChain(db, db.numbers.u32(at + 4), db.numbers.u32(at + 8))];
    case BTREE_ITEM.duplicates:
      return duplicatePages(db, db.numbers.u32(at + 4));
    default:
      return [];
  }
}

/** A long item: pages of it, each with its length where others have the end of their free space. */
function overflowChain(db: PagedFile, first: number, length: number): Buffer {
  const pieces: Buffer[] = [];
  let size = 0;
  for (const page of chain(db, first)) {
    if (db.file[page + 25] !== PAGE.overflow || size >= length) break;
    const piece = db.file.subarray(page + HEADER, page + HEADER + db.numbers.u16(page + 22));
    pieces.push(piece);
    size += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** Offsets of the pages that follow each other from page number `first`; a circle ends it. */
function* chain(db: PagedFile, first: number): Generator<number> {
  const seen = new Set<number>();
  for (let number = first; number !== 0 && !seen.has(number); ) {
    seen.add(number);
    const page = number * db.pageSize;
    if (page + HEADER > db.file.length) return;
    yield page;
    number = db.numbers.u32(page + 16);
  }
}
