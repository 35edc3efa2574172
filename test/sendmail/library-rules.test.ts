import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { SendmailConfig } from "../../src/sendmail/config.ts";
import { recognise } from "../../src/sendmail/library-rules.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { normalisedRule } from "../../src/sendmail/rule-fingerprint.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";

const university = new URL("../../fixtures/university/root/etc/mail/sendmail.cf", import.meta.url);

function configOf(text: string): SendmailConfig {
  const facts = { hostname: "mail.example.com", hostnameAssumed: false, other: new Map() };
  return readSendmailConfig(parseCf({ path: "sendmail.cf", text }).ast, openSite("/nonexistent"), facts).config;
}

function handWritten(text: string): readonly string[] {
  return [...recognise(configOf(text))]
    .filter(([, { kind }]) => kind === "hand-written")
    .map(([rule]) => rule.lhs.text);
}

const text = readFileSync(university, "latin1");

it("tells the rules that a person added to a generated file from those of the library", () => {
  expect(handWritten(text)).toEqual([
    "$+ < @ lists . physics . uni . example . >",
    "$+ < @ lists . physics . uni . example >",
    "Make money fast $*",
  ]);
});

it("names the feature that brings a rule", () => {
  const features = new Set(
    [...recognise(configOf(text)).values()].flatMap((s) => (s.kind === "library" ? s.feature : [])),
  );
  expect([...features]).toEqual(expect.arrayContaining(["base", "access_db", "mailertable", "virtusertable"]));
});

it("does not take an edited library rule for the library's", () => {
  const line = text.split("\n").find((one) => one.startsWith("R$* < @ localhost > $*")) ?? "";
  expect(handWritten(text.replace(line, line.replace("localhost", "other")))).toContain("$* < @ other > $*");
});

it("takes a library rule for hand-written in another ruleset", () => {
  expect(handWritten(`V10\nSMine\nR$* < @ localhost > $*\t$: $1 < @ $j . > $2\n`)).toHaveLength(1);
});

it("does not count blanks, the zone of a DNS list or the words of a refusal", () => {
  const list = (zone: string) => normalisedRule("$-.$-.$-.$-", `$: <?> $(dnsbl $4.$3.$2.$1.${zone}. $: OK $)`);
  expect(list("one.example")).toBe(list("other.example.net"));
  expect(normalisedRule("<?>$+", '$#error $@ 5.7.1 $: "550 Away"')).toBe(
    normalisedRule("<?>$+", '$#error  $@ 5.7.1 $: "551 Go" $&{client_addr}'),
  );
});

it("counts whether a refusal is for good or for now", () => {
  expect(normalisedRule("$*", '$#error $@ 5.7.1 $: "550 Away"')).not.toBe(
    normalisedRule("$*", '$#error $@ 4.7.1 $: "450 Later"'),
  );
});
