// `npm run measure -- postfix-tables [ROWS]`: prints a table of ROWS rows, builds it with postmap, and compares the time
// of the two and every answer of a seeded sample.
import { writeFileSync } from "node:fs";
import type { LookupRow, LookupTable } from "../../src/postfix/config.ts";
import { printTable } from "../../src/postfix/print/index.ts";
import { postfixFiles } from "../../src/postfix/read/files.ts";
import { openTables } from "../../src/postfix/tables/open.ts";
import { openSite } from "../../src/source/site.ts";
import { runPeer, scratchDirectory } from "../../test/support/postfix-peer.ts";

const count = Number(process.argv[2] ?? 200_000);
function* rows(): Generator<LookupRow> {
  for (let index = 0; index < count; index += 1) {
    yield { key: `User${index}@d${index % 97}.Example.com`, value: `u${index}@inner.example` };
  }
}
const table: LookupTable = {
  name: "virtual",
  type: "indexed",
  format: "postmap",
  mode: 0o644,
  origins: [],
  comment: [],
  rows,
};
const scratch = scratchDirectory({ "main.cf": "compatibility_level = 3.6\n", "master.cf": "" });
const path = `${scratch.path}/virtual`;
const start = performance.now();
const chunks = [...printTable(table, { mapType: "hash" })];
const printed = performance.now();
writeFileSync(path, chunks.join(""), "latin1");
const built = performance.now();
runPeer("postmap", ["-c", scratch.path, `hash:${path}`]);
const end = performance.now();
const tables = openTables({ files: postfixFiles(openSite("/"), openSite("/")), utf8: true });
const ours = tables.open(`hash:${path}`);
const keys = Array.from({ length: 20_000 }, (_, index) => {
  const number = (index * 7919) % (count * 2);
  return `${index % 3 === 0 ? "USER" : "user"}${number}@d${number % 97}.example.com`;
});
const theirs = runPeer(
  "postmap",
  ["-c", scratch.path, "-q", "-", `hash:${path}`],
  keys.map((key) => `${key}\n`).join(""),
);
const mine = keys.flatMap((key) => {
  const answer = ours.lookup(key);
  return answer.kind === "found" ? [`${key}\t${answer.value}\n`] : [];
});
scratch.remove();
console.log(`${count} rows: printed in ${Math.round(printed - start)} ms, postmap hash: ${Math.round(end - built)} ms`);
console.log(
  `${keys.length} keys: answers ${mine.join("") === theirs.stdout ? "equal" : "DIFFER"}, ${mine.length} found`,
);
