import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("names without a network", () => {
  test("relays and hosts of networks that are gone are obsolete", () => {
    const small = translated(["V5", "DBbitnet-gw.example.edu", "DUoldvax", "CV seismo ihnp4"]);
    expect([2, 3, 4].map(small.ended)).toEqual(["obsolete", "obsolete", "obsolete"]);
  });

  test("a site's own macro is what its rules make of it", () => {
    expect(translated(["V10", "DDexample.org"]).ended(2)).toBe("default");
  });
});

describe("the submission program", () => {
  test("that hands mail to this host needs nothing", () => {
    const small = translated(["V10", "D{MTAHost}[127.0.0.1]", "O UseMSP=True"]);
    expect(small.ended(2)).toBe("default");
    expect(small.main("relayhost")).toBeUndefined();
  });

  test("that hands mail to another host has it as its relay", () => {
    const small = translated(["V10", "D{MTAHost}[smtp.example.com]", "O UseMSP=True"]);
    expect(small.main("relayhost")).toBe("[smtp.example.com]");
    expect(small.ended(2)).toBe("exact");
  });
});

describe("names of the site", () => {
  test("are what its rules make of them, classes as well as macros", () => {
    const small = translated(["V10", "DGgateway.example.org", "CQone two", "OU", "Dwmail"]);
    expect([2, 3, 4, 5].map(small.ended)).toEqual(["default", "default", "default", "default"]);
  });
});

describe("trusted users", () => {
  test("are nobody's decision, also where their file is gone", () => {
    const small = translated(["V10", "Troot daemon", "Ft/etc/mail/trusted-users"]);
    expect([2, 3].map(small.ended)).toEqual(["default", "default"]);
  });
});
