import { describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

describe("a relay mailer with a port of its own", () => {
  test("hands mail to the smart host by that port", () => {
    const small = translated([
      "V10",
      "DSsmtp.example.net",
      "Mrelay, P=[IPC], F=mDFMuXa8, A=TCP $h 587",
      "S0",
      "R$* < @ $* > $*\t$#relay $@ $S $: $1 < @ $2 > $3",
    ]);
    expect(small.main("relayhost")).toBe("smtp.example.net:587");
  });
});
