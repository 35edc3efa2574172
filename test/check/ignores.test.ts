import { describe, expect, it } from "vitest";
import { applyFindingRules } from "../../src/check/ignores.ts";
import { diagnose } from "../../src/diagnostics/diagnostic.ts";
import { lineSpan } from "../../src/source/source-file.ts";

const finding = (line: number) => diagnose("LI2001", lineSpan("a.cf", line), "what is this");

describe("ignoring findings", () => {
  it("hides a finding of the line below a written ignore, and only there", () => {
    const file = { path: "a.cf", text: "# cf2postfix-ignore LI2001 -- a vendor's line\nZone\nZtwo\n" };
    expect(applyFindingRules([finding(2), finding(3)], [file], {}).map((one) => one.at?.line)).toEqual([3]);
  });

  it("hides a finding of its own line in a .mc", () => {
    const file = { path: "a.cf", text: "FEATURE(x)dnl cf2postfix-ignore LI2001 -- known\n" };
    expect(applyFindingRules([finding(1)], [file], {})).toEqual([]);
  });

  it("reports an ignore without effect at its place", () => {
    const file = { path: "a.cf", text: "# cf2postfix-ignore LI2001 -- gone\n" };
    expect(applyFindingRules([], [file], {})).toMatchObject([{ code: "CK5001", at: { file: "a.cf", line: 1 } }]);
  });

  it("turns findings off, or gives them another severity, by the settings", () => {
    expect(applyFindingRules([finding(1)], [], { rules: { LI2001: "off" } })).toEqual([]);
    expect(applyFindingRules([finding(1)], [], { rules: { LI2001: "error" } })).toMatchObject([{ severity: "error" }]);
  });

  it("ignores by path pattern", () => {
    const settings = { ignore: [{ code: "LI2001", path: "*.cf", reason: "old" }] };
    expect(applyFindingRules([finding(1)], [], settings)).toEqual([]);
  });
});
