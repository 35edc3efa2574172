// `npm run measure -- postfix-table-kinds [KEYS] [--seed N]`: random tables of every kind, each asked for random keys
// by us and by `postmap -q` (`postalias -q`). Prints for each kind how many answers were compared and how many differ.
import { parseArgs } from "node:util";
import { scratchDirectory } from "../../test/support/postfix-peer.ts";
import { seededRandom } from "../../test/support/random.ts";
import { type RandomTable, randomTable, tableKinds } from "../../test/support/random-tables.ts";
import { compareTable } from "../../test/support/table-peer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, kind: { type: "string" } },
});
const wanted = Number(positionals[0] ?? 20_000);
const KEYS = 40;
const random = seededRandom(Number(values.seed));
const scratch = scratchDirectory({ "main.cf": "compatibility_level = 3.6\n", "master.cf": "" });
const kinds = values.kind === undefined ? tableKinds : [values.kind];
const counts = new Map(kinds.map((kind) => [kind, { tables: 0, keys: 0, found: 0, differ: 0 }]));
let asked = 0;
let shown = 0;

for (let turn = 0; asked < wanted; turn += 1) {
  const kind = kinds[turn % kinds.length] ?? "hash";
  compare(kind, randomTable(kind, `t${turn}`, random, KEYS));
}
scratch.remove();
for (const [kind, count] of counts) {
  console.log(`${kind}: ${count.tables} tables, ${count.keys} keys, ${count.found} found, ${count.differ} differ`);
}
const differ = [...counts.values()].reduce((sum, count) => sum + count.differ, 0);
console.log(`${asked} keys, ${differ} answers differ`);

function compare(kind: string, table: RandomTable): void {
  const count = counts.get(kind) ?? { tables: 0, keys: 0, found: 0, differ: 0 };
  count.tables += 1;
  for (const { key, ours, theirs } of compareTable(table, scratch)) {
    asked += 1;
    count.keys += 1;
    if (theirs !== undefined) count.found += 1;
    if (ours === theirs) continue;
    count.differ += 1;
    shown += 1;
    if (shown > 40) continue;
    console.log(`${table.reference} ${JSON.stringify(table.files).slice(0, 700)}`);
    console.log(`  ${JSON.stringify(key)}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
  }
}
