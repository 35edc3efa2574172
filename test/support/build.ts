import { spawnSync } from "node:child_process";

/** Vitest's global set-up: whole-command tests run the bundle, so it must be that of this tree. */
export default function buildBundle(): void {
  const root = new URL("../..", import.meta.url).pathname;
  const build = spawnSync("node", ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
  if (build.status !== 0) throw new Error("the bundle does not build");
}
