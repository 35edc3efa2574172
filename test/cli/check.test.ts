import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import schema from "../../schema/check.schema.json" with { type: "json" };
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const good = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, example.com
mynetworks = 127.0.0.0/8
alias_maps = inline:{staff=joe}
`;

const tree = (main: string, more: Readonly<Record<string, string>> = {}): string =>
  scratchTree({ "etc/postfix/main.cf": main, "etc/passwd": "joe:x:1000:1000::/home/joe:/bin/sh\n", ...more });

const validate = new Ajv2020().compile(schema);

/** The JSON of a check, which its schema holds. */
function checked(...args: readonly string[]) {
  const { status, stdout, stderr } = cf2postfix(["check", ...args, "--output", "json"]);
  expect(stderr).toBe("");
  const value = JSON.parse(stdout);
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return { status, ...value };
}

const codes = (value: { diagnostics: readonly { code: string }[] }): readonly string[] =>
  value.diagnostics.map((one) => one.code);

describe("check of a Postfix directory", () => {
  it("is content with a good one", () => {
    expect(checked(tree(good))).toMatchObject({ status: 0, ok: true, diagnostics: [] });
  });

  it("names an open relay and ends with 1", () => {
    const result = checked(join(tree(`${good}smtpd_relay_restrictions = permit\n`), "etc/postfix"));
    expect(result).toMatchObject({ status: 1, ok: false });
    expect(codes(result)).toContain("PF4050");
  });

  it("ends with 1 at the severity that --fail-on names", () => {
    const path = tree(`${good}mydestinaton = x\n`);
    expect(checked(path)).toMatchObject({ status: 0, ok: true });
    expect(checked(path, "--fail-on", "warning")).toMatchObject({ status: 1, ok: false });
  });

  it("accepts what a baseline holds, and counts it", () => {
    const path = tree(`${good}mydestinaton = x\n`);
    const baseline = join(path, "baseline.json");
    cf2postfix(["check", path, "--output", `json=${baseline}`]);
    const moved = tree(`# a line\n${good}mydestinaton = x\nmynetwork = y\n`);
    const result = checked(moved, "--baseline", baseline);
    expect(result).toMatchObject({ accepted: 1, diagnostics: [{ code: "PF4010", at: { line: 8 } }] });
  });

  it("obeys the settings and the ignores in the files, and reports an ignore without effect", () => {
    const path = tree(
      `${good}# cf2postfix-ignore PF4010 -- another program reads it\nmine = x\n# cf2postfix-ignore PF4012 -- gone\n`,
      { "cf2postfix.yaml": "rules: {PF4052: off}\n" },
    );
    expect(codes(checked(path))).toEqual(["CK5001"]);
    const settings = join(path, "settings.yaml");
    const { status, stderr } = cf2postfix(["check", path, "--config", settings]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("settings.yaml") });
  });

  it("writes several outputs in one run", () => {
    const path = tree(`${good}mydestinaton = x\n`);
    const to = (name: string): string => join(path, name);
    const { stdout } = cf2postfix([
      "check",
      path,
      ...["--output", "github", "--output", `sarif=${to("a.sarif")}`, "--output", `junit=${to("a.xml")}`],
      ...["--output", `markdown=${to("a.md")}`, "--output", `text=${to("a.txt")}`],
    ]);
    expect(stdout).toMatch(/^::warning file=.*etc\/postfix\/main\.cf,line=6,col=1,/);
    for (const name of ["a.sarif", "a.xml", "a.md", "a.txt"])
      expect(readFileSync(to(name), "utf8")).toContain("PF4010");
  });

  it.each([
    [["nowhere"], 3],
    [[".", "--output", "html"], 2],
    [[".", "--fail-on", "hint"], 2],
    [["fixtures", "--expect", "nowhere.yaml"], 3],
  ])("ends with a code of its own for %j", (args, status) => {
    expect(cf2postfix(["check", ...args]).status).toBe(status);
  });
});
