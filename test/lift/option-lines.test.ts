import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optionEntries } from "../../src/sendmail/catalogue/options.ts";
import { translated } from "../support/small-cf.ts";

// Aliases are tables; a part of Timeout or Milter that does not exist is not understood, and stays so.
const elsewhere = new Set(["AliasFile", "MacroDefinition", "Milter", "Timeout"]);
const names = optionEntries()
  .map((entry) => entry.name)
  .filter((name) => !elsewhere.has(name));
const value = fc
  .oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom("", "true", "False", "0", "-1", "5m", "1w2d", "now", "$w", "a=b, c", "/etc/x", "[127.0.0.1]:25"),
  )
  .map((text) => text.replace(/[\r\n\0]/g, ""));

describe("any value of any option", () => {
  test("is claimed, and breaks nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, text) => {
        const small = translated(["V10/Berkeley", `O ${name}=${text}`]);
        return small.ended(2) !== undefined;
      }),
      { numRuns: 1500 },
    );
  });

  test.each(["$/", "hesiod", "@udb.example", "/etc/udb, hesiod", ""])(
    "is claimed where the user database is %j, a file or not",
    (spec) => {
      expect(translated(["V10/Berkeley", `O UserDatabaseSpec=${spec}`]).ended(2)).toBeDefined();
    },
  );

  test("never puts a line end into a parameter", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, text) => {
        const { translation } = translated(["V10/Berkeley", `O ${name}=${text}`]);
        return translation.config.parameters.every((parameter) => !/[\r\n]/.test(parameter.value));
      }),
      { numRuns: 500 },
    );
  });
});
