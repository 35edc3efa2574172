import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import schema from "../../schema/convert.schema.json" with { type: "json" };
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const small = [
  "V10/Berkeley",
  "Djmail.example.org",
  "Cwexample.org",
  "DSsmtp:[hub.example.org]",
  "O MaxMessageSize=1000000",
  "",
].join("\n");

const site = (files: Readonly<Record<string, string>> = {}): string =>
  scratchTree({ "etc/mail/sendmail.cf": small, ...files });

describe("convert", () => {
  it("prints the files on stdout and the report on stderr when it is not told where to write", () => {
    const { status, stdout, stderr } = cf2postfix(["convert", site()]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^==> main\.cf <==\n/);
    expect(stdout).toContain("myhostname = mail.example.org");
    expect(stderr).toMatch(/^etc\/mail\/sendmail\.cf \(V10\/Berkeley\) -> Postfix 3\.7\n\d+ directives: /);
  });

  it("writes main.cf, master.cf, an executable build-tables and migration.json", () => {
    const out = join(scratchTree(), "postfix");
    expect(cf2postfix(["convert", site(), "--out", out]).status).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(["main.cf", "master.cf", "build-tables", "migration.json"]),
    );
    expect(statSync(join(out, "build-tables")).mode & 0o111).not.toBe(0);
  });

  it("prints JSON that fits its schema, with as many directives as it counts", () => {
    const { stdout } = cf2postfix(["convert", site({ "etc/hostname": "mail.example.org\n" }), "--format", "json"]);
    const value = JSON.parse(stdout);
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    expect(value.directives).toHaveLength(value.summary.directives);
    const { directives, ...kinds } = value.summary;
    expect(Object.values<number>(kinds).reduce((sum, count) => sum + count, 0)).toBe(directives);
    expect(value.source).toEqual({ file: "etc/mail/sendmail.cf", kind: "cf" });
  });

  it("ends with a check of what it wrote, and says so", () => {
    const { stdout, stderr } = cf2postfix(["convert", site(), "--format", "json"]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).self_check).toEqual({ ok: true, diagnostics: expect.any(Array) });
    const text = (...args: readonly string[]) => cf2postfix(["convert", site(), ...args]).stderr;
    expect(text()).toMatch(/^Checked: nothing is wrong with the written files\.$/m);
    expect(text("--no-verify")).toMatch(/^Not checked \(--no-verify\)/m);
  });

  it("says what its check found: files that the host does not have", () => {
    const tls = `${small}O ServerCertFile=/etc/mail/cert.pem\nO ServerKeyFile=/etc/mail/key.pem\n`;
    const { self_check } = JSON.parse(
      cf2postfix(["convert", site({ "etc/mail/sendmail.cf": tls }), "--format", "json"]).stdout,
    );
    expect(self_check).toMatchObject({
      ok: false,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: "PF4070" })]),
    });
  });

  it("names the output line that a source line became", () => {
    const value = JSON.parse(cf2postfix(["convert", site(), "--format", "json"]).stdout);
    const line = value.directives.find((one: { text: string }) => one.text.startsWith("Dj"));
    expect(line.to).toContainEqual(expect.objectContaining({ file: "main.cf", text: "myhostname = mail.example.org" }));
  });

  it("gives the same bytes twice, wherever the site lies", () => {
    const outputs = [site(), site()].map((root) => cf2postfix(["convert", root, "--format", "json"]).stdout);
    expect(outputs[0]).toBe(outputs[1]);
    expect(outputs[0]).not.toContain("/tmp/");
  });

  it("reads the configuration from standard input", () => {
    const { status, stdout } = cf2postfix(["convert", "-", "--root", site()], { input: small });
    expect(status).toBe(0);
    expect(stdout).toContain("myhostname = mail.example.org");
  });

  it("refuses a directory that is not empty with exit 2, and takes it with --force", () => {
    const out = scratchTree({ mine: "x" });
    const refused = cf2postfix(["convert", site(), "--out", out]);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain("--force");
    expect(cf2postfix(["convert", site(), "--out", out, "--force"]).status).toBe(0);
    expect(existsSync(join(out, "mine"))).toBe(true);
  });

  it.each([
    ["a missing file", () => "/nonexistent/sendmail.cf"],
    ["a directory without configuration", () => scratchTree({ readme: "x" })],
    ["an empty file", () => join(scratchTree({ "sendmail.cf": "" }), "sendmail.cf")],
    ["a binary file", () => join(scratchTree({ "sendmail.cf": "\x7fELF\x00\x01\x02\x00" }), "sendmail.cf")],
  ])("ends with 3 and a reason for %s, and writes nothing", (_what, source) => {
    const out = join(scratchTree(), "postfix");
    const { status, stdout, stderr } = cf2postfix(["convert", source(), "--out", out]);
    expect(status).toBe(3);
    expect(stdout + stderr).not.toBe("");
    expect(existsSync(out)).toBe(false);
  });

  it("ends with 2 for a wrong flag and a broken settings file", () => {
    expect(cf2postfix(["convert", site(), "--map-type", "gdbm"]).status).toBe(2);
    const settings = join(scratchTree({ "s.yaml": "rules: {LI2001: loud}\n" }), "s.yaml");
    const { status, stderr } = cf2postfix(["convert", site(), "--config", settings]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/s\.yaml:1:\d+ /);
  });

  it.each(["html", "md", "json"])("writes the report as %s too", (kind) => {
    const file = join(scratchTree(), `report.${kind}`);
    cf2postfix(["convert", site(), "--report", file]);
    expect(readFileSync(file, "utf8")).toContain("etc/mail/sendmail.cf");
  });

  it("exits 1 when a finding reaches --fail-on", () => {
    const root = scratchTree({ "etc/mail/sendmail.cf": `${small}O NoSuchOption=1\n` });
    expect(cf2postfix(["convert", root, "--fail-on", "info"]).status).toBe(1);
  });
});
