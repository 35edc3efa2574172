import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cf2postfix } from "../support/cli.ts";

const work = mkdtempSync(join(tmpdir(), "cf2postfix-second-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Answer {
  readonly directives: readonly { readonly file: string; readonly disposition: string; readonly note: string }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly suggestions: readonly { readonly text?: string }[];
  }[];
}

const main = "OSTYPE(`linux')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n";

/** Converts a site of these files of etc/mail, without the m4 library. */
function convert(name: string, files: Readonly<Record<string, string>>): Answer {
  const root = join(work, name);
  mkdirSync(join(root, "etc/mail"), { recursive: true });
  writeFileSync(join(root, "etc/hostname"), "mail.example.com\n");
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, "etc/mail", file), text);
  return JSON.parse(cf2postfix(["convert", root, "--cf-dir", "none", "--no-verify", "--format", "json"]).stdout);
}

function submission(name: string, submit: string, file = "submit.mc"): readonly string[] {
  const { directives } = convert(name, { "sendmail.mc": main, [file]: submit });
  return directives.filter((one) => one.file === `etc/mail/${file}`).map((one) => `${one.disposition}: ${one.note}`);
}

describe("the submission program's configuration beside the server's", () => {
  it("becomes Postfix's own pickup where it hands mail to this host", () => {
    expect(submission("here", "FEATURE(`msp', `[127.0.0.1]')dnl\n")).toEqual([
      expect.stringMatching(/^default: .*\[127\.0\.0\.1\]\. Postfix's own sendmail\(1\) and pickup\(8\) do that/),
    ]);
    expect(submission("cf", "V10/Berkeley\nD{MTAHost}localhost\nO UseMSP=True\n", "submit.cf")).toEqual([
      expect.stringMatching(/^default: .*localhost\. Postfix's own/),
    ]);
  });

  it("is a person's where it hands mail to another host", () => {
    expect(submission("away", "FEATURE(`msp', `hub.example.com')dnl\n")).toEqual([
      expect.stringMatching(/^manual: .* went to hub\.example\.com, past this host's own server/),
    ]);
  });

  it("is a person's where it alone changes senders", () => {
    expect(submission("masked", "MASQUERADE_AS(`shown.example')dnl\nFEATURE(`msp')dnl\n")).toEqual([
      expect.stringMatching(/^manual: .*senders are shown at shown\.example, here as they are/),
    ]);
  });

  it("is the .cf where both lie there", () => {
    const { directives } = convert("both", {
      "sendmail.mc": main,
      "submit.mc": "FEATURE(`msp')dnl\n",
      "submit.cf": "V10/Berkeley\nD{MTAHost}[localhost]\nO UseMSP=True\n",
    });
    const ends = directives.filter(({ file }) => file.includes("submit")).map((one) => [one.file, one.disposition]);
    expect(ends).toEqual([
      ["etc/mail/submit.cf", "default"],
      ["etc/mail/submit.mc", "obsolete"],
    ]);
  });
});

describe("a .mc beside the .cf that runs", () => {
  it("is compared with it, and the report says where they differ", () => {
    const { diagnostics } = convert("beside", {
      "sendmail.cf": "V10/Berkeley\nDSold.example.com\nO MaxHopCount=20\n",
      "sendmail.mc": `define(\`confMAX_HOP', \`30')dnl\n${main}`,
    });
    const finding = diagnostics.find(({ code }) => code === "LI2003");
    const texts = finding?.suggestions.map(({ text }) => text) ?? [];
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.at(-1)).toMatch(/^name etc\/mail\/sendmail\.mc itself to convert it/);
    expect(texts.some((text) => / in the \.cf, .* by the \.mc$/.test(text ?? ""))).toBe(true);
  });
});
