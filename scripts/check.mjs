// `npm run check`: everything about the source that a machine can judge without running it.
import { spawnSync } from "node:child_process";

const root = new URL("..", import.meta.url).pathname;
const steps = [
  ["format and lint", "npx", ["biome", "check", "--error-on-warnings", "."]],
  ["types", "npx", ["tsc", "--noEmit"]],
  ["walls", "npx", ["depcruise", "--config", ".dependency-cruiser.mjs", "src", "grammars"]],
  ["dead code", "npx", ["knip", "--no-progress"]],
  ["generated files current", "node", ["scripts/generate.mjs", "--check"]],
];

let failed = 0;
for (const [title, command, args] of steps) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  const ok = result.status === 0;
  if (!ok) failed += 1;
  console.log(`${ok ? "ok  " : "FAIL"} ${title}`);
}
process.exit(failed === 0 ? 0 : 1);
