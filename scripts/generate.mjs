// `npm run generate`: writes the files that are derived from catalogues; `--check` fails when one is out of date.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const here = new URL("./generate/", import.meta.url).pathname;
const checkOnly = process.argv.includes("--check");
let failed = 0;
for (const name of readdirSync(here)
  .filter((file) => file.endsWith(".ts"))
  .sort()) {
  const result = spawnSync("npx", ["tsx", pathToFileURL(here + name).pathname, ...(checkOnly ? ["--check"] : [])], {
    stdio: "inherit",
  });
  if (result.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
