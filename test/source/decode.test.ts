import { describe, expect, it } from "vitest";
import { shownText } from "../../src/source/decode.ts";

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
});
