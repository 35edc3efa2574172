import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultOf, optionEntries, optionNamed } from "../../src/sendmail/catalogue/options.ts";
import { boolValue, intValue, listValue, octalValue, timeValue } from "../../src/sendmail/option-values.ts";
import { placesOf, readCf } from "../support/cf.ts";

function options(text: string): Record<string, string> {
  return Object.fromEntries([...readCf(text).config.options].map(([name, option]) => [name, option.value]));
}

describe("options", () => {
  it.each([
    ["OA/etc/aliases", { AliasFile: "/etc/aliases" }],
    ["Oo", { OldStyleHeaders: "true" }],
    ["OoFalse", { OldStyleHeaders: "false" }],
    ["O7yes", { SevenBitInput: "true" }],
    ["O MEtoo=n", { MeToo: "false" }],
    ["O MeToo", { MeToo: "true" }],
    ["OT3d/4h", { "Timeout.queuereturn": "3d", "Timeout.queuewarn": "4h" }],
    ["OT3d", { "Timeout.queuereturn": "3d" }],
    ["Ob100/2000000", { MinFreeBlocks: "100", MaxMessageSize: "2000000" }],
    ["O Timeout.queuereturn.non-urgent=7d", { "Timeout.queuereturn.non-urgent": "7d" }],
    ["O Timeout.QUEUEWARN.*=4h", { "Timeout.queuewarn": "4h" }],
    ["O Timeout=mail=5m,rcpt:1h", { "Timeout.mail": "5m", "Timeout.rcpt": "1h" }],
    ["O Milter.macros.connect=j, _", { "Milter.macros.connect": "j, _" }],
    ['O SmtpGreetingMessage=$j "x" \\n', { SmtpGreetingMessage: "$j x \n" }],
    ["O CACertFile=/etc/$m/ca", { CACertFile: "/etc/example.com/ca" }],
    ["O HelpFile=/etc/$m/help", { HelpFile: "/etc/$m/help" }],
    ["O Other.thing=1", { "Other.thing": "1" }],
  ])("reads %s", (text, expected) => {
    expect(options(text)).toEqual(expected);
  });

  it("takes one old number for six timeouts", () => {
    expect(options("Or2h")).toEqual({
      "Timeout.mail": "2h",
      "Timeout.rcpt": "2h",
      "Timeout.datainit": "2h",
      "Timeout.datablock": "2h",
      "Timeout.datafinal": "2h",
      "Timeout.command": "2h",
    });
  });

  it("lets the last line count, and gathers where sendmail gathers", () => {
    const { config } = readCf(
      "V10\nOL9\nO LogLevel=14\nO DaemonPortOptions=Name=MTA\nO DaemonPortOptions=Port=587, Name=MSA\nOpauthwarnings\nO PrivacyOptions=noexpn,novrfy\n",
    );
    const [, first, second] = config.directives;
    expect(config.options.get("LogLevel")?.value).toBe("14");
    expect(first && config.superseded.get(first)).toBe(second);
    expect(config.superseded.size).toBe(1);
    expect(config.options.get("DaemonPortOptions")?.values).toEqual(["Name=MTA", "Port=587, Name=MSA"]);
    expect(config.options.get("PrivacyOptions")?.value).toBe("authwarnings,noexpn,novrfy");
  });

  it("lets a later timeout for all kinds of mail cover the one for a kind", () => {
    const { config } = readCf("V10\nO Timeout.queuewarn.urgent=1h\nO Timeout.queuewarn=4h\n");
    expect(config.options.has("Timeout.queuewarn.urgent")).toBe(false);
    expect(config.superseded.size).toBe(1);
  });

  it("keeps a line that set two things until both are set anew", () => {
    const { config } = readCf("V10\nOT5d/4h\nO Timeout.queuewarn=1d\n");
    expect(config.superseded.size).toBe(0);
    expect(readCf("V10\nOT5d/4h\nO Timeout.queuewarn=1d\nO Timeout.queuereturn=5d\n").config.superseded.size).toBe(1);
  });

  it.each([
    ["O Timeo.mail=5m", "1:3-13 CF1051"],
    ["O Auth=x", "1:3-7 CF1052"],
    ["O NoSuchThing=x", "1:3-14 CF1050"],
    ["O  MeToo=x", "1:3-9 CF1050"],
    ["O=x", "1:2-3 CF1050"],
    ["O =x", "1:2-5 CF1053"],
    ["O", "1:2-3 CF1053"],
    ["ONlocal", "1:2-3 CF1054"],
    ["O AutoRebuildAliases", "1:3-21 CF1054"],
    ["O Timeout.nothing=5m", "1:3-18 CF1055"],
    ["O PrivacyOptions=goaway,noexpm", "1:18-31 CF1056"],
    ["O DeliveryMode=never", "1:16-21 CF1056"],
    ["O QueueSortOrder=alphabet", "1:18-26 CF1056"],
    ["O NoRecipientAction=nothing", "1:21-28 CF1056"],
  ])("complains of %s", (text, place) => {
    expect(placesOf(readCf(text).diagnostics)).toEqual([place]);
  });
});

describe("option values", () => {
  it("are true when empty or when they begin with t or y (util.c atobool)", () => {
    expect(["", "t", "True", "yes", "Y"].map(boolValue)).toEqual([true, true, true, true, true]);
    expect(["1", "on", "false", "no"].map(boolValue)).toEqual([false, false, false, false]);
  });

  it.each([
    ["5", "m", 300],
    ["5m", "d", 300],
    ["1d12h", "s", 129600],
    ["2w", "s", 1209600],
    ["0", "d", 0],
    ["now", "d", "now"],
    ["-1h", "s", -3600],
    ["3x", "h", 10800],
    ["", "h", 0],
  ] as const)("reads the time %s with unit %s", (text, unit, seconds) => {
    expect(timeValue(text, unit)).toBe(seconds);
  });

  it("read numbers as atoi and modes as octal", () => {
    expect(["12", " 7x", "x", "-3"].map(intValue)).toEqual([12, 7, 0, -3]);
    expect(["0600", "644", "9"].map(octalValue)).toEqual([0o600, 0o644, 0]);
    expect(listValue("a, b c,,d")).toEqual(["a", "b", "c", "d"]);
  });

  it("never fail", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof boolValue(text)).toBe("boolean");
        expect(intValue(text)).not.toBeNaN();
        expect(octalValue(text)).not.toBeNaN();
        expect(timeValue(text, "h")).not.toBeNaN();
      }),
    );
  });
});

describe("the catalogue of options", () => {
  it("has a letter and a name once only, and a sentence for each", () => {
    const entries = optionEntries();
    const letters = entries.flatMap((entry) => entry.letter ?? []);
    expect(new Set(letters).size).toBe(letters.length);
    expect(new Set(entries.map((entry) => entry.name.toLowerCase())).size).toBe(entries.length);
    for (const entry of entries) expect(entry.meaning).toMatch(/^[A-Z$:].*\.$/);
  });

  it("has a unit for every time, and a default that its reader takes", () => {
    for (const entry of optionEntries()) {
      expect(entry.unit !== undefined).toBe(entry.type === "time");
      if (entry.type === "bool") expect(["true", "false"]).toContain(entry.default);
    }
  });

  it("knows defaults that depend on the level", () => {
    const colon = optionNamed("ColonOkInAddr");
    const operators = optionNamed("operatorchars");
    expect(colon && [5, 6].map((level) => defaultOf(colon, level).value)).toEqual(["true", "false"]);
    expect(operators && [6, 7].map((level) => defaultOf(operators, level).macro)).toEqual(["o", undefined]);
  });
});
