import { describe, expect, test } from "vitest";
import type { TwoAnswers } from "../../../src/check/verification/forms.ts";
import { kindOf } from "../../../src/check/verification/kind-of.ts";
import { leavesOutcome } from "../../../src/check/verification/outcome.ts";

const known = new Set(["local", "smtp", "hub", "example", "25"]);

function kind(address: string, old: string, now: string): string {
  const answer = (leaf: string): TwoAnswers["sendmail"] => ({ outcome: leavesOutcome([leaf]), detail: {} });
  return kindOf({ probe: { question: "recipient", address }, sendmail: answer(old), postfix: answer(now) }, known);
}

describe("the kind of a difference", () => {
  const witness = kind("anna.bert", "smtp anna.hub.example:25 bert@anna.hub.example", "local anna.bert");

  test("is the same for other words that the configuration does not name", () => {
    expect(kind("carl.dora", "smtp carl.hub.example:25 dora@carl.hub.example", "local carl.dora")).toBe(witness);
  });

  test("is another where one of the two answers is another", () => {
    expect(kind("carl.dora", "smtp carl.hub.example:25 dora@carl.hub.example", "reject")).not.toBe(witness);
    expect(kind("carl.dora", "smtp carl.hub.example:25 carl@carl.hub.example", "local carl.dora")).not.toBe(witness);
  });

  test("is another for words that the configuration names, and for a word in place of two", () => {
    expect(kind("hub.dora", "smtp hub.hub.example:25 dora@hub.hub.example", "local hub.dora")).not.toBe(witness);
    expect(kind("carl.carl", "smtp carl.hub.example:25 carl@carl.hub.example", "local carl.carl")).not.toBe(witness);
  });
});
