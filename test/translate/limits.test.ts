import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("limits", () => {
  test("a size limit frees mailboxes, because local(8) refuses a mailbox limit below it", () => {
    const small = translated(["V10", "O MaxMessageSize=5000000"]);
    expect(small.main("message_size_limit")).toBe("5000000");
    expect(small.main("mailbox_size_limit")).toBe("0");
    expect(small.main("virtual_mailbox_limit")).toBe("0");
    expect(small.ended(2)).toBe("exact");
  });

  test("without a size limit any size is taken", () => {
    const small = translated(["V10"]);
    expect(small.main("message_size_limit")).toBe("0");
    expect(small.main("mailbox_size_limit")).toBe("0");
  });

  test("an old Ob line sets free blocks and the message size", () => {
    const small = translated(["V4", "Ob4/1000000"]);
    expect(small.main("queue_minfree")).toBe("4096");
    expect(small.main("message_size_limit")).toBe("1000000");
    expect(small.ended(2)).toBe("approximate");
  });

  test("hop count is written although nothing is said, because the silent defaults differ", () => {
    expect(translated(["V10"]).main("hopcount_limit")).toBe("25");
    expect(translated(["V10", "O MaxHopCount=50"]).ended(2)).toBe("default");
  });

  test("connections of one client have no limit, as on the old host", () => {
    expect(translated(["V10"]).main("smtpd_client_connection_count_limit")).toBe("0");
  });

  test("a rate for all clients becomes one for each over the same window", () => {
    const small = translated(["V10", "O ConnectionRateThrottle=3", "O ConnectionRateWindowSize=10m"]);
    expect(small.main("smtpd_client_connection_rate_limit")).toBe("1800");
    expect(small.main("anvil_rate_time_unit")).toBe("10m");
    expect(small.ended(2)).toBe("approximate");
  });

  test("load averages have no counterpart", () => {
    const small = translated(["V10", "O QueueLA=8", "O RefuseLA=12", "O QueueFactor=600000"]);
    expect([2, 3, 4].map(small.ended)).toEqual(["unsupported", "unsupported", "obsolete"]);
  });

  test("MaxDaemonChildren is the process limit of smtpd", () => {
    const small = translated(["V10", "O MaxDaemonChildren=40"]);
    const smtpd = small.translation.config.services.find((service) => service.command === "smtpd");
    expect(smtpd?.processLimit).toBe("40");
    expect(small.ended(2)).toBe("approximate");
  });

  test("a value that is no number is left to a person", () => {
    const small = translated(["V10", "O MaxRecipientsPerMessage=many"]);
    expect(small.ended(2)).toBe("manual");
    expect(small.note(2)).toContain("many");
  });
});
