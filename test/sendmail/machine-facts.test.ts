import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { machineFacts } from "../../src/sendmail/machine-facts.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function hostOf(cf: string, files: Readonly<Record<string, string>> = {}, told: readonly [string, string][] = []) {
  const root = mkdtempSync(join(tmpdir(), "cf2postfix-machine-"));
  roots.push(root);
  mkdirSync(join(root, "etc"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  const site = openSite(root);
  const { ast } = parseCf({ path: "sendmail.cf", text: cf });
  const { facts } = readSendmailConfig(ast, site, machineFacts(new Map(told), site)).config;
  return `${facts.hostname}${facts.hostnameAssumed ? " (assumed)" : ""}`;
}

describe("the machine's own name", () => {
  it("is what was told, else etc/hostname with the domain of etc/hosts", () => {
    const files = { "etc/hostname": "mail\n", "etc/hosts": "192.0.2.1 mail.site.example mail\n" };
    expect(hostOf("V10\n", files, [["hostname", "mx.told.example"]])).toBe("mx.told.example");
    expect(hostOf("V10\n", files)).toBe("mail.site.example");
  });

  it("is taken from Dj where nobody tells it, when Dj is a whole name", () => {
    expect(hostOf("V10\nDjmail.site.example\n")).toBe("mail.site.example (assumed)");
    expect(hostOf("V10\nDj$w.site.example\n")).toBe("localhost.localdomain (assumed)");
    expect(hostOf("V10\nDjmail.site.example\n", { "etc/hostname": "other.example\n" })).toBe("other.example");
  });
});
