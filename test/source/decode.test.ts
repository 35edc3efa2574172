import { describe, expect, it } from "vitest";
import { displayWidth, encodingOf, shownLine, shownText } from "../../src/source/decode.ts";

const bytes = (...values: number[]): string => Buffer.from(values).toString("latin1");

describe("text as a person should see it", () => {
  it("shows UTF-8 and EUC-JP as what they are", () => {
    expect(shownText(bytes(0xc3, 0xa4))).toBe("ä");
    expect(shownText(bytes(0xc6, 0xfc, 0xcb, 0xdc))).toBe("日本");
  });

  it("shows ISO-2022-JP without its escape sequences", () => {
    expect(shownText(bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42))).toBe("日本");
  });

  it("falls back to Latin-1", () => {
    expect(shownText(`gr${bytes(0xfc)}n`)).toBe("grün");
  });

  it("makes control characters visible so that a file cannot steer the terminal", () => {
    expect(shownText("a\x1b[31mb\x07\r")).toBe("a^[[31mb^G");
  });

  it("takes the encoding of the whole file where one line alone fits several", () => {
    const line = bytes(0xc3, 0xa4);
    expect(encodingOf(`${line}${bytes(0xc6, 0xfc)}`)).toBe("euc-jp");
    expect(shownText(line, "euc-jp")).toBe("辰");
  });

  it("leaves alone what is decoded already", () => expect(shownText("日本 é")).toBe("日本 é"));

  it.each([
    ["utf-8", bytes(0xe6, 0x97, 0xa5, 0xe6, 0x9c, 0xac, 0x41), 7],
    ["euc-jp", bytes(0xc6, 0xfc, 0xcb, 0xdc, 0x41), 5],
    ["shift_jis", bytes(0x93, 0xfa, 0x96, 0x7b, 0x41), 5],
    ["iso-2022-jp", bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42, 0x41), 11],
  ])("counts two columns for a kanji: %s", (encoding, line, column) => {
    expect(encodingOf(line)).toBe(encoding);
    const shown = shownLine(line);
    expect(shown.text).toBe("日本A");
    expect(displayWidth(shown.before(column))).toBe(4);
  });
});
