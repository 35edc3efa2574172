import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows } from "../support/address-site.ts";

const recipientChecks = ["SRcpt_ok", 'R<REJECT> $*\t$#error $@ 5.2.1 $: "550 Mailbox disabled for this recipient"'];
const relayCheck = ["SBasic_check_rcpt", 'R$* $| @ $*\t$: O $| $>"Relay_ok" $1'];

const access = (table: string, rules: readonly string[] = []) =>
  addressSite(["Cwexample.com", "Kaccess hash -T<TMPF> -o /etc/mail/access", ...relayCheck, ...rules], {
    "etc/mail/access": table,
  });

describe("the access table", () => {
  test("OK ends client checks and never relays", () => {
    const site = access("Connect:203.0.113\tOK\nConnect:198.51.100\tRELAY\n");
    expect(rows(site, "access_client")).toEqual(["203.0.113 OK", "198.51.100 OK"]);
    expect(rows(site, "access_relay_client")).toEqual(["203.0.113 DUNNO", "198.51.100 OK"]);
    expect(site.main("smtpd_relay_restrictions")).toMatch(/reject_unauth_destination$/);
  });

  test("refusals of recipients count with blocklist_recipients only", () => {
    const table = "To:bert@\tREJECT\nTo:carl@example.com\t550 carl is gone\n";
    expect(rows(access(table), "access_recipient")).toBeUndefined();
    expect(rowEnded(access(table), "etc/mail/access", 1)).toBe("obsolete");
    const checked = rows(access(table, recipientChecks), "access_recipient");
    expect(checked?.[0]).toBe("carl@example.com 550 5.0.0 carl is gone");
    expect(checked).toContain("bert@example.com 550 5.2.1 Mailbox disabled for this recipient");
    expect(checked?.some((row) => row.startsWith("bert@ "))).toBe(false);
  });

  test("a bare sender is looked up as a user, and not under the domain of this host", () => {
    const bare = ["Scheck_mail", 'R$*\t$#error $@ 5.5.4 $: "553 Domain name required for sender address"'];
    const site = access("From:joe@\tOK\nFrom:example.com\tOK\n", bare);
    expect(site.main("smtpd_sender_restrictions")).toMatch(/access_sender, .*\$myorigin.*, .*access_sender_domain/);
  });

  test("senders by address are asked before senders by domain", () => {
    const site = access("From:bulk.test\tREJECT\nFrom:ok@bulk.test\tOK\n");
    expect(site.main("smtpd_sender_restrictions")).toBe(
      "check_sender_access hash:$config_directory/access_sender, check_sender_access hash:$config_directory/access_sender_domain",
    );
  });

  test("relay_hosts_only: keys with a dot permit nothing", () => {
    const hostsOnly = [
      "SRelay_ok",
      "R<$+ < @ $=R > >\t$@ RELAY",
      "SRcpt_ok",
      "R$+ < @ $=R >\t$@ RELAY",
      "CRother.test",
    ];
    const dotted = ["SD", "R<?> <$+.$+> <$+> <$- $-> <$*>\t$: < $(access $5:.$2 $: ? $) > <$1.$2> <$3> <$4 $5> <$6>"];
    const site = access("To:.below.test\tRELAY\nConnect:.below.test\tRELAY\n", [...hostsOnly, ...dotted]);
    expect(rows(site, "access_relay_domain")).toBeUndefined();
    expect(rows(site, "access_relay_client")).toBeUndefined();
  });

  test("a tagged key comes before the same key without a tag", () => {
    const site = access("x.test\tREJECT\nFrom:x.test\tOK\n");
    expect(rows(site, "access_sender_domain")).toEqual(["x.test OK"]);
  });

  test("IPv6 prefixes become ranges, the longest first; what sendmail never writes is dead", () => {
    const site = access("IPv6:2001:db8\tRELAY\nConnect:IPv6:2001:db8:1\tREJECT\nIPv6:2002:0a0b\tRELAY\n");
    expect(rows(site, "access_client_ipv6")).toEqual(["2001:db8:1::/48 550 5.7.1 Access denied", "2001:db8::/32 OK"]);
    expect(rowEnded(site, "etc/mail/access", 3)).toBe("obsolete");
  });

  test("an entry below a domain that is relayed to takes it out", () => {
    const site = access("To:relay.test\tRELAY\nTo:no.relay.test\tREJECT\n");
    expect(site.main("relay_domains")).toBe(
      "!hash:$config_directory/access_relay_exception, hash:$config_directory/access_relay_domain",
    );
    expect(rows(site, "access_relay_exception")).toEqual(["no.relay.test refuse"]);
  });

  test("a local domain of class R permits relaying to the hosts below it", () => {
    const rule = ["CRexample.com", "SRcpt_ok", "R$+ < @ $* $=R >\t$@ RELAY"];
    const site = addressSite(["Cwexample.com", ...rule]);
    expect(rows(site, "relay_own_hosts")).toEqual(["/\\.example\\.com$/ relay"]);
    expect(site.main("relay_domains")).toBe("pcre:$config_directory/relay_own_hosts");
  });

  test("a local domain in the table permits relaying to the hosts below it", () => {
    const site = access("To:example.com\tRELAY\n");
    expect(rows(site, "access_relay_domain")).toBeUndefined();
    expect(rows(site, "access_relay_below")).toEqual(["/\\.example\\.com$/ relay"]);
    expect(site.main("relay_domains")).toBe("pcre:$config_directory/access_relay_below");
  });

  test("delay_checks hater: only recipients who hate spam are protected", () => {
    const hater = ["Scheck_rcpt", "R<HATER> $+\t$: $1", "Scheckmail", "R$*\t$@ OK"];
    const site = access("Spam:picky@example.com\tHATER\nSpam:strict.test\tHATER\nFrom:bulk.test\tREJECT\n", hater);
    expect(rows(site, "spam_haters")).toEqual([
      "/^picky@example\\.com$/ DUNNO",
      "/[@.]strict\\.test$/ DUNNO",
      "/^/ OK",
    ]);
    expect(site.main("smtpd_sender_restrictions")).toMatch(
      /^check_recipient_access pcre:\$config_directory\/spam_haters, /,
    );
  });

  test("keys with a dot are dead without lookupdotdomain", () => {
    expect(rowEnded(access("From:.x.test\tREJECT\n"), "etc/mail/access", 1)).toBe("obsolete");
    const dotted = ["SD", "R<?> <$+.$+> <$+> <$- $-> <$*>\t$: < $(access $5:.$2 $: ? $) > <$1.$2> <$3> <$4 $5> <$6>"];
    const site = access("From:.x.test\tREJECT\nFrom:y.test\tREJECT\n", dotted);
    expect(rows(site, "access_sender_domain")?.map((row) => row.split(" ")[0])).toEqual([
      ".x.test",
      "y.test",
      ".y.test",
    ]);
    expect(site.main("parent_domain_matches_subdomains")).not.toContain("smtpd_access_maps");
  });

  test.each([
    ['"550 go away"', "550 5.0.0 go away"],
    ["ERROR:5.7.1:550 no", "550 5.7.1 no"],
    ['ERROR:"554 5.7.2 no"', "554 5.7.2 no"],
    ["451 4.7.0 later", "451 4.7.0 later"],
    ["no code at all", "553 5.3.0 no code at all"],
    ["DISCARD", "DISCARD"],
    ["QUARANTINE:odd", "HOLD odd"],
  ])("%s answers %s", (value, action) => {
    expect(rows(access(`Connect:x.test\t${value}\n`), "access_client")).toEqual([`x.test ${action}`]);
  });

  test("a host that relays for everybody is not carried over", () => {
    const site = addressSite(["SBasic_check_rcpt", "R$*\t$@ OK"]);
    expect(site.main("smtpd_relay_restrictions")).toBe("permit_mynetworks, reject_unauth_destination");
    expect(site.findings.some((one) => one.code === "TR3023" && one.severity === "warning")).toBe(true);
  });
});

describe("other keys of the access table", () => {
  test("TLS by peer becomes a policy by next hop; what has no level needs a person", () => {
    const site = access("TLS_Srv:a.test\tENCR:128\nTry_TLS:b.test\tNO\nTLS_Clt:c.test\tVERIFY\nTLS_Srv:\tENCR:128\n");
    expect(rows(site, "tls_policy")).toEqual(["a.test encrypt", "b.test none"]);
    expect(rows(site, "tls_clients")).toEqual(["c.test reject_plaintext_session"]);
    expect(rowEnded(site, "etc/mail/access", 4)).toBe("manual");
  });

  test("limits that no rule asks for are dead, unknown tags too", () => {
    const site = access("ClientRate:10.1\t5\nmilter-limit-From:\t500\n");
    expect(rowEnded(site, "etc/mail/access", 1)).toBe("obsolete");
  });

  test("log-ins go to a table that only root may read", () => {
    const site = access('AuthInfo:relay.test\t"U:me" "P:geheim"\n');
    expect(rows(site, "sasl_passwd")).toEqual(["relay.test me:geheim"]);
    expect(site.translation.config.tables.find((table) => table.name === "sasl_passwd")?.mode).toBe(0o600);
  });
});
