// Part of the build: runs dist/convert.cjs over a fixture and keeps V8's code for it, as src/cli/compiled-program.ts reads it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const root = new URL("..", import.meta.url).pathname;
const file = `${root}dist/convert.cjs`;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-build-"));
try {
  const script = new Script(readFileSync(file, "utf8"), { filename: file });
  const made = { exports: undefined };
  script.runInThisContext()(made, createRequire(file));
  const write = process.stdout.write;
  process.stdout.write = () => true;
  const words = [
    "convert",
    `${root}fixtures/university/root`,
    "--no-verify",
    "--quiet",
    "--out",
    join(work, "postfix"),
  ];
  const status = await made.exports.runConvert(words, pathToFileURL(`${root}package.json`));
  process.stdout.write = write;
  if (status > 1) throw new Error(`convert ended with ${status}`);
  writeFileSync(`${root}dist/convert.code`, script.createCachedData());
  process.exitCode = 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
