// Bundles the command line into dist/cli.js; what a command does not need at once becomes a chunk beside it.
// Commands that end soon are compiled ahead as well (docs/adr/0005): dist/ahead.cjs, with V8's code in dist/COMMAND.code.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const root = new URL("..", import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });

await build({
  absWorkingDir: root,
  entryPoints: { cli: "src/cli/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node20",
  minify: true,
  keepNames: true,
  legalComments: "none",
  external: ["fs-native-extensions"],
  banner: {
    // CommonJS packages inside an ES module bundle still call require().
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});

await build({
  absWorkingDir: root,
  entryPoints: { ahead: "src/cli/ahead-program.ts" },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // A script without a module around it knows no import().
  supported: { "dynamic-import": false },
  minify: true,
  legalComments: "none",
  external: ["fs-native-extensions"],
  // Read the script as an expression: a function of `module` and `require`.
  banner: { js: "(function (module, require) {" },
  footer: { js: "})" },
  logLevel: "warning",
});

// After a run the code holds the functions that the command calls. Without it everything works, only more slowly.
const work = mkdtempSync(join(tmpdir(), "cf2postfix-build-"));
const site = `${root}fixtures/university/root`;
const postfix = join(work, "postfix");
for (const words of [
  ["convert", site, "--no-verify", "--quiet", "--out", postfix],
  ["trace", site, "someone@example.com", "--format", "json"],
  ["verify", site, postfix],
]) {
  const run = spawnSync(process.execPath, [`${root}scripts/compile-ahead.mjs`, ...words], { encoding: "utf8" });
  if (run.status === 0) continue;
  console.error(`${words[0]} was not compiled ahead: ${run.stderr.trim()}`);
  rmSync(`${root}dist/${words[0]}.code`, { force: true });
}
rmSync(work, { recursive: true, force: true });
