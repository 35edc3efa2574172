import { describe, expect, test } from "vitest";
import { liCodes } from "../../src/diagnostics/codes/li.ts";
import { trCodes } from "../../src/diagnostics/codes/tr.ts";
import { diagnosticPages } from "../support/documented-examples.ts";
import { settingPageOutput } from "../support/setting-pages.ts";

const titles: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...liCodes, ...trCodes }).map(([code, entry]) => [code, entry.title]),
);
const codes = [...titles.keys()].filter((code) => /^(LI21|TR31)/.test(code));
const pages = [...diagnosticPages("LI21"), ...diagnosticPages("TR31")];

describe("pages about settings", () => {
  test("there is one for each code", () => {
    expect(pages.map((page) => page.code)).toEqual([...codes].sort());
  });

  test.each(pages)("$code has the title of the catalogue and an example", (page) => {
    expect(page.title).toBe(titles.get(page.code));
    expect(page.examples.length).toBeGreaterThan(0);
  });

  test.each(pages)("the example of $code is what the program says", (page) => {
    for (const example of page.examples) {
      expect(example.output).not.toBe("");
      expect(settingPageOutput(example.input, page.code)).toBe(example.output);
    }
  });
});
