import { describe, expect, it } from "vitest";
import type { RuleTest } from "../../../src/sendmail/ruleset/engine.ts";
import { engineOver } from "./engine-of-text.ts";

const cf = `V10/Berkeley
C{Local}sales.example hub
Kroutes hash /etc/routes
Stest
R$+ . $={Local}	class $2
R$~{Local} at $+	$: $( routes $2 $: none $)
R one two	$: fired
`;

/** Tests of a run, written short: what looked at which tokens, `+` for a hit. */
function testsOf(text: string): readonly string[] {
  const seen: string[] = [];
  const shown = (test: RuleTest): string => {
    const mark = test.hit ? "+" : "-";
    switch (test.kind) {
      case "literal":
        return `${mark}${test.rule.line} literal ${test.wanted}: ${test.seen}`;
      case "class":
        return `${mark}${test.rule.line} ${test.negated ? "no " : ""}${test.className}: ${test.seen}`;
      case "count":
        return `${mark}${test.rule.line} ${test.workspace} ${test.seen}`.trimEnd();
      case "map":
        return `${mark} map ${test.map}: ${test.key} = ${test.value ?? "none"}`;
      default:
        return `${mark} macro ${test.macro}: ${test.seen}`;
    }
  };
  const observer = {
    test: (test: RuleTest) => void seen.push(shown(test)),
    fired: (rule: { readonly line: number }) => void seen.push(`fired ${rule.line}`),
  };
  engineOver(cf, { "/etc/routes": "far there\n" }).run(["test"], text, { observer });
  return seen;
}

describe("an observer", () => {
  it("sees the phrase that was in a class, and the tokens that were not", () => {
    expect(testsOf("ann . sales.example")).toEqual(
      expect.arrayContaining(["+5 literal .: .", "+5 Local: sales.example", "fired 5"]),
    );
    expect(testsOf("ann . nowhere")).toContain("-5 Local: nowhere");
  });

  it("sees the keys that maps are asked and their answers", () => {
    expect(testsOf("ann at far")).toEqual(expect.arrayContaining(["+6 no Local: ann", "+ map routes: far = there"]));
    expect(testsOf("ann at near")).toContain("- map routes: near = none");
  });

  it("sees words that were not those of the rule, and workspaces that are too short or too long", () => {
    expect(testsOf("one three")).toContain("-7 literal two: three");
    expect(testsOf("one")).toContain("-7 short");
    expect(testsOf("one two three")).toContain("-7 long three");
  });
});
