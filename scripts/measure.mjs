// `npm run measure -- NAME [args]`: runs one of the long measurements in scripts/measure, named after what it measures.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const here = new URL("./measure/", import.meta.url).pathname;
const [name, ...args] = process.argv.slice(2);
const script = `${here}${name}.ts`;
if (name === undefined || !existsSync(script)) {
  const names = readdirSync(here).filter((file) => file.endsWith(".ts"));
  console.error(
    `usage: npm run measure -- NAME [args]\nNAME is one of: ${names.map((file) => file.slice(0, -3)).join(" ")}`,
  );
  process.exit(2);
}
process.exit(spawnSync("npx", ["tsx", script, ...args], { stdio: "inherit" }).status ?? 1);
