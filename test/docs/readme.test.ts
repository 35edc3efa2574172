import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const project = new URL("../..", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-readme-"));
for (const name of ["dist", "fixtures"]) symlinkSync(join(project, name), join(work, name));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The commands of a console block with what they print now. */
function rerun(session: string): string {
  const commands = session.split("\n").filter((line) => line.startsWith("$ "));
  const shown = commands.map((line) => {
    const env = { ...process.env, NO_COLOR: "1", LC_ALL: "C" };
    const run = spawnSync("sh", ["-c", line.slice(2)], { cwd: work, env, encoding: "utf8" });
    expect(run.stderr).toBe("");
    return `${line}\n${run.stdout}`;
  });
  return shown.join("");
}

it("shows in README.md what the commands of its session print", async () => {
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const sessions = /^```console\n([\s\S]*?)^```$/gm;
  expect(readme).toMatch(sessions);
  const current = readme.replace(sessions, (_whole, session: string) => `\`\`\`console\n${rerun(session)}\`\`\``);
  await expect(current).toMatchFileSnapshot(join(project, "README.md"));
});
