// Bundles the command line into dist/cli.js; what a command does not need at once becomes a chunk beside it.
// `convert` is compiled ahead as well (docs/adr/0005): dist/convert.cjs with V8's code for it in dist/convert.code.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
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
  entryPoints: { convert: "src/cli/convert-program.ts" },
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

// After a run the code holds the functions that a conversion calls. Without it everything works, only more slowly.
const warmUp = spawnSync(process.execPath, [`${root}scripts/compile-ahead.mjs`], { encoding: "utf8" });
if (warmUp.status !== 0) {
  console.error(`convert was not compiled ahead: ${warmUp.stderr.trim()}`);
  rmSync(`${root}dist/convert.code`, { force: true });
}
