import { describe, expect, test } from "vitest";
import type { TwoAnswers } from "../../../src/check/verification/forms.ts";
import { leavesOutcome, type Outcome } from "../../../src/check/verification/outcome.ts";
import { isAboutThis } from "../../../src/check/verification/scope.ts";
import type { Disposition } from "../../../src/diagnostics/disposition.ts";
import type { Probe } from "../../../src/sendmail/probe/probe.ts";

const to = (leaf: string): Outcome => leavesOutcome([leaf]);
const rewritten = (address: string): Outcome => ({ kind: "rewritten", address });
const decision = (answer: "accept" | "reject"): Outcome => ({ kind: "decision", answer });

function about(code: string, disposition: Disposition, probe: Probe, old: Outcome, now: Outcome): boolean {
  const difference: TwoAnswers = {
    probe,
    sendmail: { outcome: old, detail: {} },
    postfix: { outcome: now, detail: {} },
  };
  return isAboutThis({ disposition, code }, difference);
}

const recipient: Probe = { question: "recipient", address: "a@b.test" };
const sender: Probe = { question: "header-sender", address: "a@b.test", mailer: "esmtp" };
const asked: Probe = {
  question: "decision",
  client: { name: "mx.test", address: "192.0.2.1" },
  sender: "a@b.test",
  recipient: "c@d.test",
};

describe("what is only nearly the same", () => {
  test("of headers explains no route, and of a route no header", () => {
    const routes = [to("smtp x:25 a@b.test"), to("smtp y:25 a@b.test")] as const;
    expect(about("TR3072", "approximate", recipient, ...routes)).toBe(false);
    expect(about("TR3052", "approximate", recipient, ...routes)).toBe(true);
    const shown = [rewritten("a@b.test"), rewritten("a@c.test")] as const;
    expect(about("TR3072", "approximate", sender, ...shown)).toBe(true);
    expect(about("TR3052", "approximate", sender, ...shown)).toBe(false);
  });

  test("of programs, limits and greetings explains no address", () => {
    for (const code of ["TR3172", "TR3102", "TR3187"]) {
      expect(about(code, "approximate", recipient, to("local a"), to("local b"))).toBe(false);
      expect(about(code, "approximate", sender, rewritten("a@b.test"), rewritten("a@c.test"))).toBe(false);
    }
  });

  test("of decisions explains that a recipient is refused, and not where another one goes", () => {
    expect(about("TR3022", "approximate", asked, decision("accept"), decision("reject"))).toBe(true);
    expect(about("TR3022", "approximate", recipient, to("local a"), to("reject"))).toBe(true);
    expect(about("TR3022", "approximate", recipient, to("local a"), to("local b"))).toBe(false);
  });

  test("differs from what is not carried over at all, which may show in any answer", () => {
    expect(about("TR3073", "manual", recipient, to("local a"), to("local b"))).toBe(true);
    expect(about("TR3172", "unsupported", sender, rewritten("a@b.test"), rewritten("a@c.test"))).toBe(true);
  });
});
