/**
 * row-index — the rows of a table by key, held as bytes
 *
 * A Map of a million rows takes some 160 MB of small strings; their bytes and a hash table of row numbers take a third.
 */

/** What a look-up needs of the rows of a table. */
export interface Rows {
  /** The value of a key as it stands in the table; undefined: there is no such row. */
  get(key: string): string | null | undefined;
}

const EMPTY = -1;

/** Collects rows; of equal keys the first counts. Characters are bytes (ISO 8859-1), as files are read. */
export class RowIndex implements Rows {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #used = 0;
  #count = 0;
  /** Where a row begins, and how long its key is; its value ends where the next row begins. */
  #starts = new Uint32Array(1 << 10);
  #keyLengths = new Uint16Array(1 << 10);
  /** Row numbers by hash, open addressing; at most half full. */
  #slots = new Int32Array(1 << 11).fill(EMPTY);

  /** `key`: up to 65,535 characters. */
  add(key: string, value: string): void {
    this.#reserve(key.length + value.length);
    const start = this.#used;
    this.#bytes.write(key, start, "latin1");
    const slot = this.#find(start, key.length);
    if (this.#slots[slot] !== EMPTY) return;
    this.#bytes.write(value, start + key.length, "latin1");
    this.#starts[this.#count] = start;
    this.#keyLengths[this.#count] = key.length;
    this.#slots[slot] = this.#count;
    this.#count += 1;
    this.#used = start + key.length + value.length;
    this.#starts[this.#count] = this.#used;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
  }

  get(key: string): string | undefined {
    if (this.#count === 0 || key.length > 0xffff) return undefined;
    this.#reserve(key.length);
    this.#bytes.write(key, this.#used, "latin1");
    // Characters beyond a byte are in no file that was read as bytes.
    if (this.#bytes.toString("latin1", this.#used, this.#used + key.length) !== key) return undefined;
    const row = this.#slots[this.#find(this.#used, key.length)] ?? EMPTY;
    if (row === EMPTY) return undefined;
    const from = (this.#starts[row] ?? 0) + (this.#keyLengths[row] ?? 0);
    return this.#bytes.toString("latin1", from, this.#starts[row + 1]);
  }

  /** The slot of the key whose bytes stand at `start`: its row's, or a free one. */
  #find(start: number, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.#bytes, start, length) & mask;
    for (;;) {
      const row = this.#slots[slot] ?? EMPTY;
      if (row === EMPTY || this.#isKey(row, start, length)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isKey(row: number, start: number, length: number): boolean {
    if (this.#keyLengths[row] !== length) return false;
    const at = this.#starts[row] ?? 0;
    return this.#bytes.compare(this.#bytes, start, start + length, at, at + length) === 0;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#used + bytes, Math.ceil(this.#bytes.length * 1.5)));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    if (this.#count + 1 < this.#starts.length) return;
    const starts = new Uint32Array(this.#starts.length * 2);
    starts.set(this.#starts);
    this.#starts = starts;
    const lengths = new Uint16Array(starts.length);
    lengths.set(this.#keyLengths);
    this.#keyLengths = lengths;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let row = 0; row < this.#count; row += 1) {
      this.#slots[this.#find(this.#starts[row] ?? 0, this.#keyLengths[row] ?? 0)] = row;
    }
  }
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
function hashOf(bytes: Buffer, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
