// Converts every .mc of a folder with and without the m4 library: `npm run measure -- mc-corpus DIR... [--cf-dir DIR]
// [--only TEXT] [--show N] [--no-postfix]`. Prints, per file, how its directives end and what real Postfix says of the
// result; at the end the sums, each unknown and charged directive with `--show`, and where the two roads differ.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Conversion, convert } from "../../src/pipeline/convert.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { cfLibrary } from "../../test/support/peers/index.ts";
import { runPeer } from "../../test/support/postfix-peer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "cf-dir": { type: "string" },
    only: { type: "string" },
    show: { type: "string", default: "0" },
    postfix: { type: "boolean", default: true },
  },
  allowNegative: true,
});
if (positionals.length === 0) throw new Error("name a folder of .mc files");

// An empty host: what the .mc does not say comes from nowhere else.
const root = mkdtempSync(join(tmpdir(), "cf2postfix-mc-"));
mkdirSync(join(root, "etc/mail"), { recursive: true });
writeFileSync(join(root, "etc/hostname"), "mail.example.com\n");

const roads = [
  { name: "with library", cfDir: values["cf-dir"] ?? cfLibrary() },
  { name: "without", cfDir: "none" },
];
for (const road of roads) await measure(road.name, road.cfDir);
rmSync(root, { recursive: true });

async function measure(name: string, cfDir: string): Promise<void> {
  const sums = new Map<string, number>();
  const charged = new Map<string, number>();
  let files = 0;
  let failed = 0;
  for (const path of sources()) {
    files += 1;
    const out = mkdtempSync(join(root, "out-"));
    const start = performance.now();
    try {
      const conversion = await converted(path, cfDir, out);
      for (const [key, count] of Object.entries(conversion.summary)) sums.set(key, (sums.get(key) ?? 0) + count);
      countCharged(conversion, charged);
      const said = values.postfix ? postfixSays(out) : "";
      if (said !== "") failed += 1;
      console.log(line(path, conversion, performance.now() - start));
      if (said !== "") console.log(`   Postfix: ${said}`);
    } catch (error) {
      failed += 1;
      console.log(`${path}: ${(error as Error).stack}`);
    }
    rmSync(out, { recursive: true });
  }
  const total = sums.get("directives") ?? 1;
  const share = (...keys: readonly string[]): string =>
    `${((100 * keys.reduce((sum, key) => sum + (sums.get(key) ?? 0), 0)) / total).toFixed(2)} %`;
  console.log(
    `${name}: ${files} files, ${failed} failed or not silent, ${total} directives, unknown ${share("unknown")}, ` +
      `manual + unsupported ${share("manual", "unsupported")}`,
  );
  const worst = [...charged].sort((a, b) => b[1] - a[1]).slice(0, Number(values.show));
  for (const [text, count] of worst) console.log(`  ${count} ${text}`);
}

function* sources(): Generator<string> {
  for (const folder of positionals) {
    for (const file of readdirSync(folder).sort()) {
      const path = join(folder, file);
      if (file.endsWith(".mc") && (!values.only || path.includes(values.only))) yield path;
    }
  }
}

function converted(path: string, cfDir: string, out: string): Promise<Conversion> {
  const located = locateSource(path, root);
  if (!located.ok) throw new Error(located.reason);
  const text = readLocated(located.source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const old = Date.now() / 1000 - 3600;
  return convert(
    {
      source: located.source,
      file: text.file,
      facts: new Map(),
      cfDir,
      mapType: "hash",
      postfixVersion: "3.7",
      mailbox: undefined,
      findings: {},
    },
    {
      write: (name, mode, chunks) => {
        writeFileSync(join(out, name), [...chunks].join(""), { encoding: "latin1", mode });
        utimesSync(join(out, name), old, old);
      },
    },
  );
}

function countCharged(conversion: Conversion, into: Map<string, number>): void {
  for (const one of conversion.directives) {
    if (!["manual", "unsupported", "unknown"].includes(one.disposition)) continue;
    const text = `${one.disposition} ${one.code} ${one.text.replace(/\s+/g, " ").slice(0, 70)} -- ${one.note.slice(0, 120)}`;
    into.set(text, (into.get(text) ?? 0) + 1);
  }
}

function postfixSays(directory: string): string {
  const asked = [
    runPeer("postconf", ["-c", directory, "-n"]),
    runPeer("postconf", ["-c", directory, "-M"]),
    runPeer("postfix", ["-c", directory, "check"]),
  ];
  return asked.map(({ stderr }) => stderr.trim()).join("");
}

function line(path: string, { summary }: Conversion, milliseconds: number): string {
  const counts = Object.entries(summary).filter(([, count]) => count > 0);
  return `${path.split("/").at(-1)}: ${counts.map(([key, count]) => `${key} ${count}`).join(", ")} (${Math.round(milliseconds)} ms)`;
}
