import { describe, expect, test } from "vitest";
import { addressSite, rowEnded, rows } from "../support/address-site.ts";

const dnsbl = (zone: string, refuse: string, failure = "R<?>$+<TMP>\t$: TMPOK") => [
  "Kdnsbl dns -R A -T<TMP>",
  "SBasic_check_relay",
  "R$*\t$: $&{client_addr}",
  `R$-.$-.$-.$-\t$: <?> $(dnsbl $4.$3.$2.$1.${zone}. $: OK $)`,
  "R<?>OK\t$: OKSOFAR",
  failure,
  refuse,
];

describe("lists in the DNS", () => {
  test("the usual rules of dnsbl become reject_rbl_client", () => {
    const usual = 'R<?>$+\t$#error $@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at bl.test"';
    const site = addressSite(dnsbl("bl.test", usual));
    expect(site.main("smtpd_client_restrictions")).toBe("reject_rbl_client bl.test");
    expect(site.main("rbl_reply_maps")).toBeUndefined();
    expect(site.ended(7)).toBe("exact");
    expect(site.ended(10)).toBe("approximate");
  });

  test("an own text is kept", () => {
    const own = 'R<?>$+\t$#error $@ 5.7.1 $: "550 Mail from " $&{client_addr} " refused"';
    expect(rows(addressSite(dnsbl("bl.test", own)), "rbl_replies")).toEqual([
      "bl.test 550 5.7.1 Mail from $client_address refused",
    ]);
  });

  test("answers that count become a filter (enhdnsbl)", () => {
    const rules = dnsbl("bl.test", 'R<?>127.0.0.2.\t$#error $@ 5.7.1 $: "550 no"').map((line) =>
      line.replace("(dnsbl", "(ednsbl"),
    );
    const site = addressSite([...rules, 'R<?>127.0.0.4.\t$#error $@ 5.7.1 $: "550 no"']);
    expect(site.main("smtpd_client_restrictions")).toBe("reject_rbl_client bl.test=127.0.0.[2;4]");
  });

  test("quarantine needs a person", () => {
    const site = addressSite(dnsbl("bl.test", "R<?>$+\t$#error $@ quarantine $: bl.test"));
    expect(site.main("smtpd_client_restrictions")).toBeUndefined();
    expect(site.ended(10)).toBe("manual");
  });
});

describe("pauses and limits", () => {
  test("a pause before the greeting is taken by smtpd", () => {
    const site = addressSite(["Sgreet_pause", "R$*\t$# 5000"]);
    expect(site.main("smtpd_client_restrictions")).toBe("permit_mynetworks, sleep 5, reject_unauth_pipelining");
  });

  test("the entry for everybody gives the limit, entries of 0 are exempt", () => {
    const site = addressSite(["Kaccess hash /etc/mail/access", "SBasic_check_relay", 'R$*\t$: $>"RateControl" dummy'], {
      "etc/mail/access": "ClientRate:\t12\nClientRate:10.1\t0\nClientRate:10.2\t4\n",
    });
    expect(site.main("smtpd_client_connection_rate_limit")).toBe("12");
    expect(site.main("smtpd_client_event_limit_exceptions")).toBe("$mynetworks, 10.1.0.0/16");
    expect(rowEnded(site, "etc/mail/access", 3)).toBe("approximate");
  });

  test("connections at once and their rate have a number each, and the rate of the access table wins", () => {
    const rules = ["SBasic_check_relay", 'R$*\t$: $>"RateControl" dummy', 'R$*\t$: $>"ConnControl" dummy'];
    const site = addressSite(["O ConnectionRateThrottle=3", "Kaccess hash /etc/mail/access", ...rules], {
      "etc/mail/access": "ClientRate:\t12\nClientConn:\t10\n",
    });
    expect(site.main("smtpd_client_connection_count_limit")).toBe("10");
    expect(site.main("smtpd_client_connection_rate_limit")).toBe("12");
  });

  test("without limits on the old host there are none", () => {
    expect(addressSite([]).main("smtpd_client_connection_count_limit")).toBe("0");
  });
});

describe("log-ins at other servers", () => {
  const smart = ["DSesmtp:[s.test]", "Sparse=0", "R$* < @ $* > $*\t$: $>MailerToTriple < $S > $1 < @ $2 > $3"];

  test("a server's log-in stands under its name and under the next hop as it is written", () => {
    const site = addressSite(["Kauthinfo hash /etc/mail/authinfo", ...smart], {
      "etc/mail/authinfo": 'AuthInfo:s.test "U:root" "I:me" "P=Z2VoZWlt" "M:PLAIN LOGIN"\n',
    });
    expect(rows(site, "sasl_passwd")).toEqual(["s.test me:geheim", "[s.test] me:geheim"]);
    expect(site.main("smtp_sasl_mechanism_filter")).toBe("plain, login");
    expect(rowEnded(site, "etc/mail/authinfo", 1)).toBe("manual");
  });

  test("a log-in for any server goes to the smart host only", () => {
    const site = addressSite(["Kauthinfo hash /etc/mail/authinfo", ...smart], {
      "etc/mail/authinfo": 'AuthInfo: "U:me" "P:geheim"\n',
    });
    expect(rows(site, "sasl_passwd")).toEqual(["[s.test] me:geheim"]);
  });
});
