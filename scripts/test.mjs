// `npm test`: fetches the real peers, runs every test, and closes with one line that a machine can count.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-test-"));
const summary = join(work, "summary.json");
const setUp = new URL("./peers.mjs", import.meta.url).pathname;
if (existsSync(setUp)) spawnSync("node", [setUp], { cwd: root, stdio: "inherit" });

const run = spawnSync(
  "npx",
  ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${summary}`, ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);

let line = "0 passed, 1 failed, 0 skipped";
let exit = run.status ?? 1;
if (existsSync(summary)) {
  const counts = JSON.parse(readFileSync(summary, "utf8"));
  const skipped = counts.numPendingTests + counts.numTodoTests;
  // A file that does not load counts as one failure, whatever it holds.
  const brokenFiles = counts.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  line = `${counts.numPassedTests} passed, ${counts.numFailedTests + brokenFiles} failed, ${skipped} skipped`;
  if (process.env.CI === "true" && skipped > 0) {
    console.error("A skipped test is a failure where CI=true: a missing peer hides what it would have judged.");
    exit = 1;
  }
}
rmSync(work, { recursive: true, force: true });
console.log(line);
process.exit(exit);
