import { describe, expect, it } from "vitest";
import { openSite, type Site } from "../../src/source/site.ts";
import { scratchTree } from "../support/scratch.ts";
import { parameterOf, readWide, tableOf } from "../support/wide-cf.ts";

const host = "CF_TYPE=R8V8\nOS_TYPE=linux\nMX_SENDMAIL=yes\nMY_DOMAIN='example.jp'\nMY_NAME='mail'\n";

const siteWith = (files: Readonly<Record<string, string>>): Site => openSite(scratchTree(files));

/** How a variable's line ended, the worst claim of lifting. */
const claimOn = (found: ReturnType<typeof readWide>, name: string) =>
  found.claims.filter(
    ({ at }) => at.line === found.expansion.facts.definition.settings.get(name)?.assignment.span.line,
  );

describe("the names of a definition", () => {
  it("become myhostname, mydestination and myorigin", () => {
    const found = readWide(`${host}MY_ALIAS='www mx.example.com'\nFROM_ADDRESS='$m'\n`);
    expect(parameterOf(found, "myhostname")).toBe("mail.example.jp");
    expect(parameterOf(found, "mydestination")?.split(", ")).toEqual(
      expect.arrayContaining(["mail.example.jp", "www", "www.example.jp", "mx.example.com", "localhost"]),
    );
    expect(parameterOf(found, "mydestination")?.split(", ")).not.toContain("example.jp");
    expect(parameterOf(found, "myorigin")).toBe("example.jp");
    expect(tableOf(found, "masquerade")).toEqual(["@mail.example.jp @example.jp"]);
  });

  it("leave recipients without a domain on the host when senders are shown with another domain", () => {
    const { translation } = readWide(`${host}FROM_ADDRESS='$m'\n`);
    expect(translation.config.services.find(({ name }) => name === "rewrite")?.options).toEqual([
      ["myorigin", "$myhostname"],
    ]);
  });

  it("give way to the official one in headers, but not the one that senders are shown with", () => {
    const found = readWide(`${host}MY_ALIAS='example.jp www'\nFROM_ADDRESS=example.jp\n`);
    expect(tableOf(found, "official_name")).toEqual(["@www.example.jp @mail.example.jp"]);
  });

  it("are not replaced with ALIAS_REWRITE=no", () =>
    expect(tableOf(readWide(`${host}MY_ALIAS=www\nALIAS_REWRITE=no\n`), "official_name")).toBeUndefined());

  it("leave the official name out with ACCEPT_OFFICIAL=no", () =>
    expect(parameterOf(readWide(`${host}ACCEPT_OFFICIAL=no\n`), "mydestination")?.split(", ")).not.toContain(
      "mail.example.jp",
    ));

  it("are asked of the machine where the definition lacks them", () => {
    const found = readWide("CF_TYPE=R8V8\n");
    expect(parameterOf(found, "myhostname")).toBe("gate.example.jp");
    expect(found.expansion.diagnostics.filter(({ code }) => code === "WC1014")).toHaveLength(2);
  });

  it("stand whole in a file of level 1", () =>
    expect(parameterOf(readWide("CF_TYPE=R5\nMY_DOMAIN=example.jp\nMY_NAME=old.example.jp\n"), "myhostname")).toBe(
      "old.example.jp",
    ));
});

describe("relay control of a definition", () => {
  const checks = `${host}MAIL_RELAY_RESTRICTION=yes\nLOCAL_HOST_IPADDR='192.168.1 10.20'\nLOCAL_HOST_DOMAIN=example.jp\n`;

  it("becomes mynetworks, relay_domains and a table of client names", () => {
    const found = readWide(
      `${checks}ALLOW_RECIPIENT_DOMAIN='example.jp example.com'\nALLOW_RELAY_TO=torihiki.example.com\n`,
    );
    expect(parameterOf(found, "mynetworks")).toBe("127.0.0.0/8, [::1]/128, 192.168.1.0/24, 10.20.0.0/16");
    expect(parameterOf(found, "relay_domains")).toBe("example.com, example.jp, torihiki.example.com");
    expect(parameterOf(found, "smtpd_relay_restrictions")).toMatch(
      /^permit_mynetworks, check_client_access \S+relay_clients, permit_sasl_authenticated, reject_unauth_destination$/,
    );
    expect(tableOf(found, "relay_clients")).toContain("example.jp OK");
  });

  it("never relays by sender", () => {
    const found = readWide(`${checks}ALLOW_RELAY_FROM=example.jp\n`);
    expect(JSON.stringify(found.translation.config)).not.toContain("check_sender_access");
    expect(claimOn(found, "ALLOW_RELAY_FROM").map(({ disposition }) => disposition)).toContain("manual");
  });

  it("counts for nothing without MAIL_RELAY_RESTRICTION=yes, and the new host stays closed", () => {
    const found = readWide(`${host}LOCAL_HOST_IPADDR=192.168.1\n`);
    expect(parameterOf(found, "mynetworks")).toBe("127.0.0.0/8, [::1]/128");
    expect(parameterOf(found, "smtpd_relay_restrictions")).toBe("permit_mynetworks, reject_unauth_destination");
    expect(found.expansion.diagnostics.map(({ code }) => code)).toContain("WC1030");
  });

  it("says who may connect, from a file", () => {
    const site = siteWith({ "etc/check.allow": "172.20.4 # inside\nshiten.example.jp\n" });
    const found = readWide(
      `${host}MAIL_RELAY_RESTRICTION=yes\nCHECK_HOST_ALLOW=/etc/check.allow\nCHECK_RELAY_DEFAULT=deny\n`,
      site,
    );
    expect(parameterOf(found, "smtpd_client_restrictions")).toMatch(
      /^check_client_access \S+clients_accepted, reject$/,
    );
    expect(tableOf(found, "clients_accepted")).toEqual([
      "127.0.0.1 OK",
      "::1 OK",
      "172.20.4 OK",
      "shiten.example.jp OK",
    ]);
    expect(parameterOf(found, "relay_domains")).toBe("");
  });
});

describe("user tables of a definition", () => {
  const tables = siteWith({
    "etc/mail/ut.hana":
      "info:maildrop kaoru\nuriba:maildrop naomi@example.net\nuriba:mailname hana-uriba@example.com\n",
    "etc/mail/ut.kusa": ":default:maildrop %1@example.net\n",
  });
  const text = `${host}USERTABLE_MAPS='hana.example.com=hash:/etc/mail/ut.hana:error \\\nkusa.example.com=hash:/etc/mail/ut.kusa'\n`;

  it("become virtual aliases, and senders are shown by their mailname", () => {
    const found = readWide(text, tables);
    expect(parameterOf(found, "virtual_alias_domains")).toBe("hana.example.com");
    expect(parameterOf(found, "relay_domains")).toBe("kusa.example.com");
    expect(tableOf(found, "virtual")).toEqual([
      "info@hana.example.com kaoru",
      "uriba@hana.example.com naomi@example.net",
      "@kusa.example.com @example.net",
    ]);
    expect(tableOf(found, "generics")).toEqual(["uriba@hana.example.com hana-uriba@example.com"]);
  });
});

describe("routes of a definition", () => {
  const site = siteWith({
    "naka.route": "GW   smtp:[gw.example.jp]\nDOM  shiten.example.jp\nDOM  torihiki.example.com\nnonsense here too\n",
  });
  const text = `${host}DIRECT_DELIVER_DOMAINS='example.jp'\nDEFAULT_RELAY='smtp:[gw.example.jp]'\nSTATIC_ROUTE_FILE=naka.route\n`;

  it("become relayhost and transport tables, for each domain with what is below it", () => {
    const found = readWide(text, site);
    expect(parameterOf(found, "relayhost")).toBe("[gw.example.jp]");
    expect(tableOf(found, "transport")).toEqual([
      "shiten.example.jp smtp:[gw.example.jp]",
      ".shiten.example.jp smtp:[gw.example.jp]",
      "torihiki.example.com smtp:[gw.example.jp]",
      ".torihiki.example.com smtp:[gw.example.jp]",
    ]);
    expect(tableOf(found, "transport_direct")).toEqual(
      expect.arrayContaining(["example.jp smtp:", ".example.jp smtp:"]),
    );
    expect(found.expansion.diagnostics.map(({ code, at }) => [code, at?.file, at?.line])).toContainEqual([
      "WC1021",
      "naka.route",
      4,
    ]);
  });

  it("are never more than approximate, and say on what they rest", () => {
    const found = readWide(text, site);
    for (const name of ["DIRECT_DELIVER_DOMAINS", "DEFAULT_RELAY", "STATIC_ROUTE_FILE"]) {
      const [claim] = claimOn(found, name);
      expect(claim).toMatchObject({ disposition: "approximate", code: "WC1102" });
      expect(claim?.note).toContain("rests on");
    }
  });

  it("need no relay when all domains are delivered directly", () =>
    expect(
      parameterOf(readWide(`${host}DIRECT_DELIVER_DOMAINS=all\nDEFAULT_RELAY='smtp:[gw.example.jp]'\n`), "relayhost"),
    ).toBeUndefined());
});

describe("types of a definition", () => {
  it("a null client hands everything to its hub", () => {
    const found = readWide(
      "CF_TYPE=R8V8-null\nMY_DOMAIN=example.jp\nMY_NAME=pc\nDEFAULT_RELAY='smtp:[hub.example.jp]'\n",
    );
    expect(parameterOf(found, "mydestination")).toBe("");
    expect(parameterOf(found, "relayhost")).toBe("[hub.example.jp]");
  });

  it("a null client without a hub is left to a person", () => {
    const found = readWide("CF_TYPE=R8V8-null\nMY_DOMAIN=example.jp\nMY_NAME=pc\n");
    expect(claimOn(found, "CF_TYPE").map(({ disposition }) => disposition)).toContain("manual");
  });

  it.each(["R7V7", "R6V6", "R8V6-check", "r8v8", "R5-mtc-null", "toString"])("%s is none of CF's", (type) =>
    expect(readWide(`CF_TYPE=${type}\n`).expansion.diagnostics.map(({ code }) => code)).toContain("WC1010"),
  );

  it("MX_SENDMAIL=no turns the DNS off", () => {
    const found = readWide(host.replace("MX_SENDMAIL=yes", "MX_SENDMAIL=no"));
    expect(parameterOf(found, "smtp_dns_support_level")).toBe("disabled");
    expect(parameterOf(found, "smtp_host_lookup")).toBe("native");
  });

  it("a name that CF does not know is unknown, never dropped", () =>
    expect(claimOn(readWide(`${host}MY_ALIASES=www\n`), "MY_ALIASES")[0]).toMatchObject({ disposition: "unknown" }));
});

describe("USERTABLE_MAPS of the pseudo domain local", () => {
  it("is asked after the site's own aliases, so that members of lists go there, too", () => {
    const site = siteWith({ "etc/mail/ut": "kenji:maildrop kenji@branch.example\nsato:mailname s@x.example\n" });
    const read = readWide(`${host}USERTABLE_MAPS='local=hash:/etc/mail/ut'\n`, site);
    expect(tableOf(read, "userdb_delivery")).toEqual(["kenji kenji@branch.example"]);
    expect(parameterOf(read, "alias_maps")).toContain("userdb_delivery");
    expect(parameterOf(read, "virtual_alias_maps")).toBeUndefined();
  });
});
