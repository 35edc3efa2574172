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

  test("a number behind the smart host is a second host to sendmail (deliver.c, parse_hostsignature), not a port", () => {
    const small = translated([
      "V10",
      "DSesmtp:[smtp.example.net]:587",
      "Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h",
      "SMailerToTriple=95",
      "R< $- : $* > $*\t$# $1 $@ $2 $: $3",
      "S0",
      "R$* < @ $* > $*\t$: $>MailerToTriple < $S > $1 < @ $2 > $3",
    ]);
    expect(small.main("relayhost")).toBe("[smtp.example.net], 587");
    expect(small.ended(2)).toBe("exact");
    expect(small.note(2)).toContain("587 is another host");
  });
});
