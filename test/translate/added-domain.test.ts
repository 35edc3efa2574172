import { expect, it } from "vitest";
import { translated } from "../support/small-cf.ts";

const rules = (domain: string): string[] => [
  "V10/Berkeley",
  "Djmail.site.example",
  "SAddDomain",
  "R$* < @ $* > $*\t$@ $1 < @ $2 > $3",
  `R$+\t$@ $1 < @ ${domain} >`,
];

it("FEATURE(always_add_domain) with a domain of its own is text of the library, and said to end otherwise", () => {
  const small = translated(rules("site.example"));
  expect([3, 4, 5].map(small.ended)).toEqual(["default", "default", "approximate"]);
});

it("the same words in another ruleset of the library are a person's", () => {
  const small = translated(["V10/Berkeley", "SMasqSMTP", "R$+\t$@ $1 < @ site.example >"]);
  expect(small.ended(3)).toBe("manual");
});

it("without one, or with the host's own name, addresses get what Postfix adds", () => {
  expect(translated(rules("*LOCAL*")).ended(5)).toBe("default");
  expect(translated(rules("mail.site.example")).ended(5)).toBe("exact");
});
