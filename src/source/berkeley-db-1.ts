import { type DatabaseEntry, type DatabaseReading, entryOf, type Numbers } from "./database-entry.ts";

/** What a value slot of a hash page says when it holds no offset (hash/page.h). */
const OVERFLOW_LINK = 0;
const FULL_KEY = 2;
const FULL_KEY_AND_DATA = 3;
const FIRST_OFFSET = 4;

/** An overflow address: how often the table had doubled, and which page since then (hash/hash.h). */
const SPLIT_SHIFT = 11;
const PAGE_MASK = 0x7ff;

interface HashFile {
  readonly file: Buffer;
  /** Numbers of the pages; those of the header are always most significant byte first. */
  readonly numbers: Numbers;
  readonly pageSize: number;
  readonly headerPages: number;
  readonly spares: readonly number[];
  readonly lastBucket: number;
}

type ByteOrders = Readonly<Record<"littleEndian" | "bigEndian", (file: Buffer) => Numbers>>;

/** A hash file of Berkeley DB 1.85 as the BSDs' makemap writes it (db/hash/hash.h, HASHHDR). */
export function readDb1Hash(file: Buffer, header: Numbers, orders: ByteOrders): DatabaseReading {
  const pageSize = header.u32(12);
  if (pageSize < 64 || pageSize > 65536) return { ok: false, reason: `its bucket size is ${pageSize}` };
  const db: HashFile = {
    file,
    numbers: header.u32(8) === 4321 ? orders.bigEndian(file) : orders.littleEndian(file),
    pageSize,
    headerPages: header.u32(60),
    spares: Array.from({ length: 32 }, (_, index) => header.u32(68 + 4 * index)),
    lastBucket: header.u32(40),
  };
  return { ok: true, format: `hash 1.85 version ${header.u32(4)}`, entries: readBuckets(db) };
}

function* readBuckets(db: HashFile): Generator<DatabaseEntry> {
  const pages = db.file.length / db.pageSize;
  for (let bucket = 0; bucket <= Math.min(db.lastBucket, pages); bucket += 1) {
    yield* readBucket(db, bucketPage(db, bucket));
  }
}

/** A bucket is a page and the pages that its last slots lead to. */
function* readBucket(db: HashFile, first: number): Generator<DatabaseEntry> {
  const seen = new Set<number>();
  for (let page: number | undefined = first; page !== undefined && !seen.has(page); ) {
    seen.add(page);
    if (page + db.pageSize > db.file.length) return;
    const count = slot(db, page, 0);
    if (count > 1 && slot(db, page, 2) > OVERFLOW_LINK && slot(db, page, 2) < FIRST_OFFSET) {
      const big = readBigPair(db, page);
      if (!big) return;
      yield big.entry;
      page = big.next;
      continue;
    }
    page = yield* readPairs(db, page, count);
  }
}

/** The pairs of a page; returns the page that goes on with the bucket. */
function* readPairs(db: HashFile, page: number, count: number): Generator<DatabaseEntry, number | undefined> {
  let end = db.pageSize;
  for (let index = 1; index < count; index += 2) {
    const key = slot(db, page, index);
    const value = slot(db, page, index + 1);
    if (value === OVERFLOW_LINK) return overflowPage(db, key);
    if (value > key || key > end || end > db.pageSize) return undefined;
    yield entryOf(db.file.subarray(page + key, page + end), db.file.subarray(page + value, page + key));
    end = value;
  }
  return undefined;
}

interface BigPair {
  readonly entry: DatabaseEntry;
  /** The page that goes on with the bucket. */
  readonly next: number | undefined;
}

/** A pair that needs pages of its own: key first, then data (db/hash/hash_bigkey.c). */
function readBigPair(db: HashFile, first: number): BigPair | undefined {
  const keyPieces: Buffer[] = [];
  const valuePieces: Buffer[] = [];
  const seen = new Set<number>();
  let inKey = true;
  for (let page: number | undefined = first; page !== undefined && !seen.has(page); page = nextPage(db, page)) {
    seen.add(page);
    if (page + db.pageSize > db.file.length) return undefined;
    const state = slot(db, page, 2);
    const top = slot(db, page, 1);
    (inKey ? keyPieces : valuePieces).push(db.file.subarray(page + top, page + db.pageSize));
    if (inKey && state === FULL_KEY) {
      inKey = false;
    } else if (inKey && state === FULL_KEY_AND_DATA) {
      inKey = false;
      const count = slot(db, page, 0);
      const offset = slot(db, page, count);
      const hasRoom = slot(db, page, count + 1) > 0;
      valuePieces.push(db.file.subarray(page + offset, page + top));
      if (hasRoom) return bigPair(db, page, keyPieces, valuePieces);
    } else if (!inKey && state === FULL_KEY_AND_DATA) {
      return bigPair(db, page, keyPieces, valuePieces);
    }
  }
  return undefined;
}

function bigPair(db: HashFile, last: number, key: readonly Buffer[], value: readonly Buffer[]): BigPair {
  const next = slot(db, last, 0) === 2 ? undefined : nextPage(db, last);
  return { entry: entryOf(Buffer.concat(key), Buffer.concat(value)), next };
}

function nextPage(db: HashFile, page: number): number | undefined {
  const count = slot(db, page, 0);
  return count < 2 ? undefined : overflowPage(db, slot(db, page, count - 1));
}

function slot(db: HashFile, page: number, index: number): number {
  return db.numbers.u16(page + 2 * index);
}

function bucketPage(db: HashFile, bucket: number): number {
  const spare = bucket === 0 ? 0 : (db.spares[ceilingLog2(bucket + 1) - 1] ?? 0);
  return (bucket + db.headerPages + spare) * db.pageSize;
}

function overflowPage(db: HashFile, address: number): number {
  const bucket = 2 ** (address >>> SPLIT_SHIFT) - 1;
  return bucketPage(db, bucket) + (address & PAGE_MASK) * db.pageSize;
}

/** The smallest power of two that reaches `number` (db/hash/hash_log2.c). */
function ceilingLog2(number: number): number {
  let power = 0;
  while (2 ** power < number) power += 1;
  return power;
}

/** Page flags and header of a btree file of Berkeley DB 1.85 (db/btree/btree.h). */
const LEAF = 0x02;
const TYPE_MASK = 0x1f;
const PAGE_HEADER = 20;
const BIG_DATA = 0x01;
const BIG_KEY = 0x02;

/** A btree file of Berkeley DB 1.85: every leaf page as it comes. */
export function* readDb1Btree(file: Buffer, numbers: Numbers): Generator<DatabaseEntry> {
  const pageSize = numbers.u32(8);
  if (pageSize < 512 || pageSize > 65536) return;
  const leaves = reachableLeaves(file, numbers, pageSize);
  for (const page of leaves) {
    const count = (numbers.u16(page + 16) - PAGE_HEADER) / 2;
    for (let index = 0; index < count; index += 1) {
      const at = page + numbers.u16(page + PAGE_HEADER + 2 * index);
      if (at + 9 > file.length) continue;
      const keySize = numbers.u32(at);
      const valueSize = numbers.u32(at + 4);
      const flags = file[at + 8] ?? 0;
      const key = file.subarray(at + 9, at + 9 + keySize);
      const value = file.subarray(at + 9 + keySize, at + 9 + keySize + valueSize);
      const long = (bytes: Buffer, offset: number): Buffer =>
        longItem(file, numbers, pageSize, numbers.u32(offset), numbers.u32(offset + 4), bytes);
      yield entryOf(
        (flags & BIG_KEY) !== 0 ? long(key, at + 9) : key,
        (flags & BIG_DATA) !== 0 ? long(value, at + 9 + keySize) : value,
      );
    }
  }
}

/** Free pages keep what they held, so leaves are those that follow each other from the first one in use. */
function reachableLeaves(file: Buffer, numbers: Numbers, pageSize: number): readonly number[] {
  let page = pageSize;
  for (let depth = 0; depth < 32 && page + PAGE_HEADER <= file.length; depth += 1) {
    if ((numbers.u32(page + 12) & TYPE_MASK) === LEAF) break;
    // The first child of an internal page: its size, its page number.
    page = numbers.u32(page + numbers.u16(page + PAGE_HEADER) + 4) * pageSize;
  }
  const leaves: number[] = [];
  const seen = new Set<number>();
  while (page >= pageSize && page + pageSize <= file.length && !seen.has(page)) {
    seen.add(page);
    if ((numbers.u32(page + 12) & TYPE_MASK) !== LEAF) break;
    leaves.push(page);
    page = numbers.u32(page + 8) * pageSize;
  }
  return leaves;
}

function longItem(
  file: Buffer,
  numbers: Numbers,
  pageSize: number,
  first: number,
  size: number,
  fallback: Buffer,
): Buffer {
  const pieces: Buffer[] = [];
  let left = Math.min(size, file.length);
  for (let page = first * pageSize; left > 0 && page >= pageSize && page + pageSize <= file.length; ) {
    const piece = file.subarray(page + PAGE_HEADER, page + Math.min(pageSize, PAGE_HEADER + left));
    pieces.push(piece);
    left -= piece.length;
    page = numbers.u32(page + 8) * pageSize;
  }
  return pieces.length === 0 ? fallback : Buffer.concat(pieces);
}
