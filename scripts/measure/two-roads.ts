// Lifts every .mc of a folder twice, by name (the built-in macros) and through the cf file that the m4 library makes of
// it, and compares the policies and the files that a conversion writes:
// `npm run measure -- two-roads [DIR...] [--random N] [--seed N] [--cf-dir DIR] [--only TEXT] [--show N]`.
// `--random N`: .mc files that are put together from the calls of docs/features.md.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convert } from "../../src/pipeline/convert.ts";
import { compareRoads } from "../../src/pipeline/two-roads.ts";
import { type LocatedSource, locateSource, readLocated } from "../../src/source/locate.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { cfLibrary } from "../../test/support/peers/index.ts";
import { seededNumbers } from "../../test/support/random.ts";
import { allCalls, type McCall } from "../generate/features/calls.ts";
import { openCallSite } from "../generate/features/convert-call.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "cf-dir": { type: "string" },
    only: { type: "string" },
    random: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "40" },
  },
});
const library = values["cf-dir"] ?? cfLibrary();

interface Located {
  readonly source: LocatedSource;
  readonly file: SourceFile;
}

const byPath = new Map<string, number>();
let files = 0;
let samePolicy = 0;
let sameFiles = 0;

async function written({ source, file }: Located, cfDir: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const request = { source, file, cfDir, facts: new Map(), mailbox: undefined, findings: {} };
  await convert(
    { ...request, mapType: "hash", postfixVersion: "3.7" },
    { write: (path, _mode, chunks) => found.set(path, [...chunks].join("").replace(/^#.*\n/gm, "")) },
  );
  return found;
}

async function compare(name: string, located: Located): Promise<void> {
  files += 1;
  const differences = compareRoads(located.source, located.file, library, new Map());
  if (differences.length === 0) samePolicy += 1;
  const [byName, through] = [await written(located, "none"), await written(located, library)];
  const other = [...new Set([...byName.keys(), ...through.keys()])].filter(
    (path) => byName.get(path) !== through.get(path),
  );
  if (other.length === 0) sameFiles += 1;
  if (differences.length + other.length > 0) {
    console.log(`${name}: ${differences.length} differences of the policy, other files: ${other.join(" ") || "none"}`);
  }
  for (const { path, before, after } of differences) {
    const line = `${path}: by name ${before ?? "(none)"}, through the cf ${after ?? "(none)"}`;
    if (values.only !== undefined) console.log(`  ${line}`);
    byPath.set(line, (byPath.get(line) ?? 0) + 1);
  }
}

async function compareFolder(folder: string, root: string): Promise<void> {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".mc") || (values.only !== undefined && !name.includes(values.only))) continue;
    const located = locateSource(join(folder, name), root);
    const text = located.ok ? readLocated(located.source.main) : undefined;
    if (located.ok && text?.ok) await compare(name, { source: located.source, file: text.file });
  }
}

/** A .mc of some calls, settings first, as people write them. */
function randomCall(random: () => number, ostypes: readonly string[]): McCall {
  const order = { conf: 0, macro: 1, FEATURE: 2, HACK: 3, MAILER: 4 } as const;
  const alone = new Set([
    "nullclient",
    "msp",
    "vnet",
    "UUCPSMTP",
    "SITECONFIG",
    "confLOCAL_MAILER",
    "confRELAY_MAILER",
  ]);
  const density = 0.005 + 0.05 * random();
  const chosen = allCalls.filter(({ kind, name }) => kind !== "MAILER" && !alone.has(name) && random() < density);
  const lines = chosen
    .map((call) => ({ call, rank: order[call.kind] + random() }))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ call }) => call.lines);
  const ostype = ostypes[Math.floor(random() * ostypes.length)] ?? "linux";
  return { kind: "macro", name: "random", lines: [...new Set(lines)], at: 0, ostype };
}

const root = mkdtempSync(join(tmpdir(), "cf2postfix-roads-"));
mkdirSync(join(root, "etc/mail"), { recursive: true });
writeFileSync(join(root, "etc/hostname"), "mail.example.com\n");
for (const folder of positionals) await compareFolder(folder, root);
rmSync(root, { recursive: true });

const random = seededNumbers(Number(values.seed));
const ostypes = readdirSync(join(library, "ostype")).map((name) => name.replace(/\.m4$/, ""));
const site = openCallSite();
for (let count = 0; count < Number(values.random); count += 1) {
  const located = site.locate(randomCall(random, ostypes));
  const before = samePolicy + sameFiles;
  await compare(`random ${count}`, located);
  if (samePolicy + sameFiles < before + 2) console.log(readFileSync(located.source.main.located, "latin1"));
}
site.remove();

const frequent = [...byPath].sort((a, b) => b[1] - a[1]).slice(0, Number(values.show));
for (const [line, count] of frequent) console.log(`${count} x ${line}`);
console.log(
  `${files} files: ${samePolicy} with the same policy on both roads, ${sameFiles} with the same files written`,
);
