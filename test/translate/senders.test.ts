import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows } from "../support/address-site.ts";

const masquerading = [
  "SEnvFromSMTP",
  "R$+\t$: $>MasqEnv $1",
  "SHdrFromSMTP",
  "R$+\t$: $>MasqHdr $1",
  "SHdrFromL",
  "R$*\t$: $>MasqHdr $1",
  "SMasqHdr=93",
  "R$* < @ $=M . > $*\t$: $1 < @ $2 . @ $M > $3",
  "R$* < @ $=w . > $*\t$: $1 < @ $2 . @ $M > $3",
  "SMasqEnv=94",
];

describe("masquerading", () => {
  test("header senders only, unless the envelope's ruleset comes to it as well", () => {
    const site = addressSite(["Cwmail.example.com", "DMexample.com", ...masquerading]);
    expect(site.main("sender_canonical_classes")).toBe("header_sender");
    const envelope = addressSite(["Cwmail.example.com", "DMexample.com", ...masquerading, "R$+\t$@ $>MasqHdr $1"]);
    expect(envelope.main("sender_canonical_classes")).toBe("envelope_sender, header_sender");
    expect(rows(site, "masquerade")).toContain("@mail.example.com @example.com");
  });

  test("exposed users keep the name of their host", () => {
    const site = addressSite(["Cwmail.example.com", "DMexample.com", "CEroot", ...masquerading]);
    expect(rows(site, "masquerade")?.[0]).toBe("root@mail.example.com root@mail.example.com");
  });

  test("hosts below a domain are patterns that leave exact domains out", () => {
    const below = masquerading.map((line) => line.replace("< @ $=M . >", "< @ $* $=M . >"));
    const site = addressSite(["DMexample.com", "CMold.test", "CNkeep.old.test", ...below]);
    expect(site.main("sender_canonical_maps")).toBe(
      "hash:$config_directory/masquerade, pcre:$config_directory/masquerade_hosts",
    );
    expect(rows(site, "masquerade_hosts")).toHaveLength(2);
  });

  test("local mail that keeps its names is left to the SMTP client", () => {
    const outOnly = masquerading.filter((_, index) => index !== 4 && index !== 5);
    const site = addressSite(["DMexample.com", ...outOnly]);
    expect(site.main("sender_canonical_maps")).toBeUndefined();
    expect(site.main("smtp_header_checks")).toBe("pcre:$config_directory/masquerade_headers");
  });

  test("without a name the lists do nothing", () => {
    expect(addressSite(["CMold.test", ...masquerading]).ended(7)).toBe("obsolete");
  });
});

describe("masquerading beside the generics table", () => {
  const both = (table: string) =>
    addressSite(
      [
        "Cwmail.example.com www.example.com",
        "DMexample.com",
        "CGexample.com",
        "Kgenerics hash -o /etc/mail/genericstable",
        ...masquerading,
      ],
      { "etc/mail/genericstable": table },
    );

  test("an address that masquerading makes is not looked up again (MasqHdr of proto.m4)", () => {
    const site = both("anna\ta@far.test\n");
    expect(rows(site, "masquerade")).toContain("anna@www.example.com anna@www.example.com");
    expect(rows(site, "masquerade_apart")).toContain("anna@www.example.com anna@example.com");
    expect(site.main("canonical_maps")).toBe("hash:$config_directory/masquerade_apart");
    expect(site.main("canonical_classes")).toBe("header_sender");
  });

  test("nothing is kept apart where each sender has an entry of its own, or none", () => {
    const site = both("anna@www.example.com\ta@far.test\n");
    expect(site.main("canonical_maps")).toBeUndefined();
    expect(rows(site, "masquerade")).not.toContain("anna@www.example.com anna@www.example.com");
  });
});

describe("the generics table", () => {
  const generics = (table: string) =>
    addressSite(["CGexample.com", "Kgenerics hash -o /etc/mail/genericstable", ...masquerading], {
      "etc/mail/genericstable": table,
    });

  test("a bare user is looked up in every domain, after entries for the address and the domain", () => {
    expect(rows(generics("anna\ta@far.test\n"), "generics")).toEqual([
      "anna@example.com a@far.test",
      "anna@mail.example.com a@far.test",
    ]);
    expect(rows(generics("anna\ta@far.test\n@example.com\t%1@new.test\n"), "generics")).not.toContain(
      "anna@example.com a@far.test",
    );
  });

  test("a result without a domain gets the host's name", () => {
    expect(rows(generics("anna@example.com\ta\n"), "generics")).toEqual(["anna@example.com a@mail.example.com"]);
  });

  test("domains that are not looked up are dead, results that are keys are named", () => {
    const site = generics("a@other.test\tb\nx@example.com\ty@example.com\ny@example.com\tz@example.com\n");
    expect(rowEnded(site, "etc/mail/genericstable", 1)).toBe("obsolete");
    expect(rowEnded(site, "etc/mail/genericstable", 2)).toBe("approximate");
  });
});

describe("the domain table", () => {
  const site = addressSite(["Cwexample.com", "Kdomaintable hash -o /etc/mail/domaintable"], {
    "etc/mail/domaintable": "old.test\texample.com\nfar.test\tnew.test\n",
    "etc/passwd": "anna:x:1:1::/:/bin/sh\n",
  });

  test("a domain whose new name is local becomes local, so that unknown users are still refused", () => {
    expect(site.main("mydestination")).toContain("old.test");
    expect(rows(site, "domaintable_users")).toEqual(["anna@old.test anna@example.com"]);
  });

  test("a domain elsewhere is replaced everywhere", () => {
    expect(rows(site, "domaintable_relayed")).toEqual(["@far.test @new.test"]);
    expect(site.main("canonical_maps")).toContain("domaintable_relayed");
  });
});
