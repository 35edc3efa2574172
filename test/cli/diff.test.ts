import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postfixFiles } from "../diff/edits.ts";
import { type CliResult, cf2postfix } from "../support/cli.ts";
import { type ScratchDirectory, scratchDirectory } from "../support/postfix-peer.ts";

describe("the diff command", () => {
  let a: ScratchDirectory;
  let b: ScratchDirectory;
  beforeAll(() => {
    a = scratchDirectory(postfixFiles);
    const main = postfixFiles["etc/postfix/main.cf"] ?? "";
    b = scratchDirectory({
      ...postfixFiles,
      "etc/postfix/main.cf": `${main}smtpd_banner = hello\nrelayhost = [b.example]\n`,
    });
  });
  afterAll(() => {
    a?.remove();
    b?.remove();
  });
  const run = (...args: readonly string[]): CliResult => cf2postfix(["diff", ...args]);

  it("ends with 0 for the same, 1 for differences, 2 for wrong usage and 3 for a missing file", () => {
    expect(run(a.path, a.path)).toMatchObject({ status: 0, stdout: "same\n" });
    expect(run(a.path, b.path).status).toBe(1);
    expect(run(a.path, b.path, "--level", "loud").status).toBe(2);
    expect(run("-", "-").status).toBe(2);
    expect(run(a.path, "/nowhere/at/all").status).toBe(3);
  });

  it("keeps the changes that --only names, in text, JSON and markdown", () => {
    const { stdout } = run(a.path, b.path, "--only", "smtpd_*");
    expect(stdout).toMatch(/smtpd_banner\n {2}\+ hello\n {4}follows .*\n\n1 change\n/s);
    const json = JSON.parse(run(a.path, b.path, "--format", "json").stdout);
    expect(json.changes.map(({ path }: { path: string }) => path).sort()).toEqual([
      "main.cf/relayhost",
      "main.cf/smtpd_banner",
    ]);
    expect(run(a.path, b.path, "--format", "markdown").stdout).toContain("| changed | `main.cf/relayhost` |");
  });

  it("takes the output of postconf -n from standard input, without services and tables", () => {
    const input = "compatibility_level = 3.6\nmyhostname = mail.example.com\nrelayhost = [c.example]\n";
    const { stdout, status } = cf2postfix(["diff", `${a.path}/etc/postfix`, "-", "--format", "json"], { input });
    const paths = JSON.parse(stdout).changes.map(({ path }: { path: string }) => path);
    expect(status).toBe(1);
    expect(paths).toContain("main.cf/relayhost");
    expect(paths.every((path: string) => path.startsWith("main.cf/"))).toBe(true);
  });

  it("compares lines with --level text", () => {
    const { stdout } = run(a.path, b.path, "--level", "text");
    expect(stdout).toMatch(/added {3}main\.cf:23\n {2}\+ smtpd_banner = hello/);
  });

  it("converts a sendmail configuration that stands beside a Postfix directory", () => {
    const site = new URL("../../fixtures/university/root", import.meta.url).pathname;
    const expected = new URL("../../fixtures/university/expected", import.meta.url).pathname;
    const { stdout, status } = run(site, expected, "--root", site, "--only", "transport/**");
    expect({ stdout, status }).toEqual({ stdout: "same\n", status: 0 });
  });
});
