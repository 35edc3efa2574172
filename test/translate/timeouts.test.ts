import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("timeouts", () => {
  test("waits of the client and of the server", () => {
    const small = translated([
      "V10",
      "O Timeout.mail=2m",
      "O Timeout.rcpt=30m",
      "O Timeout.datafinal=1h",
      "O Timeout.command=5m",
      "O Timeout.starttls=10m",
    ]);
    expect(small.main("smtp_mail_timeout")).toBe("2m");
    expect(small.main("smtp_rcpt_timeout")).toBe("30m");
    expect(small.main("smtp_data_done_timeout")).toBe("1h");
    expect(small.main("smtpd_timeout")).toBe("5m");
    expect(small.main("smtp_starttls_timeout")).toBe("10m");
    expect(small.main("smtpd_starttls_timeout")).toBe("10m");
    expect([2, 3, 4, 5, 6].map(small.ended)).toEqual(["exact", "exact", "exact", "exact", "exact"]);
  });

  test("a number without a letter counts in minutes", () => {
    expect(translated(["V10", "O Timeout.quit=2"]).main("smtp_quit_timeout")).toBe("2m");
  });

  test("a wait that is Postfix's own, written in another unit, is a default", () => {
    const small = translated(["V10", "O Timeout.datainit=2m"]);
    expect(small.main("smtp_data_init_timeout")).toBe("120s");
    expect(small.ended(2)).toBe("default");
  });

  test("the greeting and EHLO share one wait: the longer one", () => {
    const small = translated(["V10", "O Timeout.initial=7m", "O Timeout.helo=3m"]);
    expect(small.main("smtp_helo_timeout")).toBe("7m");
    expect(small.ended(2)).toBe("approximate");
  });

  test("the old Or2h sets six waits at once", () => {
    const small = translated(["V4", "Or2h"]);
    expect(small.main("smtp_mail_timeout")).toBe("2h");
    expect(small.main("smtpd_timeout")).toBe("2h");
    expect(small.ended(2)).toBe("exact");
  });

  test("ident that was never asked needs nothing, ident that was asked is lost", () => {
    expect(translated(["V10", "O Timeout.ident=0"]).ended(2)).toBe("default");
    expect(translated(["V10", "O Timeout.ident=5s"]).ended(2)).toBe("obsolete");
  });

  test("waits of the resolver belong to the system", () => {
    expect(translated(["V10", "O Timeout.resolver.retrans=5s"]).ended(2)).toBe("manual");
  });
});
