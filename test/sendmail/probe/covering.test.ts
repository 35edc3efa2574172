import { describe, expect, it } from "vitest";
import type { SendmailConfig } from "../../../src/sendmail/config.ts";
import { type CoveringSet, coveringSet } from "../../../src/sendmail/probe/covering.ts";
import { noOtherConstants, type Probe, probeText } from "../../../src/sendmail/probe/probe.ts";
import { readSendmailConfig } from "../../../src/sendmail/read-config.ts";
import { compileRulesets, type RulesetEngine } from "../../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../../src/source/site.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { scratchTree } from "../../support/scratch.ts";

const cf = [
  "V10/Berkeley",
  "Djmail.example.com",
  "Cwlocalhost mail.example.com example.com",
  "C{Fax}fax telefax",
  "Kroutes hash /etc/mail/routes",
  "S3",
  "R$* < $+ > $*\t$@ $>43 $2",
  "R$*\t$@ $>43 $1",
  "S43",
  "R$+ @ $+\t$: $1 < @ $2 >",
  "R$* < @ $=w >\t$1 < @ $j >",
  "S0",
  "R$+ < @ mail.example.com >\t$#local $: $1",
  "R$- < @ $={Fax} . example . com >\t$#fax $@ $2 $: $1",
  "R$* < @ $+ >\t$: $(routes $2 $: none $) < $1 > < $2 >",
  "Rnone < $* > < $+ >\t$#esmtp $@ $2 $: $1 @ $2",
  "R$+ < $* > < $+ >\t$#esmtp $@ $1 $: $2 @ $3",
  "R$+\t$#local $: $1",
  "S99",
  "R$*\t$: never called",
  "Mlocal, P=/bin/mail, F=lsDFMAw5:/|@q, A=mail -d $u",
  "Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h",
  "Mfax, P=/usr/bin/fax, F=mDFM, A=fax $h $u",
];

function covered(): { readonly set: CoveringSet; readonly engine: RulesetEngine; readonly config: SendmailConfig } {
  const root = scratchTree({
    "etc/mail/routes": "partner.test\t[gate.partner.test]\n",
    "etc/passwd": "anna:x:1000:1000::/home/anna:/bin/sh\n",
  });
  const site = openSite(root);
  const facts = { hostname: "mail.example.com", hostnameAssumed: false, other: new Map<string, string>() };
  const parsed = parseCf({ path: "sendmail.cf", text: `${cf.join("\n")}\n` });
  const { config } = readSendmailConfig(parsed.ast, site, facts);
  const engine = compileRulesets(config, site);
  return { set: coveringSet(config, engine), engine, config };
}

describe("the covering set of probes", () => {
  const { set, engine } = covered();
  const addresses = set.probes.flatMap((probe) => (probe.question === "recipient" ? [probe.address] : []));

  it("fires every rule that can be reached", () => {
    const silent = engine.live().live.filter((rule) => set.fired[rule.id] !== 1);
    expect(silent.map((rule) => rule.text)).toEqual([]);
  });

  it("asks for every key of a table, every account and every member of a class that a rule tests", () => {
    expect(addresses).toEqual(expect.arrayContaining(["someone@partner.test", "anna", "someone@example.com"]));
    expect(addresses.some((address) => /@(fax|telefax)\.example\.com$/.test(address))).toBe(true);
  });

  it("asks of each mailer that sends on what it makes of senders", () => {
    const mailers = new Set(set.probes.flatMap((probe) => ("mailer" in probe ? [probe.mailer] : [])));
    expect([...mailers].sort()).toEqual(["esmtp", "fax"]);
  });

  it("keeps what only the other side of a comparison tells apart", () => {
    const shouts = (probe: Probe): string => (probeText(probe).startsWith("SOMEONE@") ? "loud" : "");
    const { config } = covered();
    const plain = coveringSet(config, covered().engine).probes.map(probeText);
    const both = coveringSet(config, covered().engine, noOtherConstants, shouts).probes.map(probeText);
    expect(plain).not.toContain("SOMEONE@TELEFAX.EXAMPLE.COM");
    expect(both.length).toBeGreaterThan(plain.length);
    expect(both.filter((text) => !plain.includes(text)).some((text) => text.startsWith("SOMEONE@"))).toBe(true);
  });

  it("is the same for the same configuration", () => {
    expect(covered().set.probes.map(probeText)).toEqual(set.probes.map(probeText));
  });

  it("takes no word for fresh that the configuration knows", () => {
    const words = [set.fresh.user, ...set.fresh.domain.split("."), set.fresh.label];
    expect(words.filter((word) => set.material.words.has(word))).toEqual([]);
  });
});
