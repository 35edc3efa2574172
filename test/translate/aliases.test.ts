import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows } from "../support/address-site.ts";

const aliases = (text: string, lines: readonly string[] = []) =>
  addressSite(["O AliasFile=/etc/aliases", ...lines], { "etc/aliases": text });

describe("aliases", () => {
  test("a file that both programs read alike stays where it is", () => {
    const site = aliases("# people\nroot: anna,\n\tbert\nlist: :include:/etc/list\n");
    expect(site.main("alias_maps")).toBe("hash:/etc/aliases");
    expect(rows(site, "aliases")).toBeUndefined();
  });

  test("an indented comment continues the entry before it: the file is written anew", () => {
    const site = aliases("a: anna\n\t# closed\nb: bert\n");
    expect(site.main("alias_maps")).toBe("hash:$config_directory/aliases");
    expect(rowEnded(site, "etc/aliases", 1)).toBe("approximate");
  });

  test("of two entries with one name the later counts", () => {
    const site = aliases("a: anna\na: bert\n");
    expect(rows(site, "aliases")).toEqual(["a bert"]);
    expect(rowEnded(site, "etc/aliases", 1)).toBe("obsolete");
  });

  test("any extension of a name is a pattern", () => {
    const site = aliases("b: anna\nb+*: bert\n");
    expect(rows(site, "aliases_extensions")).toEqual(["/^b\\+/ bert"]);
  });

  test("loops lose what leads back when somebody else is there", () => {
    const site = aliases("hen: egg, anna\negg: hen\n");
    expect(rows(site, "aliases")).toEqual(["hen anna", "egg anna"]);
  });

  test("a loop of nobody is a finding, and stays", () => {
    const site = aliases("ping: pong\npong: ping\n");
    expect(site.findings.filter((one) => one.code === "TR3062")).toHaveLength(2);
  });

  test("several owners keep owner-LIST as the sender of the list", () => {
    const site = aliases("board: anna\nowner-board: anna, bert\n");
    expect(site.main("expand_owner_alias")).toBe("yes");
    expect(rows(site, "aliases")).toContain("owner-board owner-board@mail.example.com");
    expect(rows(site, "list_owners")).toEqual(["owner-board anna, bert"]);
  });

  test("a local mailer without F=| runs no programs", () => {
    const site = addressSite(["Mlocal, P=/bin/mail, F=lsDFMAw5:/@qPrmn9, S=10, R=20, A=mail -d $u"]);
    expect(site.main("allow_mail_to_commands")).toBe("");
    expect(aliases("a: b\n").main("allow_mail_to_commands")).toBe("alias, forward, include");
  });

  test("broken lines are named and left out", () => {
    const site = aliases("no colon here\na: b\n@x: y\nempty:\n");
    for (const line of [1, 3, 4]) expect(rowEnded(site, "etc/aliases", line)).toBe("unsupported");
    expect(rows(site, "aliases")).toEqual(["a b"]);
  });
});
