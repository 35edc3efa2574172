import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { cf2postfix } from "../support/cli.ts";

const work = mkdtempSync(join(tmpdir(), "cf2postfix-surroundings-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const fixtures = new URL("../../fixtures", import.meta.url).pathname;

function findings(args: readonly string[], code: string): readonly Diagnostic[] {
  const { stdout } = cf2postfix(["convert", ...args, "--no-verify", "--format", "json"]);
  const all: readonly Diagnostic[] = JSON.parse(stdout).diagnostics;
  return all.filter((one) => one.code === code);
}

describe("what lies around a configuration", () => {
  it("says that the .cf was converted and the .mc beside it was not", () => {
    const [finding, ...more] = findings([join(fixtures, "university/root")], "LI2003");
    expect(finding).toMatchObject({ at: { file: "etc/mail/sendmail.mc", line: 1 } });
    expect(finding?.message).toMatch(/^etc\/mail\/sendmail\.cf is what runs/);
    expect(more).toEqual([]);
    expect(findings([join(fixtures, "sites/null-client/root")], "LI2003")).toEqual([]);
  });

  it("names the files of this machine that a lone .cf was read with, and none where a root is given", () => {
    const cf = join(work, "lone.cf");
    writeFileSync(cf, "V10/Berkeley\nFw/etc/passwd %[^:]\n");
    const [finding] = findings([cf], "LI2004");
    expect(finding).toMatchObject({ at: { file: "lone.cf", line: 1 } });
    expect(finding?.message).toContain("/etc/passwd");
    expect(findings([cf, "--root", work], "LI2004")).toEqual([]);
  });

  it("says of a .mc that its alias file is not there, which no directive names, and where there is one", () => {
    const root = join(work, "no-link");
    mkdirSync(join(root, "etc/mail"), { recursive: true });
    writeFileSync(join(root, "etc/mail/sendmail.mc"), "OSTYPE(`linux')\nMAILER(`local')\n");
    expect(findings([root], "LI2031")).toEqual([]);
    expect(findings([root], "TR3063")[0]?.message).toContain("no file etc/mail/aliases");
    writeFileSync(join(root, "etc/aliases"), "root: anna\n");
    expect(findings([root], "LI2031")[0]?.message).toContain("but there is etc/aliases");
    writeFileSync(join(root, "etc/mail/aliases"), "root: anna\n");
    expect(findings([root], "LI2031")).toEqual([]);
    expect(findings([root], "TR3063")).toEqual([]);
  });
});
