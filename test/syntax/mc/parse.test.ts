import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMc } from "../../../src/syntax/mc/parse.ts";

const read = (text: string) => parseMc({ path: "test.mc", text });
const shown = (text: string) =>
  read(text).directives.map((one) =>
    one.kind === "call"
      ? `${one.span.line} ${one.name}(${one.args.map((arg) => arg.text).join("|")})`
      : `${one.span.line} ${one.section ?? "-"}: ${one.text}`,
  );

describe("a .mc file is read as its directives", () => {
  it("calls at top level, with quoted and nested arguments", () => {
    const text =
      "OSTYPE(`linux')dnl\ndefine(`confX', `a, b')dnl\nFEATURE(`dnsbl', ``list.example'', `\"550 \"$&{x}(y)')\n";
    expect(shown(text)).toEqual([
      "1 OSTYPE(linux)",
      "2 define(confX|a, b)",
      '3 FEATURE(dnsbl|`list.example\'|"550 "$&{x}(y))',
    ]);
  });

  it("a call over several lines keeps its first line, and its end", () => {
    const [call] = read("define(`confX',\n  `1'\n)dnl\n").directives;
    expect(call?.span).toEqual({ file: "test.mc", line: 1, column: 1, endLine: 3, endColumn: 2 });
  });

  it("what dnl takes away is a comment, calls in it included", () => {
    const file = read("dnl FEATURE(`nouucp')\nFEATURE(`smrsh')dnl FEATURE(`msp')\n");
    expect(file.directives.map((one) => one.text)).toEqual(["FEATURE(`smrsh')"]);
    expect(file.comments.map((one) => one.text)).toEqual(["dnl FEATURE(`nouucp')", "dnl FEATURE(`msp')"]);
  });

  it("lines of a LOCAL_ section are raw cf lines, continuation lines belong to the line before", () => {
    const text = "LOCAL_CONFIG\n# why\nCwa.example b.example\nKx hash\n\t/etc/x\nLOCAL_RULE_0\nR$*\t$: $1\n";
    expect(shown(text)).toEqual([
      "1 LOCAL_CONFIG()",
      "3 LOCAL_CONFIG: Cwa.example b.example",
      "4 LOCAL_CONFIG: Kx hash\n\t/etc/x",
      "6 LOCAL_RULE_0()",
      "7 LOCAL_RULE_0: R$*\t$: $1",
    ]);
  });

  it("text that is diverted to nowhere is a comment, calls in it are not", () => {
    expect(shown("divert(-1)\nCopyright, all rights\nFEATURE(`smrsh')\ndivert(0)\nDMx\n")).toEqual([
      "1 divert(-1)",
      "3 FEATURE(smrsh)",
      "4 divert(0)",
      "5 -: DMx",
    ]);
  });

  it("macros inside a raw line are part of it", () => {
    expect(shown("LOCAL_CONFIG\nDj`'confHOST.len(`x').$m\n").at(-1)).toBe("2 LOCAL_CONFIG: Dj`'confHOST.len(`x').$m");
  });

  it("a name that the file defines is a call", () => {
    expect(shown("define(`OURS', `FEATURE(`smrsh')')dnl\nOURS\n")).toEqual([
      "1 define(OURS|FEATURE(`smrsh'))",
      "2 OURS()",
    ]);
  });

  it("an unfinished call or string reaches to the end", () => {
    expect(shown("FEATURE(`smrsh'\nMAILER(`local')\n")).toHaveLength(1);
    expect(shown("FEATURE(`smrsh)\nMAILER(`local')\n")).toHaveLength(1);
  });

  it("any text is read, and directives lie in it in order", () => {
    const parts = fc.constantFrom(
      "define(",
      "`",
      "'",
      ")",
      "(",
      ",",
      "\n",
      "dnl ",
      "LOCAL_CONFIG\n",
      "Cwx",
      "#",
      " ",
      "ÿ",
      "divert(-1)",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 80 }), (words) => {
        const text = words.join("");
        let end = 0;
        for (const one of read(text).directives) {
          expect(one.from).toBeGreaterThanOrEqual(end);
          expect(text.slice(one.from, one.to)).toBe(one.text);
          end = one.to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("ten thousand opening quotes cost no stack", () => {
    expect(read("`".repeat(10_000)).directives).toHaveLength(1);
    expect(read(`f(${"(".repeat(10_000)}`).directives).toHaveLength(1);
  });
});
