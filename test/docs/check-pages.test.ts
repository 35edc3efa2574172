import { describe, expect, it } from "vitest";
import { ckCodes } from "../../src/diagnostics/codes/ck.ts";
import { diagnosticPages } from "../support/documented-examples.ts";

describe("the pages of the CK codes", () => {
  it("are there for every code, under its title", () => {
    expect(diagnosticPages("CK").map(({ code, title }) => [code, title])).toEqual(
      Object.entries(ckCodes)
        .map(([code, { title }]) => [code, title])
        .sort(),
    );
  });
});
