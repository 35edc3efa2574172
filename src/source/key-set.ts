const INITIAL_SLOTS = 1024;

/**
 * A set of strings that holds a 53-bit hash of each, eight bytes an entry: what a table of a million rows needs to
 * find its repeated keys. Two different strings share a hash once in about 10^10 tables of a million rows.
 */
export interface KeySet {
  /** True when the key was not there before. */
  add(key: string): boolean;
  has(key: string): boolean;
  readonly size: number;
}

export function createKeySet(): KeySet {
  let slots = new Float64Array(INITIAL_SLOTS);
  let size = 0;
  const locate = (within: Float64Array, hash: number): number => {
    const mask = within.length - 1;
    let at = hash & mask;
    while (within[at] !== 0 && within[at] !== hash) at = (at + 1) & mask;
    return at;
  };
  const grow = (): void => {
    const wider = new Float64Array(slots.length * 2);
    for (const hash of slots) if (hash !== 0) wider[locate(wider, hash)] = hash;
    slots = wider;
  };
  return {
    add(key) {
      const hash = hashOf(key);
      const at = locate(slots, hash);
      if (slots[at] === hash) return false;
      slots[at] = hash;
      size += 1;
      if (size * 2 > slots.length) grow();
      return true;
    },
    has(key) {
      const hash = hashOf(key);
      return slots[locate(slots, hash)] === hash;
    },
    get size() {
      return size;
    },
  };
}

/** Two independent multiplicative lanes joined to 53 bits; never 0, which marks an empty slot. */
function hashOf(key: string): number {
  let high = 0xdeadbeef ^ key.length;
  let low = 0x41c6ce57 ^ key.length;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (0x1fffff & high) + (low >>> 0) + 1;
}
