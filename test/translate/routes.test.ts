import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows } from "../support/address-site.ts";

const parents = [
  "Sparse=0",
  "R$*\t$: $>Mailertable <$1>",
  "SMailertable=90",
  "R$* <$- . $+ > $*\t$: $1$2 < $(mailertable .$3 $@ $1$2 $@ $2 $) > $4",
  "R$* < $* > $*\t$: < $(mailertable . $@ $1$2 $) > $3",
];

const mailertable = (table: string, lines: readonly string[] = parents) =>
  addressSite(["Cwlocal.example", "Kmailertable hash -o /etc/mail/mailertable", ...lines], {
    "etc/mail/mailertable": table,
  });

describe("the mailertable", () => {
  test.each([
    ["esmtp:[h.test]", "smtp:[h.test]"],
    ["relay:h.test", "relay:h.test"],
    ["esmtp:h1.test:h2.test", "smtp:h1.test, h2.test"],
    ["smtp:[10.1.1.1]", "error:5.3.5 Unknown mailer"],
    ["error:5.7.1:550 closed", "error:5.7.1 closed"],
    ["error:tempfail:451 later", "retry:4.3.0 later"],
    ["local:", "local:"],
  ])("%s becomes %s", (value, transport) => {
    expect(rows(mailertable(`a.test\t${value}\n`), "transport")).toEqual([`a.test ${transport}`]);
  });

  test("error: refuses senders of the domain as well, as MAIL FROM is parsed (srvrsmtp.c), and nothing below it", () => {
    const site = mailertable(
      "closed.test\terror:5.7.1:550 closed\n.sea.test\terror:5.1.2:550 sunk\nport.sea.test\tsmtp:h\n",
    );
    expect(rows(site, "routes_refused")).toEqual([
      "/@port\\.sea\\.test$/ DUNNO",
      "/@closed\\.test$/ 550 5.7.1 closed",
      "/@.+\\.sea\\.test$/ 550 5.1.2 sunk",
    ]);
    expect(site.main("smtpd_sender_restrictions")).toContain(
      "check_sender_access pcre:$config_directory/routes_refused",
    );
  });

  test("local:user is a virtual alias for the whole domain", () => {
    expect(rows(mailertable("a.test\tlocal:anna\n"), "virtual_domain_user")).toEqual(["@a.test anna"]);
  });

  test("the single dot leaves local domains and literals alone", () => {
    const site = mailertable(".\trelay:[all.test]\n");
    expect(rows(site, "transport")).toContain("local.example :");
    expect(rows(site, "transport")).toContain("* relay:[all.test]");
    expect(rows(site, "transport_literal")).toHaveLength(1);
  });

  test("local domains, bare hosts, literals and unsearched parents are dead", () => {
    const site = mailertable("local.example\tesmtp:[x]\nb.test\tbare.host\n[192.0.2.1]\tesmtp:[x]\n");
    for (const line of [1, 2, 3]) expect(rowEnded(site, "etc/mail/mailertable", line)).toBe("obsolete");
    expect(rowEnded(mailertable(".a.test\tesmtp:[x]\n", []), "etc/mail/mailertable", 1)).toBe("obsolete");
  });

  test("a next hop made from the recipient's domain needs a person", () => {
    expect(rowEnded(mailertable(".a.test\tesmtp:%1.gw.test\n"), "etc/mail/mailertable", 1)).toBe("manual");
  });
});

describe("a next hop without its domain", () => {
  const completing = ["Scanonify=3", "R$* < @ $* > $*\t$: $1 < @ $[ $2 $] > $3"];
  const smart = ["Sparse=0", "R$* < @ $* > $*\t$: $>MailerToTriple < $S > $1 < @ $2 > $3"];

  test("is completed as sendmail's resolver completes it (op.me, ResolverOptions), and looked for in /etc/hosts", () => {
    const site = addressSite(["DSmailhub", ...smart, ...completing]);
    expect(site.main("smtp_dns_resolver_options")).toBe("res_defnames, res_dnsrch");
    expect(site.main("smtp_host_lookup")).toBe("dns, native");
    const table = mailertable("a.test\tesmtp:inside\n", [...parents, ...completing]);
    expect(table.main("smtp_host_lookup")).toBe("dns, native");
  });

  test("changes nothing where all hops have theirs, and what an option says stands", () => {
    expect(addressSite(["DSs.test", ...smart, ...completing]).main("smtp_host_lookup")).toBeUndefined();
    const option = addressSite(["DSmailhub", "O ResolverOptions=+DNSRCH", ...smart, ...completing]);
    expect(option.main("smtp_dns_resolver_options")).toBe("res_dnsrch");
  });
});

describe("the smart host", () => {
  const rule = ["Sparse=0", "R$* < @ $* > $*\t$: $>MailerToTriple < $S > $1 < @ $2 > $3"];

  test.each([
    ["esmtp:[s.test]", "[s.test]"],
    ["s.test", "s.test"],
    ["relay:[a.test]:[b.test]", "[a.test], [b.test]"],
  ])("%s becomes relayhost = %s", (value, relayhost) => {
    expect(addressSite([`DS${value}`, ...rule]).main("relayhost")).toBe(relayhost);
  });

  test("without a rule that uses it there is none", () => {
    const site = addressSite(["DSesmtp:[s.test]"]);
    expect(site.main("relayhost")).toBeUndefined();
    expect(site.ended(7)).toBe("obsolete");
  });

  test("LOCAL_NET_CONFIG sends a class of domains directly", () => {
    const site = addressSite([
      "C{Near}near.test",
      "SParse1",
      "R$* < @ $* . $={Near} . > $*\t$#esmtp $@ $2.$3. $: $1 < @ $2.$3 . > $4",
    ]);
    expect(rows(site, "transport_direct")).toEqual([".near.test smtp:"]);
    expect(site.ended(7)).toBe("exact");
  });
});

describe("hubs", () => {
  const hub = (macros: readonly string[], files = {}) =>
    addressSite(
      [
        "Cwexample.com",
        "O AliasFile=/etc/aliases",
        ...macros,
        "Slocaladdr=5",
        "R< > $+\t$: < $H > $1",
        "R< > $+\t$: < $L > $(user $1 $)",
      ],
      { "etc/passwd": "anna:x:1:1::/:/bin/sh\nroot:x:0:0::/:/bin/sh\n", "etc/aliases": "sales: anna\n", ...files },
    );

  test("accounts go to the hub by name, aliases and class L stay", () => {
    const site = hub(["DHrelay:hub.test", "CLroot"]);
    expect(rows(site, "hub_aliases")).toEqual(["anna anna@hub.test"]);
    expect(rows(site, "hub_users")?.[0]).toContain("anna${1}@hub.test");
    expect(site.main("luser_relay")).toBe("$local@hub.test");
    expect(site.main("local_recipient_maps")).toBe("");
  });

  test("user%domain stays for Postfix to route", () => {
    const percent = ["DHrelay:hub.test", "S3", "R$* % $*\t$1 @ $2"];
    expect(rows(hub(percent), "hub_users")?.at(-1)).toContain("([^@%]+)@");
    expect(rows(hub(["DHrelay:hub.test"]), "hub_users")?.at(-1)).toContain("([^@]+)@");
  });

  test("unknown users go to a local user", () => {
    const site = hub(["DLlocal:strays"]);
    expect(site.main("luser_relay")).toBe("strays");
    expect(site.ended(9)).toBe("exact");
  });

  test("unknown users go to a host in brackets without its exchangers", () => {
    const site = hub(["DLrelay:[directory.test]"]);
    expect(site.main("luser_relay")).toBe("$local@directory.test");
    expect(rows(site, "transport_strangers")).toEqual(["directory.test relay:[directory.test]"]);
    expect(site.ended(9)).toBe("approximate");
  });
});
