import { describe, expect, it } from "vitest";
import { fold, spanOf } from "../../../src/syntax/sendmail-cf/fold.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { directivesOf, placesOf } from "../../support/cf.ts";

function values(text: string): (string | undefined)[] {
  return directivesOf(text).map((line) => (line.kind === "macro" ? line.value.text : line.kind));
}

describe("folding as sendmail does (util.c fgetfolded, readcf.c translate_dollars)", () => {
  it("joins lines that begin with a blank or tab, and keeps the line end", () => {
    expect(values("DXone\n two\n\tthree\nDYfour")).toEqual(["one\n two\n\tthree", "four"]);
  });

  it("takes CR LF for LF and any other CR for a character", () => {
    expect(values("DXone\r\n two\r\nDYfo\rur\r\n")).toEqual(["one\n two", "fo\rur"]);
  });

  it("continues a comment, so that an indented control line below it is lost", () => {
    const { ast } = parseCf({ path: "x", text: "# comment\n DXlost\nDYkept\n" });
    expect(ast.lines.map((line) => line.kind)).toEqual(["comment", "macro"]);
  });

  it("cannot continue an empty line", () => {
    const { ast, diagnostics } = parseCf({ path: "x", text: "DXone\n\n two\n" });
    expect(ast.lines.map((line) => line.kind)).toEqual(["macro", "broken"]);
    expect(placesOf(diagnostics)).toEqual(["2:1-5 CF1011"]);
  });

  it("takes an empty line before a line of blanks for an unknown one, as sendmail does", () => {
    expect(parseCf({ path: "x", text: "DXone\n\n   \nDYtwo\n" }).diagnostics.map((one) => one.code)).toEqual([
      "CF1011",
    ]);
  });

  it("begins a comment at any # from level 3 on, even inside a word", () => {
    expect(values("V10\nDXa # b\nDYa#b\n")).toEqual(["version", "a", "a"]);
    expect(values("V2\nDXa # b\n")).toEqual(["version", "a # b"]);
    expect(values("DXa # b\n")).toEqual(["a # b"]);
  });

  it("keeps \\# as #, and # after a dollar", () => {
    expect(values("V10\nDXa\\#b $# c\n")).toEqual(["version", "a#b $# c"]);
  });

  it("ends a comment with its physical line when the control line goes on", () => {
    expect(values("V10\nDXone # first\n\ttwo # second\n")).toEqual(["version", "one\n\ttwo"]);
  });

  it("takes $$# for a dollar and a comment", () => {
    expect(values("V10\nDX$$# a\n")).toEqual(["version", "$$"]);
  });

  it("ends the line at a NUL byte and says so", () => {
    const { ast, diagnostics } = parseCf({ path: "x", text: "DXone\0two\nDYthree\n" });
    expect(ast.lines[0]).toMatchObject({ kind: "macro", value: { text: "one" } });
    expect(placesOf(diagnostics)).toEqual(["1:6-7 CF1004"]);
  });

  it("keeps EUC-JP, ISO-2022-JP and Latin-1 bytes", () => {
    const text = "# \xc6\xfc\xcb\xdc\nDX\x1b$BF|K\\\x1b(B\nDYcaf\xe9\n";
    expect(values(text)).toEqual(["\x1b$BF|K\\\x1b(B", "caf\xe9"]);
  });

  it("remembers where each piece stands, behind comments, escapes and line ends", () => {
    const folded = fold("x.cf", 7, "DXab \\# c # gone\r\n\tde # gone too\n fg", 10);
    expect(folded.text).toBe("DXab # c\n\tde\n fg");
    const placeOf = (piece: string): string => {
      const at = folded.text.indexOf(piece);
      const span = spanOf(folded, at, at + piece.length);
      return `${span.line}:${span.column}-${span.endLine}:${span.endColumn}`;
    };
    expect(placeOf("ab")).toBe("7:3-7:5");
    expect(placeOf("# c")).toBe("7:7-7:10");
    expect(placeOf("de")).toBe("8:2-8:4");
    expect(placeOf("fg")).toBe("9:2-9:4");
    expect(placeOf("c\n\tde\n fg")).toBe("7:9-9:4");
  });

  it("folds a long line of comments and escapes in no time", () => {
    const escapes = fold("x", 1, `D${"a\\#".repeat(200_000)}`, 10);
    expect(escapes.text).toHaveLength(400_001);
    const comments = fold("x", 1, `D${`${" ".repeat(50)}# c\n\t`.repeat(20_000)}`, 10);
    expect(comments.text).toBe("D");
  });
});

describe("files that are no configuration", () => {
  it("says once that a file is binary, and keeps it", () => {
    const text = `\x7fELF\x02\x01\x01${"\0".repeat(500)}text\n`.repeat(3);
    const { ast, diagnostics } = parseCf({ path: "x", text });
    expect(diagnostics.map((one) => one.code)).toEqual(["CF1002"]);
    expect(ast.lines.map((line) => line.raw).join("")).toBe(text);
  });

  it("reads a text with one stray NUL", () => {
    expect(parseCf({ path: "x", text: `${"DXa\n".repeat(50)}DY\0\n` }).ast.lines).toHaveLength(51);
  });

  it("does not read a control line of more than a megabyte, and reads the others", () => {
    const text = `DXa\nCw${" host.example".repeat(200_000)}\nDYb\n`;
    const { ast, diagnostics } = parseCf({ path: "x", text });
    expect(ast.lines.map((line) => line.kind)).toEqual(["macro", "broken", "macro"]);
    expect(placesOf(diagnostics)).toEqual(["2:1-2 CF1003"]);
  });

  it("has no lines where there are no bytes", () => {
    expect(parseCf({ path: "x", text: "" })).toMatchObject({ ast: { lines: [] }, diagnostics: [] });
  });
});
