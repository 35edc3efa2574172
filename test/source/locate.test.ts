import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { locateSource } from "../../src/source/locate.ts";

function tree(...files: string[]): string {
  const top = mkdtempSync(join(tmpdir(), "locate-"));
  for (const file of files) {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), "V10/Berkeley\n");
  }
  return top;
}

const located = (source: string, root?: string) => {
  const result = locateSource(source, root);
  if (!result.ok) throw new Error(result.reason);
  return result.source;
};

describe("finding the configuration of a site", () => {
  it("takes the .cf of a site root because it is what runs, and names the .mc beside it", () => {
    const top = tree("etc/mail/sendmail.mc", "etc/mail/sendmail.cf", "etc/mail/submit.cf");
    const source = located(top);
    expect(source.main).toMatchObject({ kind: "cf", shown: "etc/mail/sendmail.cf" });
    expect(source.others.map((file) => file.shown)).toEqual(["etc/mail/sendmail.mc"]);
    expect(source.submission?.shown).toBe("etc/mail/submit.cf");
    expect(source.site.root).toBe(top);
  });

  it("accepts etc/mail itself and sees the root above it", () => {
    const top = tree("etc/mail/sendmail.cf");
    const source = located(join(top, "etc/mail"));
    expect(source.site.root).toBe(top);
    expect(source.main.shown).toBe("etc/mail/sendmail.cf");
  });

  it.each(["etc/sendmail.cf", "usr/lib/sendmail.cf", "usr/ucblib/sendmail.cf"])("knows the old place %s", (place) => {
    const top = tree(place, "etc/passwd");
    expect(located(top).main.shown).toBe(place);
  });

  it("sees the root above a file that lies in etc/mail", () => {
    const top = tree("etc/mail/sendmail.cf");
    const source = located(join(top, "etc/mail/sendmail.cf"));
    expect(source.site.root).toBe(top);
    expect(source.readsThisMachine).toBe(false);
  });

  it("says that a lone file without --root reads this machine's own files", () => {
    const top = tree("old.cf");
    const source = located(join(top, "old.cf"));
    expect(source.readsThisMachine).toBe(true);
    expect(source.main.shown).toBe("old.cf");
  });

  it("looks paths up below --root whatever the file's own place", () => {
    const top = tree("old.cf");
    const root = tree("etc/hostname");
    expect(located(join(top, "old.cf"), root).site.root).toBe(root);
  });

  it("answers a missing path and a directory without configuration with a reason", () => {
    expect(locateSource("/nonexistent/sendmail.cf", undefined)).toMatchObject({
      ok: false,
      reason: "no such file or directory",
    });
    expect(locateSource(tree("readme"), undefined)).toMatchObject({ ok: false });
  });
});
