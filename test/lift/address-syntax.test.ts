import { describe, expect, test } from "vitest";
import { policyOf } from "../support/small-cf.ts";

const syntaxOf = (level: string, rules: readonly string[]) => policyOf([level, "S3", ...rules]).addressSyntax;

describe("how addresses are read", () => {
  test("hosts are looked up by the rule of 8.6 and 8.8, too, which puts two parts of the name together", () => {
    const old = ["R$* < @ $* $~P > $*\t$: $1 < @ $[ $2 $3 $] > $4"];
    expect(syntaxOf("V5", old).completesShortNames.value).toBe(true);
  });

  test("hosts of one class, or behind .UUCP, are not all hosts", () => {
    const some = [
      "R$* < @ $+ . UUCP > $*\t$: $1 < @ $[ $2 $] . UUCP . > $3",
      "R$* $| $* < @ $* $={Canonify} > $*\t$: $2 < @ $[ $3 $4 $] > $5",
    ];
    expect(syntaxOf("V10", some).completesShortNames.value).toBe(false);
  });

  test("a sender checked after rewriting is refused under the loopback names that no rule rewrote", () => {
    const late = [
      "R$* < @ localhost > $*\t$: $1 < @ $j . > $2",
      "SBasic_check_mail",
      "R<@> < $* @ localhost >\t$: < ? $&{client_name} > < $1 @ localhost >",
      "R<@> < $* @ localhost.localdomain >\t$: < ? $&{client_name} > < $1 @ localhost.localdomain >",
      "Scheck_rcpt",
      'R$*\t$: $1 $| $>"Basic_check_mail" <$&f>',
    ];
    const names = (rules: readonly string[]) => syntaxOf("V10", rules).foreignLoopbackNames.map(({ value }) => value);
    expect(syntaxOf("V10", late).foreignLoopback.value).toBe("take");
    expect(names(late)).toEqual(["localhost.localdomain"]);
    expect(names(["R$* < @ localhost . localdomain > $*\t$: $1 < @ $j . > $2", ...late])).toEqual([]);
  });

  test("a sender that 8.9 checks after ruleset 3 is no longer at localhost when its rules for that are asked", () => {
    const check = (first: string): readonly string[] => [
      "R$* < @ localhost > $*\t$: $1 < @ $j . > $2",
      "Scheck_mail",
      'R$*\t$: $>"Basic_check_mail" $1',
      "SBasic_check_mail",
      first,
      "R<$+> $* < @localhost >\t$: < ? $&{client_name} > <$1> $2 < @localhost >",
    ];
    expect(syntaxOf("V8", check("R$*\t$: <?> $>3 $1")).foreignLoopback.value).toBe("take");
    expect(syntaxOf("V8", check("R$*\t$: <?> $1")).foreignLoopback.value).toBe("refuse");
  });

  test("a flag that mail of the host's own users has completes their short names (main.c: daemon_flags)", () => {
    const flagged = syntaxOf("V10", ["R$* c $* $| $* < @ $* > $*\t$: $3 < @ $[ $4 $] > $5"]);
    expect(flagged.completesShortNames.value).toBe(true);
    expect(flagged.completesSubmittedOnly.value).toBe(true);
    const always = syntaxOf("V10", ["R$* < @ $* > $*\t$: $1 < @ $[ $2 $] > $3"]);
    expect(always.completesSubmittedOnly.value).toBe(false);
  });

  test("user+detail of 8.7 and 8.8, whose local mailer is told the detail without its sign", () => {
    const policy = policyOf(["V7", "S5", "R$+ + $*\t$#local $@ $2 $: $1 + *"]);
    expect(policy.addressSyntax.extensionDelimiter.value).toBe("+");
  });
});
