import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("queue", () => {
  test("lifetime and warning time, in the new and in the old form", () => {
    const modern = translated(["V10", "O Timeout.queuereturn=7d", "O Timeout.queuewarn=4h"]);
    const old = translated(["V4", "OT7d/4h"]);
    for (const small of [modern, old]) {
      expect(small.main("maximal_queue_lifetime")).toBe("7d");
      expect(small.main("bounce_queue_lifetime")).toBe("7d");
      expect(small.main("delay_warning_time")).toBe("4h");
      expect(small.ended(2)).toBe("exact");
    }
  });

  test("bounces may have a shorter life, never a longer one", () => {
    const shorter = translated(["V10", "O Timeout.queuereturn=5d", "O Timeout.queuereturn.dsn=1d"]);
    expect(shorter.main("bounce_queue_lifetime")).toBe("1d");
    const longer = translated(["V10", "O Timeout.queuereturn=2d", "O Timeout.queuereturn.dsn=9d"]);
    expect(longer.main("bounce_queue_lifetime")).toBe("2d");
    expect(longer.ended(3)).toBe("approximate");
  });

  test("a retry time of minutes makes the queue be looked at as often", () => {
    const small = translated(["V10", "O MinQueueAge=2m", "O MaxQueueAge=1h"]);
    expect(small.main("minimal_backoff_time")).toBe("2m");
    expect(small.main("queue_run_delay")).toBe("2m");
    expect(small.main("maximal_backoff_time")).toBe("1h");
  });

  test("queue-only delivery holds SMTP mail back", () => {
    const small = translated(["V10", "O DeliveryMode=q"]);
    expect(small.main("defer_transports")).toBe("relay, smtp");
    expect(small.ended(2)).toBe("approximate");
    expect(translated(["V10", "O DeliveryMode=i"]).ended(2)).toBe("default");
  });

  test("expensive mailers wait only when HoldExpensive is set and something uses them", () => {
    const mailers = [
      "Mprog, P=/bin/sh, F=lsDFM, S=10, R=20, A=sh -c $u",
      "Msmtp, P=[IPC], F=mDFMueX, S=11, R=21, A=TCP $h",
      "S0",
      "R$+ < @ $+ >\t$#smtp $@ $2 $: $1 < @ $2 >",
    ];
    expect(translated(["V10", "O HoldExpensive=True", ...mailers]).main("defer_transports")).toBe("smtp");
    expect(translated(["V10", "O HoldExpensive=False", ...mailers]).main("defer_transports")).toBeUndefined();
  });

  test("priorities of any kind are obsolete", () => {
    const small = translated(["V10", "O ClassFactor=1800", "O RecipientFactor=30000", "Pbulk=-60"]);
    expect([2, 3, 4].map(small.ended)).toEqual(["obsolete", "obsolete", "obsolete"]);
  });

  test("a queue group is left to a person, with what it asked for", () => {
    const small = translated(["V10", "Qfast, P=/var/spool/mqueue/fast, I=5m, R=10, r=20"]);
    expect(small.ended(2)).toBe("manual");
    expect(small.note(2)).toContain("an interval of 5m");
    expect(small.note(2)).toContain("fast_destination_recipient_limit");
  });

  test("an earlier line that a later one replaces has no effect", () => {
    const small = translated(["V10", "O Timeout.queuereturn=3d", "O Timeout.queuereturn=9d"]);
    expect(small.main("maximal_queue_lifetime")).toBe("9d");
    expect(small.ended(2)).toBe("obsolete");
    expect(small.note(2)).toContain("Line 3");
  });
});
