import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows, tableClaim } from "../support/address-site.ts";

const virtual = (table: string, aliases = "") =>
  addressSite(
    [
      "Cwmail.example.com shop.example",
      "C{VirtHost}v1.example v2.example v3.example",
      "Kvirtuser hash -o /etc/mail/virtusertable",
      "O AliasFile=/etc/aliases",
    ],
    {
      "etc/mail/virtusertable": table,
      "etc/aliases": aliases,
      "etc/passwd": "anna:x:1:1::/:/bin/sh\nbert-v2:x:2:1::/:/bin/sh\n",
    },
  );

describe("virtual users", () => {
  test("a plain row stays a row, and the local domain stays local", () => {
    const site = virtual("Info@Shop.example\tanna\n");
    expect(rows(site, "virtual")).toEqual(["info@shop.example anna"]);
    expect(site.main("virtual_alias_maps")).toBe("hash:$config_directory/virtual");
    expect(site.main("virtual_alias_domains")).toBeUndefined();
    expect(tableClaim(site, "etc/mail/virtusertable")?.entries).toEqual({ exact: 1 });
  });

  test("a virtual domain without an entry for everybody is relayed: the old host routes unknown users on", () => {
    const site = virtual("a@v1.example\tanna\n");
    expect(site.main("relay_domains")).toBe("v1.example, v2.example, v3.example");
  });

  test("an entry for everybody makes an alias domain", () => {
    const site = virtual("@v1.example\tx@far.test\n");
    expect(site.main("virtual_alias_domains")).toBe("v1.example");
    expect(rows(site, "virtual")).toEqual(["@v1.example x@far.test"]);
  });

  test("a local domain with an entry for everybody is an alias domain: lists and .forward files come back to the table", () => {
    const site = virtual("rose@shop.example\tanna\n@shop.example\tx@far.test\n");
    expect(site.main("virtual_alias_domains")).toBe("shop.example");
    expect(site.main("mydestination")).not.toMatch(/shop\.example/);
    expect(site.main("virtual_alias_domains")).not.toMatch(/mail\.example\.com/);
  });

  test("user%domain in such a domain is routed for those who may relay, and refused to strangers", () => {
    const percent = ["Scanonify=3", "R$* % $*\t$1 @ $2"];
    const site = addressSite(
      ["Cwmail.example.com shop.example", "Kvirtuser hash -o /etc/mail/virtusertable", ...percent],
      { "etc/mail/virtusertable": "@shop.example\tx@far.test\n" },
    );
    expect(rows(site, "virtual_routes")).toEqual([
      "/^([^@]+)%([^@%]+)@(shop\\.example)$/ ${1}@${2}",
      expect.stringMatching(
        /^\/\^\(\[\^@\]\+\)%\(shop\\\.example\)@\(mail\\\.example\\\.com\|.*\)\$\/ \$\{1\}@\$\{2\}$/,
      ),
    ]);
    expect(site.main("smtpd_relay_restrictions")).toMatch(/virtual_routes_refused, reject_unauth_destination$/);
  });

  test("host!user in such a domain is routed as user%host is, where the old host read it so", () => {
    const bang = ["Scanonify=3", "R$- ! $+\t$: $2 < @ $1 .UUCP >"];
    const site = addressSite(
      ["Cwmail.example.com shop.example", "Kvirtuser hash -o /etc/mail/virtusertable", ...bang],
      {
        "etc/mail/virtusertable": "@shop.example\tx@far.test\n",
      },
    );
    expect(rows(site, "virtual_routes")?.[0]).toBe("/^([^@!%]+)!([^@%]+)@(shop\\.example)$/ ${2}@${1}");
    expect(rows(site, "virtual_routes_refused")).toEqual(["/[!].*@(shop\\.example)$/ 550 5.7.1 Relaying denied"]);
  });

  test("a member of an alias in a local domain is written as the virtual user that it is", () => {
    const site = virtual("garage@shop.example\tanna\n", "all: garage@shop.example, bob@far.test\n");
    expect(rows(site, "aliases")).toEqual(["all anna, bob@far.test"]);
  });

  test("keys of domains that are never looked up are left out, so that they do not begin to act", () => {
    const site = virtual("a@elsewhere.test\tanna\n");
    expect(rows(site, "virtual")).toEqual([]);
    expect(rowEnded(site, "etc/mail/virtusertable", 1)).toBe("obsolete");
  });

  test("a refusal beside an entry for everybody is answered by an access table, and shielded", () => {
    const site = virtual("joe@v1.example\terror:5.7.1:550 joe is away\n@v1.example\tx@far.test\n");
    expect(rows(site, "virtual_refused")).toEqual(["joe@v1.example 550 5.7.1 joe is away"]);
    expect(rows(site, "virtual")).toContain("joe@v1.example joe@v1.example");
    expect(site.main("smtpd_recipient_restrictions")).toContain("hash:$config_directory/virtual_refused");
  });

  test("a domain that leads to one without other users has the users of that one, and no more, already at RCPT", () => {
    const site = virtual(
      "joe@v1.example\tanna\nold@v1.example\terror:5.1.6:550 moved\n@v1.example\terror:nouser 550 nobody\n@v2.example\t%1@v1.example\n",
    );
    expect(rows(site, "virtual")).toContain("joe@v2.example joe@v1.example");
    expect(rows(site, "virtual")?.some((row) => row.startsWith("@v2.example"))).toBe(false);
    expect(rows(site, "transport_refused")).toContain("v2.example error:5.1.1 nobody");
    expect(rows(site, "virtual_refused")).toContain("old@v2.example 550 5.1.6 moved");
  });

  test("a rest that becomes the extension of a user leads to that user", () => {
    const plus = ["Cwmail.example.com", "C{VirtHost}v1.example", "Kvirtuser hash -o /etc/mail/virtusertable"];
    const site = addressSite([...plus, "Slocaladdr=5", "R$+ + $*\t$: $1", "O AliasFile=/etc/aliases"], {
      "etc/mail/virtusertable": "@v1.example\tanna+%1\n",
      "etc/passwd": "anna:x:1:1::/:/bin/sh\n",
    });
    expect(site.main("virtual_alias_domains")).toBe("v1.example");
  });

  test("an entry with an extension is not stopped by the refusal of the plain user", () => {
    const site = virtual("joe@v1.example\terror:nouser 550 no\njoe+w@v1.example\tanna\n@v1.example\tx@far.test\n");
    expect(rows(site, "virtual_refused")).toContain("joe+w@v1.example DUNNO");
  });

  test("a temporary refusal of a whole domain goes to the retry transport", () => {
    const site = virtual("@shop.example\terror:4.2.0:450 later\n");
    expect(rows(site, "transport_refused")).toEqual(["shop.example retry:4.2.0 later"]);
  });

  test("everybody as the local user of that name: the domain is local", () => {
    const site = virtual("@v1.example\t%1\n");
    expect(site.main("mydestination")).toContain("v1.example");
    expect(rows(site, "virtual")).toEqual([]);
  });

  test("names made for local users are listed for the users that exist", () => {
    const site = virtual("@v2.example\t%1-v2\n");
    expect(rows(site, "virtual")).toEqual(["bert@v2.example bert-v2"]);
    expect(rowEnded(site, "etc/mail/virtusertable", 1)).toBe("approximate");
  });

  test("the user elsewhere without the extension needs a second step; with it a row does", () => {
    const dropped = virtual("@v1.example\t%1@far.test\n");
    expect(rows(dropped, "virtual")).toEqual(["@v1.example @v1.example.everybody-else.invalid"]);
    expect(rows(dropped, "virtual_patterns")?.[0]).toMatch(/ \$\{1\}@far\.test$/);
    expect(rows(virtual("@v1.example\t%1%3@far.test\n"), "virtual")).toEqual(["@v1.example @far.test"]);
  });

  test("extensions become patterns", () => {
    const site = virtual("sales+*@shop.example\tanna+%2@far.test\n");
    expect(rows(site, "virtual_patterns")).toEqual(["/^sales(\\+([^@]*))@shop\\.example$/ anna+${2}@far.test"]);
  });

  test.each([
    ["d@v1.example\ta@far.test, b@far.test\n"],
    ['d@v1.example\t"|/bin/prog"\n'],
    ['d@v1.example\t"error:nouser 550 quoted"\n'],
    ["d@v1.example\t%0.x@far.test\n"],
  ])("what the old host can only refuse is refused: %j", (table) => {
    const site = virtual(table);
    expect(rows(site, "transport_refused")?.[0]).toMatch(/^d@v1\.example error:/);
    expect(rowEnded(site, "etc/mail/virtusertable", 1)).toBe("approximate");
  });

  test("a line without a value, and a key that was there before, are named", () => {
    const site = virtual("a@v1.example\nb@v1.example\tanna\nb@v1.example\tx@far.test\n");
    expect(rowEnded(site, "etc/mail/virtusertable", 1)).toBe("unsupported");
    expect(rowEnded(site, "etc/mail/virtusertable", 3)).toBe("obsolete");
    expect(rows(site, "virtual")).toEqual(["b@v1.example anna"]);
  });

  test("a table that is not there leaves an empty one and a decision", () => {
    const site = addressSite(["Kvirtuser hash /etc/mail/virtusertable"]);
    expect(rows(site, "virtual")).toEqual([]);
    expect(site.ended(7)).toBe("manual");
    expect(site.note(7)).toContain("there is no file etc/mail/virtusertable");
  });
});
