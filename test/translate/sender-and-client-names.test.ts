import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

const badHelo = [
  "V10/Berkeley",
  "Cwexample.com",
  "SBasic_check_relay",
  'R$* $| <$*> $=w\t$#error $@ 5.7.1 $:"550 bogus HELO name used: " $&s',
  'R$* $| <$*> [$*]\t$#error $@ 5.7.1 $:"550 bogus HELO name used: " $&s',
];

const badMx = (pattern: string): readonly string[] => [
  "V10/Berkeley",
  `KBadMXIP regex -a<BADMXIP> ${pattern}`,
  "SBadMX",
  'R<MX><$*><$*><$*<BADMXIP>:$*>\t$#error $@ 5.1.2 $:"550 Invalid MX record for host "$1',
];

describe("names that clients and senders may not have", () => {
  test("FEATURE block_bad_helo refuses this host's names and names without a dot", () => {
    const small = translated(badHelo);
    expect(small.main("smtpd_helo_restrictions")).toBe(
      "permit_mynetworks, permit_sasl_authenticated, check_helo_access pcre:$config_directory/helo_names, reject_non_fqdn_helo_hostname",
    );
    const table = small.translation.config.tables.find(({ name }) => name === "helo_names");
    expect([...(table?.rows() ?? [])].map(({ key }) => key)).toContain("/^example\\.com$/");
    expect(small.claims.filter(({ code }) => code === "TR3092").map(({ at }) => at.line)).toEqual([4, 5]);
  });

  test("FEATURE badmx refuses senders whose mail exchangers lie in certain networks", () => {
    const small = translated(badMx("^(127\\.|10\\.|0\\.0\\.0\\.0)"));
    expect(small.main("smtpd_sender_restrictions")).toContain(
      "check_sender_mx_access cidr:$config_directory/bad_exchangers",
    );
    const table = small.translation.config.tables.find(({ name }) => name === "bad_exchangers");
    expect([...(table?.rows() ?? [])].map(({ key }) => key)).toEqual(["127.0.0.0/8", "10.0.0.0/8", "0.0.0.0/32"]);
    expect([2, 4].map(small.ended)).toEqual(["approximate", "approximate"]);
  });

  test("a pattern that is no list of networks is a person's", () => {
    expect(translated(badMx("^127\\.0\\.[01]$")).ended(2)).toBe("manual");
  });

  test("domains of LDAP routing end as a person's decision, not unknown", () => {
    expect(translated(["V10/Berkeley", "C{LDAPRoute}example.com"]).ended(2)).toBe("manual");
  });
});
