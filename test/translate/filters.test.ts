import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("filters", () => {
  test("active filters keep their order, waits and what happens when they are down", () => {
    const small = translated([
      "V10",
      "O InputMailFilters=grey, clam",
      "Xclam, S=local:/run/clamav/clamav.socket, F=T, T=C:1m;S:4m;R:4m;E:10m",
      "Xgrey, S=inet:8891@localhost",
    ]);
    expect(small.main("smtpd_milters")).toBe(
      "inet:localhost:8891, { unix:/run/clamav/clamav.socket, connect_timeout=60s, command_timeout=240s, " +
        "content_timeout=600s, default_action=tempfail }",
    );
    expect(small.main("non_smtpd_milters")).toBe("$smtpd_milters");
    expect(small.main("milter_default_action")).toBe("accept");
    expect([2, 3, 4].map(small.ended)).toEqual(["exact", "exact", "exact"]);
  });

  test("a filter that no list names was never asked", () => {
    const small = translated(["V10", "Xold, S=inet:8891@localhost"]);
    expect(small.main("smtpd_milters")).toBeUndefined();
    expect(small.ended(2)).toBe("default");
  });

  test("a listed filter that is defined nowhere is left to a person", () => {
    const small = translated(["V10", "O InputMailFilters=ghost"]);
    expect(small.ended(2)).toBe("manual");
    expect(small.note(2)).toContain("ghost");
  });

  test("filters are told what Postfix knows", () => {
    const small = translated([
      "V10",
      "O InputMailFilters=grey",
      "Xgrey, S=inet:8891@localhost",
      "O Milter.macros.connect=j, _, {daemon_name}, {client_addr}",
      "O Milter.macros.eom={msg_id}",
    ]);
    expect(small.main("milter_connect_macros")).toBe("j _ {daemon_name} {client_addr}");
    expect([4, 5].map(small.ended)).toEqual(["exact", "approximate"]);
    expect(small.note(5)).toContain("{msg_id}");
  });

  test("a socket that cannot be read is left to a person", () => {
    const small = translated(["V10", "O InputMailFilters=odd", "Xodd, S=pigeon:coop"]);
    expect(small.ended(3)).toBe("manual");
  });
});
