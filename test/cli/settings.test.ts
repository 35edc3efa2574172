import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/cli/settings-file.ts";

describe("the settings file", () => {
  it("reads rules, ignores and facts", () => {
    const text =
      "rules: {LI2001: off}\nignore:\n  - {code: TR3001, reason: known}\nfacts: {hostname: mail.example.com}\n";
    expect(parseSettings(text, "cf2postfix.yaml")).toMatchObject({
      ok: true,
      settings: { facts: { hostname: "mail.example.com" } },
    });
  });

  it("says file, line and column of a wrong value", () => {
    expect(parseSettings("rules:\n  LI2001: loud\n", "s.yaml")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^s\.yaml:2:11 /),
    });
  });

  it("says file, line and column of a YAML error", () => {
    expect(parseSettings("a: [1\n", "s.yaml")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^s\.yaml:\d+:\d+ /),
    });
  });
});
