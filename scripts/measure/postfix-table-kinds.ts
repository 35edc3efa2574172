// `npm run measure -- postfix-table-kinds [KEYS] [--seed N]`: random tables of every kind, each asked for random keys
// by us and by `postmap -q` (`postalias -q`). Prints for each kind how many answers were compared and how many differ.
import { parseArgs } from "node:util";
import { postfixFiles } from "../../src/postfix/read/files.ts";
import { openTables } from "../../src/postfix/tables/open.ts";
import { openSite } from "../../src/source/site.ts";
import { runPeer, scratchDirectory } from "../../test/support/postfix-peer.ts";
import { seededRandom } from "../../test/support/random.ts";
import { type RandomTable, randomTable, tableEnvironment, tableKinds } from "../../test/support/random-tables.ts";

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
Object.assign(process.env, tableEnvironment);

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
  for (const [name, text] of Object.entries(table.files)) scratch.write(name, text);
  const here = (text: string): string => text.replaceAll("DIR", scratch.path);
  for (const each of table.build) runPeer(table.program, ["-c", scratch.path, here(each)]);
  const reference = here(table.reference);
  const keys = [...new Set(table.keys)];
  const peer = runPeer(
    table.program,
    ["-c", scratch.path, "-q", "-", reference],
    keys.map((key) => `${key}\n`).join(""),
  );
  const theirs = new Map(
    peer.stdout
      .split(/\n(?=[^\n]*\t)/)
      .filter((line) => line.trim() !== "")
      .map(
        (line) =>
          [
            line.slice(0, line.indexOf("\t")).replace(/:$/, table.program === "postalias" ? "" : ":"),
            line.slice(line.indexOf("\t") + 1).replace(/\n$/, ""),
          ] as const,
      ),
  );
  const files = postfixFiles(openSite("/"), openSite("/"));
  const form = table.program === "postalias" ? ("aliases" as const) : ("postmap" as const);
  const ours = openTables({ files, utf8: true, environment: tableEnvironment }).open(reference, { form });
  const isFatal = /fatal: (?!table .* query error)/.test(peer.stderr);
  const count = counts.get(kind) ?? { tables: 0, keys: 0, found: 0, differ: 0 };
  count.tables += 1;
  for (const key of keys) {
    const answer = ours.lookup(key);
    const mine = answer.kind === "found" ? answer.value : answer.kind === "failed" ? "FAILED" : undefined;
    const real = isFatal ? "FAILED" : theirs.get(key);
    asked += 1;
    count.keys += 1;
    if (real !== undefined) count.found += 1;
    if (mine === real) continue;
    count.differ += 1;
    shown += 1;
    if (shown <= 40)
      console.log(
        `${reference} ${JSON.stringify(table.files).slice(0, 700)}\n  ${JSON.stringify(key)}: ours ${JSON.stringify(mine)}, theirs ${JSON.stringify(real)} ${peer.stderr.slice(-300)}`,
      );
  }
}
