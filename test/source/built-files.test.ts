import { describe, expect, it } from "vitest";
import { readCdb } from "../../src/source/cdb.ts";
import { readLmdb } from "../../src/source/lmdb.ts";

describe("damaged table files", () => {
  it("say that they are no cdb or lmdb file, and never throw", () => {
    for (const length of [0, 10, 2048, 8192, 20000]) {
      for (const fill of [0, 1, 255]) {
        const file = Buffer.alloc(length, fill);
        expect(readCdb(file).ok ? [...entries(readCdb(file))].length : 0).toBe(0);
        expect(readLmdb(file).ok).toBe(false);
      }
    }
  });

  it("end early where a page or a record points outside", () => {
    const file = Buffer.alloc(3 * 4096);
    for (const page of [0, 4096]) {
      file.writeUInt32LE(0xbeefc0de, page + 16);
      file.writeUInt32LE(4096, page + 40);
      file.writeBigUInt64LE(2n, page + 128);
    }
    file.writeUInt16LE(2, 2 * 4096 + 10);
    file.writeUInt16LE(20, 2 * 4096 + 12);
    file.writeUInt16LE(4094, 2 * 4096 + 16);
    expect([...entries(readLmdb(file))]).toEqual([]);
  });
});

function entries(reading: ReturnType<typeof readCdb>): Iterable<unknown> {
  return reading.ok ? reading.entries : [];
}
