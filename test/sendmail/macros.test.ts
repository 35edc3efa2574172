import { describe, expect, it } from "vitest";
import type { SendmailConfig } from "../../src/sendmail/config.ts";
import { placesOf, readCf } from "../support/cf.ts";

function value(config: SendmailConfig, name: string): string | undefined {
  return config.macros.get(name)?.value;
}

/** The rules of a ruleset as sendmail keeps them. */
function rules(config: SendmailConfig, name: string): readonly string[] {
  const set = config.rulesets.find((one) => one.name === name);
  return (set?.rules ?? []).map((rule) => {
    const expanded = config.expandedRules.get(rule);
    return `${expanded?.lhs} => ${expanded?.rhs}`;
  });
}

describe("macros", () => {
  it("are looked up when they are used, not when a D line names them (macro.c doexpand)", () => {
    const { config } = readCf("V10\nDMfoo\nDX$M-x\nDMbar\n");
    expect(value(config, "X")).toBe("bar-x");
  });

  it("have in a rule the value of the line where the rule stands", () => {
    const { config } = readCf("V10\nDMfoo\nDX<$M>\nS0\nR$M\t$X\nDMbar\nR$M\t$X\n");
    expect(rules(config, "0")).toEqual(["foo => <foo>", "bar => <bar>"]);
  });

  it("decide conditionals of a rule while it is read, and leave $&x for later", () => {
    const { config } = readCf("V10\nDMfoo\nS0\nR$?M$M$|none$.\t$?N a $| b $.$&M $&{client_name} $1 $: $$\n");
    expect(rules(config, "0")).toEqual(["foo =>  b $&M $&{client_name} $1 $: $$"]);
  });

  it("keep a dollar of a value apart from the notation", () => {
    const { config } = readCf("V10\nDPa$$1\nS0\nR$P\t$P\n");
    expect(value(config, "P")).toBe("a$1");
    expect(rules(config, "0")).toEqual(["a$$1 => a$$1"]);
  });

  it("that contain themselves stop after ten rounds, with a finding", () => {
    const { config, diagnostics } = readCf("V10\nDA$B$B\nDB$A$A\nS0\nR$A\t$B\n");
    expect(diagnostics.map((one) => one.code)).toContain("CF1081");
    expect(rules(config, "0")[0]?.length).toBeLessThan(20_000);
  });

  it("give the last definition, and name the one that it replaces", () => {
    const { config } = readCf("V10\nDSold.example\nDSnew.example\n");
    const [first, second] = config.directives.slice(1);
    expect(value(config, "S")).toBe("new.example");
    expect(first && config.superseded.get(first)).toBe(second);
  });

  it("are not replaced for good when something was made of the first value", () => {
    const { config } = readCf("V10\nDSold.example\nS0\nR$*\t$@ $S\nDSnew.example\n");
    expect(config.superseded.size).toBe(0);
  });

  it("may be written with or without braces when the name is one letter", () => {
    expect(value(readCf("V10\nD{S}hub\n").config, "S")).toBe("hub");
  });

  it("lose odd characters of their names, as sendmail drops them", () => {
    const { config, diagnostics } = readCf("V10\nD{my-host}a\n");
    expect(value(config, "myhost")).toBe("a");
    expect(placesOf(diagnostics)).toEqual(["2:2-11 CF1014"]);
  });

  it("may be set by an option line", () => {
    expect(value(readCf("V10\nOMSrelay.example\n").config, "S")).toBe("relay.example");
  });
});

describe("what sendmail knows of the machine", () => {
  it("is in $w $j $m $k $n before the file is read", () => {
    const { config } = readCf("V10\n");
    expect(["w", "j", "m", "k", "n"].map((name) => value(config, name))).toEqual([
      "mail",
      "mail.example.com",
      "example.com",
      "mail.example.com",
      "MAILER-DAEMON",
    ]);
  });

  it("is the full name in $w below level 5", () => {
    expect(value(readCf("V4\n").config, "w")).toBe("mail.example.com");
    expect(value(readCf("Dj$w\n").config, "j")).toBe("mail.example.com");
  });

  it("shortens $w where the V line stands, also a $w of the file's own", () => {
    expect(value(readCf("Dwgate.other.example\nV8\n").config, "w")).toBe("gate");
    expect(value(readCf("V8\nDwgate.other.example\n").config, "w")).toBe("gate.other.example");
  });

  it("is the delivery mode that an earlier option line set", () => {
    const { config } = readCf("V10\nO DeliveryMode=queue\nS0\nR$*\t<${deliveryMode}> <${opMode}>\n");
    expect(rules(config, "0")).toEqual(["$* => <q> <d>"]);
  });
});
