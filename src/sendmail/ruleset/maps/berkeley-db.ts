/**
 * berkeley-db — reads the rows of a .db file of Berkeley DB: hash and btree of versions 2 to 5, hash of 1.85
 *
 * Only reading, all rows at once: pages are walked in the order of the file, deleted items and free pages left out.
 * Formats: dbinc/db_page.h, dbinc/hash.h of Berkeley DB; hash/hash.h of 4.4BSD's db. A key stored with a final NUL
 * (makemap -N, newaliases) is returned without it.
 */

const HASH_MAGIC = 0x061561;
const BTREE_MAGIC = 0x053162;
const PAGE = { hashUnsorted: 2, leaf: 5, overflow: 7, hash: 13 } as const;
const PAGE_HEADER = 26;

interface Pages {
  readonly bytes: DataView;
  readonly size: number;
  readonly little: boolean;
}

/** Rows by key, or undefined when the file is none of the known formats. `text` holds one character a byte. */
export function readBerkeleyDb(text: string): ReadonlyMap<string, string> | undefined {
  const buffer = Buffer.from(text, "latin1");
  if (buffer.length < 72) return undefined;
  const bytes = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  for (const little of [true, false]) {
    const magic = bytes.getUint32(12, little);
    if (magic === HASH_MAGIC || magic === BTREE_MAGIC) {
      return readPages({ bytes, size: bytes.getUint32(20, little), little });
    }
    if (bytes.getUint32(0, little) === HASH_MAGIC) return readOldHash(bytes, little);
    if (bytes.getUint32(0, little) === BTREE_MAGIC) return readOldBtree(bytes, little);
  }
  return undefined;
}

function readPages(pages: Pages): ReadonlyMap<string, string> | undefined {
  const { bytes, size, little } = pages;
  if (size < 512 || size > 65536) return undefined;
  const rows = new Map<string, string>();
  for (let start = size; start + size <= bytes.byteLength; start += size) {
    const entries = bytes.getUint16(start + 20, little);
    const type = bytes.getUint8(start + 25);
    if (type !== PAGE.hash && type !== PAGE.hashUnsorted && type !== PAGE.leaf) continue;
    for (let index = 0; index + 1 < entries; index += 2) {
      const read = type === PAGE.leaf ? leafItem : hashItem;
      const key = read(pages, start, index);
      const value = read(pages, start, index + 1);
      if (key !== undefined && value !== undefined) keep(rows, key, value);
    }
  }
  return rows;
}

function keep(rows: Map<string, string>, key: string, value: string): void {
  const name = key.replace(/\0$/, "");
  if (name !== "@" && !rows.has(name)) rows.set(name, value.replace(/\0$/, ""));
}

function slotAt(pages: Pages, start: number, index: number): number {
  const at = start + PAGE_HEADER + index * 2;
  return at + 2 <= pages.bytes.byteLength ? pages.bytes.getUint16(at, pages.little) : 0;
}

function hashItem(pages: Pages, start: number, index: number): string | undefined {
  const offset = slotAt(pages, start, index);
  const end = index === 0 ? pages.size : slotAt(pages, start, index - 1);
  if (offset === 0 || offset >= end || end > pages.size) return undefined;
  const kind = pages.bytes.getUint8(start + offset);
  if (kind === 1) return textOf(pages.bytes, start + offset + 1, end - offset - 1);
  if (kind !== 3 || end - offset < 12) return undefined;
  return overflow(
    pages,
    pages.bytes.getUint32(start + offset + 4, pages.little),
    pages.bytes.getUint32(start + offset + 8, pages.little),
  );
}

function leafItem(pages: Pages, start: number, index: number): string | undefined {
  const offset = slotAt(pages, start, index);
  if (offset === 0 || offset + 3 > pages.size) return undefined;
  const kind = pages.bytes.getUint8(start + offset + 2);
  if (kind === 1) {
    return textOf(pages.bytes, start + offset + 3, pages.bytes.getUint16(start + offset, pages.little));
  }
  if (kind !== 3 || offset + 12 > pages.size) return undefined;
  return overflow(
    pages,
    pages.bytes.getUint32(start + offset + 4, pages.little),
    pages.bytes.getUint32(start + offset + 8, pages.little),
  );
}

/** A long item: a chain of overflow pages, each with the number of its bytes in the header. */
function overflow(pages: Pages, first: number, length: number): string | undefined {
  let text = "";
  const seen = new Set<number>();
  for (let number = first; number !== 0 && text.length < length; ) {
    const start = number * pages.size;
    if (seen.has(number) || start + pages.size > pages.bytes.byteLength) return undefined;
    seen.add(number);
    if (pages.bytes.getUint8(start + 25) !== PAGE.overflow) return undefined;
    text += textOf(pages.bytes, start + PAGE_HEADER, pages.bytes.getUint16(start + 22, pages.little));
    number = pages.bytes.getUint32(start + 16, pages.little);
  }
  return text.slice(0, length);
}

function textOf(bytes: DataView, at: number, length: number): string {
  const end = Math.min(at + length, bytes.byteLength);
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.max(0, end - at)).toString("latin1");
}

/** 4.4BSD hash: pages begin with a count and then offsets of key and data from the page's end downwards. */
function readOldHash(bytes: DataView, little: boolean): ReadonlyMap<string, string> {
  const size = bytes.getUint32(12, little);
  const headerPages = Math.max(1, Math.ceil(bytes.getUint32(48, little) / Math.max(size, 1)));
  const rows = new Map<string, string>();
  if (size < 64 || size > 65536) return rows;
  for (let start = headerPages * size; start + size <= bytes.byteLength; start += size) {
    const count = bytes.getUint16(start, little);
    let end = size;
    for (let index = 1; index + 1 <= count && index * 2 + 4 <= size; index += 2) {
      const keyAt = bytes.getUint16(start + index * 2, little);
      const dataAt = bytes.getUint16(start + index * 2 + 2, little);
      // Below 4 the second number marks overflow pages and big pairs, which makemap's short rows do not need.
      if (dataAt < 4 || keyAt > end || dataAt > keyAt || keyAt >= size) break;
      keep(rows, textOf(bytes, start + keyAt, end - keyAt), textOf(bytes, start + dataAt, keyAt - dataAt));
      end = dataAt;
    }
  }
  return rows;
}

/** 4.4BSD btree: leaf pages (flag 2) hold offsets of {key size, data size, flags, key, data}. */
function readOldBtree(bytes: DataView, little: boolean): ReadonlyMap<string, string> {
  const size = bytes.getUint32(8, little);
  const rows = new Map<string, string>();
  if (size < 512 || size > 65536) return rows;
  for (let start = size; start + size <= bytes.byteLength; start += size) {
    if ((bytes.getUint32(start + 12, little) & 0x1f) !== 2) continue;
    const lower = bytes.getUint16(start + 16, little);
    for (let slot = start + 20; slot + 2 <= start + lower; slot += 2) {
      const at = start + bytes.getUint16(slot, little);
      if (at + 9 > start + size || bytes.getUint8(at + 8) !== 0) continue;
      const keySize = bytes.getUint32(at, little);
      const dataSize = bytes.getUint32(at + 4, little);
      keep(rows, textOf(bytes, at + 9, keySize), textOf(bytes, at + 9 + keySize, dataSize));
    }
  }
  return rows;
}
