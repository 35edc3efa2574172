import { describe, expect, it } from "vitest";
import { engineOver, smallCf } from "./engine-of-text.ts";

const head = "V10/Berkeley\nMlocal, P=/bin/m, F=lA, S=0, R=0, A=m $u\n";
const said = (cf: string, ruleset: string, text = "a"): readonly string[] =>
  engineOver(head + cf)
    .run([ruleset], text)
    .messages.map((message) => message.text);

describe("nothing that a configuration or an address holds keeps the engine busy", () => {
  it("leaves a rule that never stops matching after 100 tries", () => {
    expect(said("Sx\nR$*\t$1 x\n", "x")).toEqual(["Infinite loop in ruleset x, rule 1"]);
  });

  it("stops at 50 levels of a ruleset that calls itself", () => {
    expect(said("Sx\nR$*\t$: $>x $1\n", "x")).toEqual(["rewrite: excessive recursion (max 50), ruleset x"]);
  });

  it("gives up, with the place, on rulesets that call each other in ever more ways", () => {
    const messages = said("Sx\nR$*\t$: $>x $1\nR$*\t$: $>x $1\n", "x");
    expect(messages.at(-1)).toMatch(/given up after 100000 rules/);
  });

  it("finds at once that nine wildcards do not match a thousand tokens", () => {
    const engine = engineOver(`${head}Sx\nR$* a $* a $* a $* a $* a $* a $* a $* a $* b\tno\n`);
    const run = engine.run(["x"], `${"a.".repeat(480)}a`);
    expect(run.status).toBe(0);
  });

  it("refuses addresses of 10,000 characters and of 5,000 tokens as sendmail does", () => {
    const engine = engineOver(smallCf);
    expect(engine.resolve(`${"x".repeat(10_000)}@example.net`).error?.text).toMatch(/too long/i);
    expect(engine.resolve("a.".repeat(5000)).error?.text).toMatch(/too (long|many)/i);
  });

  it("goes on after broken rules, unknown rulesets and missing maps", () => {
    expect(said("Sx\nR$*\t$: $9\n", "x")).toEqual(["rewrite: ruleset x: replacement $9 out of bounds"]);
    expect(said("Sx\nR$*\t$: $>nowhere $1\n", "x")).toEqual(["Unknown ruleset nowhere"]);
    expect(said("Sx\nR$*\t$: $(none $1 $: d $)\n", "x")).toEqual(["rewrite: map none not found"]);
    expect(said("Kt hash /etc/none\nSx\nR$*\t$: $(t $1 $: d $)\n", "x")).toEqual([
      'hash map "t": missing map file /etc/none.db: No such file or directory',
    ]);
  });

  it("takes any bytes for a configuration", () => {
    for (const text of [
      "",
      "R",
      "S",
      "K",
      "M",
      "D{",
      "R$*\t$(",
      "S3\nR\t\nR$=\t$>",
      "\0\xff\x85",
      "V99999999999999999999\n",
    ]) {
      expect(() => engineOver(text).resolve("a@b")).not.toThrow();
    }
  });
});
