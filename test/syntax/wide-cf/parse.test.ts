import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWideCf } from "../../../src/syntax/wide-cf/parse.ts";

const read = (text: string) => parseWideCf({ path: "site.def", text });

/** Names, their values as far as they are plain text, and why they are not set. */
function assignments(text: string): readonly (readonly [string, string, string | undefined])[] {
  return read(text).directives.flatMap((one) =>
    one.kind === "assignment"
      ? [[one.name, one.value.map((piece) => ("text" in piece ? piece.text : `$${piece.name}`)).join(""), one.unset]]
      : [],
  );
}

describe("a definition file is read as the shell would", () => {
  it.each([
    ["A=b", "b"],
    ["A=b#c", "b#c"],
    ["A=b # c", "b"],
    ["A='b c'", "b c"],
    ["A='b \\\n c'", "b \\\n c"],
    ['A="b \\\\\n c"', "b \\\n c"],
    ['A="b \\\n c"', "b  c"],
    ['A="\\$w.\\$m"', "$w.$m"],
    ["A=b\\\nc", "bc"],
    ["A=b\\ c", "b c"],
    ["A='b'c\"d\"", "bcd"],
    ["A=", ""],
    ["A='it''s'", "its"],
    ["A=b=c", "b=c"],
    ["  A=b", "b"],
  ])("%j", (text, value) => expect(assignments(text)).toEqual([["A", value, undefined]]));

  it("reads several assignments of one line", () =>
    expect(assignments("A=1 B=2; C=3")).toEqual([
      ["A", "1", undefined],
      ["B", "2", undefined],
      ["C", "3", undefined],
    ]));

  it("does not set what stands before a command", () =>
    expect(assignments("BAD=one two")).toEqual([["BAD", "one", "command-follows"]]));

  it("lists what a condition would set", () =>
    expect(assignments("if true; then\nA=1\nfi\nB=2")).toEqual([
      ["A", "1", "conditional"],
      ["B", "2", undefined],
    ]));

  it("takes a name with blanks around = for a command", () =>
    expect(read("NAME = value").directives).toMatchObject([
      { kind: "command", name: "NAME", looksLikeAssignment: true },
    ]));

  it("keeps command substitutions as they are", () =>
    expect(
      read('A=`date +%y`\nB=$(date)\nC="x `date`"').directives.map((one) => one.kind === "assignment" && one.value),
    ).toMatchObject([
      [{ kind: "opaque", text: "`date +%y`" }],
      [{ kind: "opaque", text: "$(date)" }],
      [
        { kind: "text", text: "x " },
        { kind: "opaque", text: "`date`" },
      ],
    ]));

  it("keeps comments byte by byte, whatever their encoding", () => {
    const comments = [
      "# \xa5\xe1\xa1\xbc\xa5\xeb", // EUC-JP
      "# \x83\x81\x81[\x83\x8b\x95\\", // Shift_JIS, its last byte a backslash
      "# \x1b$B%a!<%k\x1b(B", // ISO-2022-JP, with a quote-like byte in it
    ];
    const file = read(`${comments.join("\n")}\nA=b\n`);
    expect(file.comments.map(({ text }) => text)).toEqual(comments);
    expect(file.directives).toHaveLength(1);
  });

  it("gives places by line and byte", () =>
    expect(read("A=b\n B='c \\\n d'\n").directives[1]).toMatchObject({
      span: { line: 2, column: 2, endLine: 3, endColumn: 4 },
      valueSpan: { line: 2, column: 4 },
    }));

  it("takes any bytes without a fault", () => {
    const bytes = fc.string({
      unit: fc.constantFrom(...String.raw`A=b'"\$(){};#${"`"} `, "\n", "\x81", "\xe2", "\x1b"),
    });
    fc.assert(
      fc.property(bytes, (text) => {
        for (const { span, text: written } of read(text).directives) {
          expect(written.length).toBeGreaterThan(0);
          expect(span.line).toBeGreaterThan(0);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
