import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const project = new URL("../..", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-compiled-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function run(bundle: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], { cwd: project, encoding: "utf8" });
  return { status, stdout, stderr };
}

it("answers the same as the code that was compiled ahead, and without it", () => {
  for (const command of ["convert", "trace", "verify"]) {
    expect(existsSync(join(project, `dist/${command}.code`)), command).toBe(true);
  }
  cpSync(join(project, "dist"), join(work, "dist"), { recursive: true });
  cpSync(join(project, "package.json"), join(work, "package.json"));
  // fs-native-extensions stays outside of the bundle.
  symlinkSync(join(project, "node_modules"), join(work, "node_modules"));
  for (const command of ["convert", "trace", "verify"]) rmSync(join(work, `dist/${command}.code`));
  for (const args of [
    ["convert", "fixtures/university/root", "--no-verify", "--format", "json"],
    ["convert", "fixtures/sites/departmental-hub/root/etc/mail/sendmail.mc", "--cf-dir", "none", "--no-verify"],
    ["convert", "--map-type", "nothing", "x"],
    ["convert", "--help"],
    ["trace", "fixtures/university/root", "someone@lists.physics.uni.example", "nobody", "--as", "envelope-sender"],
    ["trace", "fixtures/sites/null-client/expected", "someone@example.com"],
    ["verify", "fixtures/sites/null-client/root", "fixtures/sites/null-client/expected", "--format", "json"],
  ])
    expect(run(join(work, "dist/cli.js"), args)).toEqual(run(join(project, "dist/cli.js"), args));
});
