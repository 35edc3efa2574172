// Part of the build: `node scripts/compile-ahead.mjs COMMAND FLAGS...` runs dist/ahead.cjs with them and keeps V8's code
// for what ran in dist/COMMAND.code, as src/cli/compiled-program.ts reads it.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const root = new URL("..", import.meta.url).pathname;
const file = `${root}dist/ahead.cjs`;
const words = process.argv.slice(2);
const script = new Script(readFileSync(file, "utf8"), { filename: file });
const made = { exports: undefined };
script.runInThisContext()(made, createRequire(file));
process.stdout.write = () => true;
const status = await made.exports.runAhead(words, pathToFileURL(`${root}package.json`));
if (status > 1) throw new Error(`${words[0]} ended with ${status}`);
writeFileSync(`${root}dist/${words[0]}.code`, script.createCachedData());
process.exitCode = 0;
