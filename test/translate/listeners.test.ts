import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("listeners", () => {
  test("without a line the server listens on port 25 of every address", () => {
    const small = translated(["V10"]);
    expect(small.service("smtp", "inet")).toBe("smtpd");
    expect(small.main("inet_interfaces")).toBeUndefined();
  });

  test("a listener on the loopback address alone is loopback-only", () => {
    const small = translated(["V10", "O DaemonPortOptions=Port=smtp,Addr=127.0.0.1, Name=MTA"]);
    expect(small.main("inet_interfaces")).toBe("loopback-only");
    expect(small.service("smtp", "inet")).toBe("smtpd");
    expect(small.ended(2)).toBe("exact");
  });

  test("a submission port that wants log-in and refuses ETRN", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Port=smtp, Name=MTA",
      "O DaemonPortOptions=Port=587, Name=MSA, M=Ea",
    ]);
    expect(small.service("submission")).toBe(
      "smtpd -o syslog_name=postfix/submission -o smtpd_sasl_auth_enable=yes " +
        "-o smtpd_client_restrictions=permit_sasl_authenticated,reject -o smtpd_etrn_restrictions=reject",
    );
    expect([2, 3].map(small.ended)).toEqual(["exact", "exact"]);
  });

  test("TLS from the first byte", () => {
    const small = translated(["V10", "O DaemonPortOptions=Port=smtps, Name=TLSMTA, M=s"]);
    expect(small.service("smtps")).toContain("-o smtpd_tls_wrappermode=yes");
  });

  test("a host that has no port 25 has no smtp service", () => {
    const small = translated(["V10", "O DaemonPortOptions=Port=587, Name=MSA"]);
    expect(small.service("smtp", "inet")).toBeUndefined();
    expect(small.service("submission", "inet")).toBeDefined();
  });

  test("ports on different addresses carry their addresses in master.cf", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Port=25, Addr=192.0.2.1",
      "O DaemonPortOptions=Port=587, Addr=127.0.0.1",
    ]);
    expect(small.service("192.0.2.1:smtp")).toBeDefined();
    expect(small.service("127.0.0.1:submission")).toBeDefined();
    expect(small.main("inet_interfaces")).toBeUndefined();
  });

  test("a port that an earlier line listens at was never opened again, and is said", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Name=MTA, Port=25",
      "O DaemonPortOptions=Name=MSA, Port=587, M=Ea",
      "O DaemonPortOptions=Name=MSA, Port=submission, M=E",
    ]);
    const names = small.translation.config.services
      .filter(({ command }) => command === "smtpd")
      .map(({ name }) => name);
    expect(names).toEqual(["smtp", "submission"]);
    expect(small.service("submission")).toContain("permit_sasl_authenticated,reject");
    expect([3, 4].map(small.ended)).toEqual(["exact", "manual"]);
  });

  test("families of one port that ask for different things are two services", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Name=MTA-v4, Family=inet, M=a",
      "O DaemonPortOptions=Name=MTA-v6, Family=inet6, M=A",
    ]);
    const names = small.translation.config.services
      .filter(({ command }) => command === "smtpd")
      .map(({ name }) => name);
    expect(names.sort()).toEqual(["0.0.0.0:smtp", "[::]:smtp"]);
  });

  test("lines for both families are one service", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Name=MTA-v4, Family=inet",
      "O DaemonPortOptions=Name=MTA-v6, Family=inet6, Modifiers=O",
    ]);
    expect(small.translation.config.services.filter((service) => service.command === "smtpd")).toHaveLength(1);
    expect(small.main("inet_protocols")).toBeUndefined();
  });

  test("one family alone limits outgoing mail, too, and the report says so", () => {
    const small = translated(["V10", "O DaemonPortOptions=Name=MTA, Family=inet"]);
    expect(small.main("inet_protocols")).toBe("ipv4");
    expect(small.ended(2)).toBe("approximate");
  });

  test("IPv6 alone does not keep mail from leaving by IPv4", () => {
    const small = translated(["V10", "O DaemonPortOptions=Name=MTA, Family=inet6"]);
    expect(small.main("inet_protocols")).toBeUndefined();
  });

  test("filters of one listener are its own", () => {
    const small = translated([
      "V10",
      "O DaemonPortOptions=Name=MTA, I=",
      "O DaemonPortOptions=Port=587, Name=MSA, InputMailFilters=spam",
      "Xspam, S=inet:783@127.0.0.1, F=T",
    ]);
    expect(small.service("submission")).toContain("smtpd_milters={ inet:127.0.0.1:783, default_action=tempfail }");
    expect(small.ended(4)).toBe("exact");
  });

  test("a file socket cannot be listened on", () => {
    expect(translated(["V10", "O DaemonPortOptions=Family=local, Addr=/var/run/smtp"]).ended(2)).toBe("unsupported");
  });

  test("settings without a counterpart are named", () => {
    const small = translated(["V10", "O DaemonPortOptions=Name=MTA, delayLA=12, children=5"]);
    expect(small.note(2)).toContain("delayLA=12");
    expect(small.translation.config.services[0]?.processLimit).toBe("5");
  });
});
