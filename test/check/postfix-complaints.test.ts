import { expect, it } from "vitest";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { checkParameters } from "../../src/postfix/read/check-parameters.ts";
import { readScratch } from "../postfix/read/postfix-directory.ts";
import { peerSuite } from "../support/peers/index.ts";
import { runPeer, scratchDirectory } from "../support/postfix-peer.ts";

const main = "compatibility_level = 3.6\nmyhostname = mail.example.com\n";
const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

/** What postconf (`-n`, `-x`, `-M`, `-P`) and `postfix check` print on standard error, and what check finds. */
function bothSay(mainText: string, masterText: string): { readonly theirs: string; readonly ours: readonly string[] } {
  const scratch = scratchDirectory({ "main.cf": mainText, "master.cf": masterText });
  try {
    const theirs = ["-n", "-x", "-M", "-P"].map((flag) => runPeer("postconf", ["-c", scratch.path, flag]).stderr);
    theirs.push(runPeer("postfix", ["-c", scratch.path, "check"]).stderr);
    const directory = readScratch(scratch.path);
    const ours = [...directory.diagnostics, ...checkParameters(directory)].map(({ code, at }) => `${code} ${at?.line}`);
    return { theirs: theirs.join(""), ours };
  } finally {
    scratch.remove();
  }
}

/** Text that is added to main.cf (line 3) or that is the first entry of master.cf: what both say of it. */
const inMain: readonly (readonly [string, RegExp, string])[] = [
  ["soft_bounce\n", /missing '=' after attribute name/, "PF4002 3"],
  ["= x\n", /missing attribute name/, "PF4002 3"],
  ["biff = no\nbiff = yes\n", /line 4: overriding earlier entry/, "PF4004 4"],
  ["relayhost = ${x\n", /truncated macro reference/, "PF4005 3"],
  ["relayhost = $(x\n", /truncated macro reference/, "PF4005 3"],
  ["relayhost = ${{a} = {b} ? {x} : {y}}\n", /expected at/, "PF4005 3"],
  ["a = $b\nb = $a\nrelayhost = $a\n", /unreasonable macro call nesting/, "PF4005 5"],
  ["compatibility_level = new\n", /malformed compatibility level/, "PF4014 3"],
  ["typo = 1\n", /unused parameter: typo/, "PF4010 3"],
  ["relayhost = $nowhere\n", /undefined parameter: nowhere/, "PF4013 3"],
  ["inet_protocols = ipv5\n", /unknown inet_protocols value/, "PF4014 3"],
  ["mynetworks_style = world\n", /unknown mynetworks mask style/, "PF4014 3"],
];
const inMaster: readonly (readonly [string, RegExp, string])[] = [
  ["x inet n - n - -\n", /bad field count/, "PF4003 1"],
  ["x tcp n - n - - smtpd\n", /invalid type field/, "PF4003 1"],
  ["x inet n - maybe - - smtpd\n", /invalid chroot field/, "PF4003 1"],
  ["x inet q - n - - smtpd\n", /invalid private field/, "PF4003 1"],
  ["x unix n - n soon 1 pickup\n", /invalid wakeup field/, "PF4003 1"],
  ["x inet n - n - lots smtpd\n", /invalid process_limit field/, "PF4003 1"],
  ["x inet n - n - - smtpd\n  -o { biff=yes\n", /missing '}'/, "PF4003 1"],
  ["  -o x=y\nx inet n - n - - smtpd\n", /must not start with whitespace/, "PF4001 1"],
];

peerSuite(["postfix"], "what check says beside the standard error of postconf and postfix check", () => {
  it.each(inMain)("of main.cf with %j", (text, said, finding) => {
    const { theirs, ours } = bothSay(main + text, master);
    expect(theirs).toMatch(said);
    expect(ours).toContain(finding);
  });

  it.each(inMaster)("of master.cf with %j", (text, said, finding) => {
    const { theirs, ours } = bothSay(main, text + master);
    expect(theirs).toMatch(said);
    expect(ours).toContain(finding);
  });

  it("is nothing where they are silent", () => {
    const fine =
      "office = {office.example}\nrelay_domains = $office\nrelayhost = ${{$biff} == {no} ? {[hub.example]}}\n";
    const services = "x inet n - n - - smtpd\n  -o { soft_bounce = yes }\n  -o relayhost=\n";
    const { theirs, ours } = bothSay(main + fine, services + master);
    expect(theirs).toBe("");
    expect(ours).toEqual([]);
  });
});
