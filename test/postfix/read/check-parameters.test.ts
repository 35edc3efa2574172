import { describe, expect, it } from "vitest";
import type { PostfixVersion } from "../../../src/postfix/config.ts";
import { checkParameters } from "../../../src/postfix/read/check-parameters.ts";
import { scratchDirectory } from "../../support/postfix-peer.ts";
import { readScratch } from "./postfix-directory.ts";

function findings(main: string, version: PostfixVersion = "3.7"): readonly string[] {
  const scratch = scratchDirectory({ "main.cf": main });
  const directory = readScratch(scratch.path, "/", version);
  const found = [...directory.diagnostics, ...checkParameters(directory)];
  scratch.remove();
  return found.map((each) => `${each.at?.line}:${each.at?.column} ${each.code} ${each.message}`);
}

describe("checking the parameters of a directory", () => {
  it("says nothing about a sound one", () => {
    expect(findings("mydestination = $myhostname, $own\nown = example.com\n")).toEqual([]);
  });

  it("suggests the parameter that a misspelt name meant", () => {
    expect(findings("mydestinaton = x\nvirtual_alias-domains = x\nzzz = 1\n")).toEqual([
      "1:1 PF4010 Nothing in Postfix 3.7 uses mydestinaton; was mydestination meant?",
      "2:1 PF4010 Nothing in Postfix 3.7 uses virtual_alias-domains; was virtual_alias_domains meant?",
      "3:1 PF4010 Nothing in Postfix 3.7 uses zzz",
    ]);
  });

  it("knows in which versions a parameter exists and what replaced it", () => {
    expect(findings("smtp_min_data_rate = 10\n", "3.6")).toEqual([
      "1:1 PF4011 smtp_min_data_rate came with Postfix 3.7; Postfix 3.6 does not know it",
    ]);
    expect(findings("smtp_use_tls = yes\n", "3.8")).toEqual([]);
    expect(findings("smtp_use_tls = yes\n", "3.9")).toEqual([
      "1:1 PF4012 smtp_use_tls is deprecated since Postfix 3.9; set smtp_tls_security_level instead",
    ]);
  });

  it("finds values that do not fit, broken references and names that nobody sets", () => {
    expect(findings("biff = maybe\nhopcount_limit = ten\nqueue_run_delay = 5x\nrelayhost = $nobody ${x\n")).toEqual([
      '1:1 PF4014 biff must be yes or no, not "maybe"',
      '2:1 PF4014 hopcount_limit must be a whole number, not "ten"',
      '3:1 PF4014 queue_run_delay must be a number, with or without s, m, h, d or w, not "5x"',
      '4:1 PF4005 relayhost: truncated macro reference: "$nobody ${x"',
      "4:1 PF4013 relayhost refers to $nobody, which is not set anywhere",
    ]);
  });

  it("reads on after a line that Postfix would not accept", () => {
    expect(findings(" lost = 1\nno equals sign\n= x\nbiff = no\nbiff = yes\n")).toEqual([
      "1:1 PF4001 This line begins with white space and continues nothing: Postfix ignores it",
      '2:1 PF4002 "=" is missing after no',
      '3:1 PF4002 There is no name before "="',
      "5:1 PF4004 biff was set before; this value replaces it",
    ]);
  });
});
