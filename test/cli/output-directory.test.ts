import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openOutput } from "../../src/cli/output-directory.ts";

function opened(directory: string, force = false) {
  const result = openOutput(directory, force);
  if (!result.ok) throw new Error(result.reason);
  return result.output;
}

describe("writing the Postfix directory", () => {
  it("shows nothing under the asked name before everything is written", () => {
    const out = join(mkdtempSync(join(tmpdir(), "out-")), "postfix");
    const output = opened(out);
    output.write("main.cf", 0o644, ["a = ", "b\n"]);
    expect(existsSync(out)).toBe(false);
    output.publish();
    expect(readFileSync(join(out, "main.cf"), "utf8")).toBe("a = b\n");
  });

  it("refuses a directory with files in it unless told to force", () => {
    const out = mkdtempSync(join(tmpdir(), "out-"));
    writeFileSync(join(out, "mine"), "x");
    expect(openOutput(out, false)).toMatchObject({ ok: false });
  });

  it("with force replaces its own files, removes its stale ones and keeps those of others", () => {
    const out = mkdtempSync(join(tmpdir(), "out-"));
    writeFileSync(join(out, "mine"), "x");
    writeFileSync(join(out, "old-table"), "x");
    writeFileSync(
      join(out, "migration.json"),
      JSON.stringify({ files: [{ path: "old-table" }, { path: "../../etc/passwd" }] }),
    );
    const output = opened(out, true);
    output.write("main.cf", 0o644, ["a\n"]);
    output.write("migration.json", 0o644, ["{}"]);
    output.publish();
    expect(readdirSync(out).sort()).toEqual(["main.cf", "migration.json", "mine"]);
  });

  it("gives a secret table mode 0600 and keeps bytes above 127", () => {
    const out = join(mkdtempSync(join(tmpdir(), "out-")), "postfix");
    const output = opened(out);
    output.write("sasl_passwd", 0o600, ["hub user:gr\xfcn\n"]);
    output.publish();
    expect(statSync(join(out, "sasl_passwd")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(out, "sasl_passwd"))).toEqual(Buffer.from("hub user:gr\xfcn\n", "latin1"));
  });
});
