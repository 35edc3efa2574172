// Converts configurations and verifies what was written, each with so many probes, as the command line does.
// `npm run measure -- verify-corpus FOLDER... [--count N] [--every N] [--cf-dir DIR] [--json FILE]`; one JSON line a file goes to FILE.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cfLibrary } from "../../test/support/peers/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "500" },
    every: { type: "string", default: "1" },
    "cf-dir": { type: "string", default: cfLibrary() },
    json: { type: "string" },
  },
});
const SECONDS = 60;
const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-verify-corpus-"));
const files = positionals
  .flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]))
  .filter((path) => /\.(cf|mc|def)$/.test(path))
  .filter((_, at) => at % Number(values.every) === 0);
if (values.json) writeFileSync(values.json, "");

interface Verified {
  readonly probes: number;
  readonly agree: number;
  readonly explained: number;
  readonly differ: readonly {
    readonly address: string;
    readonly question: string;
    readonly explained_by: string | null;
  }[];
  readonly coverage: { readonly rules: number; readonly unreachable: number; readonly silent: readonly unknown[] };
  readonly proof: { readonly status: string };
}

function verified(path: string, at: number): Verified | string {
  const out = join(work, String(at));
  const source = ["--root", work, "--fact", "hostname=mail.example.com", "--cf-dir", values["cf-dir"]];
  const limits = { encoding: "utf8", timeout: SECONDS * 1000, maxBuffer: 1 << 28 } as const;
  const converted = spawnSync(
    process.execPath,
    [cli, "convert", path, ...source, "--out", out, "--no-verify", "--quiet"],
    limits,
  );
  if (converted.status === null || converted.status > 1)
    return `convert: ${converted.status} ${converted.stderr.slice(0, 200)}`;
  const run = spawnSync(
    process.execPath,
    [cli, "verify", path, out, ...source, "--count", values.count, "--format", "json"],
    limits,
  );
  rmSync(out, { recursive: true, force: true });
  if (run.status === null || run.status > 1) return `verify: ${run.status} ${run.stderr.slice(0, 200)}`;
  return JSON.parse(run.stdout);
}

let clean = 0;
let below = 0;
let asked = 0;
let explained = 0;
let silentOk = 0;
files.forEach((path, at) => {
  const result = verified(path, at);
  if (values.json) appendFileSync(values.json, `${JSON.stringify({ path, result })}\n`);
  if (typeof result === "string") {
    console.log(`${path}: ${result}`);
    return;
  }
  const unexplained = result.probes - result.agree - result.explained;
  const live = result.coverage.rules - result.coverage.unreachable;
  asked += result.probes;
  explained += result.explained;
  if (unexplained === 0) clean += 1;
  if (result.explained <= result.probes / 5) below += 1;
  if (result.coverage.silent.length <= live / 50) silentOk += 1;
  const witness = result.differ.find((one) => one.explained_by === null);
  console.log(
    `${path}: ${unexplained} unexplained, ${result.explained} explained, ${result.coverage.silent.length} of ${live} rules silent, ${result.proof.status}${witness ? `; ${witness.question} ${witness.address}` : ""}`,
  );
});
rmSync(work, { recursive: true, force: true });
const share = (part: number, whole: number): string =>
  `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;
console.log(`nothing unexplained: ${share(clean, files.length)}`);
console.log(
  `explained at most a fifth: ${share(below, files.length)}; at most 2 % of the rules silent: ${share(silentOk, files.length)}`,
);
console.log(`explained probes: ${share(explained, asked)}`);
