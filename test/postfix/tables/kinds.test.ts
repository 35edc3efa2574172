import { afterAll, expect, it } from "vitest";
import { peerSuite } from "../../support/peers/index.ts";
import { scratchDirectory } from "../../support/postfix-peer.ts";
import { seededRandom } from "../../support/random.ts";
import { randomTable, tableKinds } from "../../support/random-tables.ts";
import { compareTable } from "../../support/table-peer.ts";

const TABLES = 3;

peerSuite(["postfix", "lmdb", "cdb", "pcre"], "random tables beside postmap", () => {
  const scratch = scratchDirectory({ "main.cf": "compatibility_level = 3.6\n", "master.cf": "" });
  afterAll(() => scratch.remove());

  it.each(tableKinds)("answer as postmap -q does: %s", (kind) => {
    const random = seededRandom(11);
    for (let turn = 0; turn < TABLES; turn += 1) {
      const table = randomTable(kind, `${kind}${turn}`, random, 30);
      const wrong = compareTable(table, scratch).filter(({ ours, theirs }) => ours !== theirs);
      expect(wrong, `${table.reference} ${JSON.stringify(table.files)}`).toEqual([]);
    }
  });
});
