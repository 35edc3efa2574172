// Lifts every .mc of a folder twice, by name (the built-in macros) and through the cf file that the m4 library makes of
// it, and compares the policies: `npm run measure -- two-roads DIR... [--cf-dir DIR] [--only TEXT] [--show N]`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareRoads } from "../../src/pipeline/two-roads.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { cfLibrary } from "../../test/support/peers/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "cf-dir": { type: "string" }, only: { type: "string" }, show: { type: "string", default: "40" } },
});
const root = mkdtempSync(join(tmpdir(), "cf2postfix-roads-"));
mkdirSync(join(root, "etc/mail"), { recursive: true });
writeFileSync(join(root, "etc/hostname"), "mail.example.com\n");

const byPath = new Map<string, number>();
let files = 0;
let same = 0;
for (const folder of positionals) {
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".mc") || (values.only && !file.includes(values.only))) continue;
    const located = locateSource(join(folder, file), root);
    const text = located.ok ? readLocated(located.source.main) : undefined;
    if (!located.ok || !text?.ok) continue;
    files += 1;
    const differences = compareRoads(located.source, text.file, values["cf-dir"] ?? cfLibrary(), new Map());
    if (differences.length === 0) same += 1;
    console.log(`${file}: ${differences.length === 0 ? "same" : `${differences.length} differences`}`);
    for (const { path, before, after } of differences) {
      const line = `${path}: by name ${before ?? "(none)"}, through the cf ${after ?? "(none)"}`;
      if (values.only) console.log(`  ${line}`);
      byPath.set(line, (byPath.get(line) ?? 0) + 1);
    }
  }
}
const frequent = [...byPath].sort((a, b) => b[1] - a[1]).slice(0, Number(values.show));
for (const [line, count] of frequent) console.log(`${count} x ${line}`);
console.log(`${files} files: ${same} the same on both roads`);
rmSync(root, { recursive: true });
