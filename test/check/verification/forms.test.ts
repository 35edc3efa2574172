import { describe, expect, test } from "vitest";
import { hasForm, type TwoAnswers } from "../../../src/check/verification/forms.ts";
import { leavesOutcome, type Outcome } from "../../../src/check/verification/outcome.ts";
import type { DifferentForm } from "../../../src/diagnostics/disposition.ts";
import type { Probe } from "../../../src/sendmail/probe/probe.ts";

const rewritten = (address: string): Outcome => ({ kind: "rewritten", address });
const decision = (answer: "accept" | "reject"): Outcome => ({ kind: "decision", answer });
const sender = (address: string): Probe => ({ question: "envelope-sender", address, mailer: "esmtp" });
const asked = (from: string, to: string): Probe => ({
  question: "decision",
  client: { name: "mx.test", address: "192.0.2.1" },
  sender: from,
  recipient: to,
});

function is(
  form: DifferentForm,
  probe: Probe,
  old: Outcome,
  now: Outcome,
  detail: Record<string, string> = {},
  names?: readonly string[],
): boolean {
  const difference: TwoAnswers = { probe, sendmail: { outcome: old, detail }, postfix: { outcome: now, detail } };
  return hasForm(form, difference, names);
}

describe("a difference of a known form", () => {
  test("a word that is completed, and nothing else that differs", () => {
    const word = sender("bob@redirect");
    expect(is("completed-word", word, rewritten("bob@redirect"), rewritten("bob@redirect.corp.example"))).toBe(true);
    expect(is("completed-word", word, rewritten("bob@redirect"), rewritten("rob@redirect.corp.example"))).toBe(false);
    expect(is("completed-word", word, rewritten("bob@redirect"), rewritten("bob@other.corp.example"))).toBe(false);
    const hub = (address: string): Outcome => leavesOutcome([`smtp hub.example:25 ${address}`]);
    expect(is("completed-word", word, hub("bob@redirect"), hub("bob@redirect.corp.example"))).toBe(true);
  });

  test("what Postfix does whatever is configured, and nothing beside it", () => {
    const toPostmaster = asked("a@b.test", "postmaster");
    expect(is("built-in", toPostmaster, decision("reject"), decision("accept"))).toBe(true);
    expect(is("built-in", toPostmaster, decision("accept"), decision("reject"))).toBe(false);
    expect(is("built-in", asked("a@b.test", "postmaster@c.test"), decision("reject"), decision("accept"))).toBe(false);
    const unknown = { reply: "553 5.1.8 Domain of sender address a@[192.0.2.9] does not exist" };
    const byLiteral = asked("a@[192.0.2.9]", "c@d.test");
    expect(is("built-in", byLiteral, decision("reject"), decision("accept"), unknown)).toBe(true);
    expect(is("built-in", byLiteral, decision("reject"), decision("accept"))).toBe(false);
    const daemon = sender("MAILER-DAEMON");
    expect(is("built-in", daemon, rewritten("MAILER-DAEMON@corp.example"), rewritten(""))).toBe(true);
    expect(is("built-in", daemon, rewritten("MAILER-DAEMON@corp.example"), rewritten("root@corp.example"))).toBe(false);
    const numeric: Probe = { question: "recipient", address: "bob@192.0.2.1" };
    expect(is("built-in", numeric, leavesOutcome(["smtp 192.0.2.1:25 x"]), leavesOutcome(["reject"]))).toBe(true);
    const literal: Probe = { question: "recipient", address: "bob@[192.0.2.1]" };
    expect(is("built-in", literal, leavesOutcome(["smtp 192.0.2.1:25 x"]), leavesOutcome(["reject"]))).toBe(false);
  });

  test("an address without a domain that a mailer showed as it was, and Postfix with this host's", () => {
    const bare = sender("bob");
    expect(is("bare-address", bare, rewritten("bob"), rewritten("bob@corp.example"))).toBe(true);
    expect(is("bare-address", bare, rewritten("bob"), rewritten("rob@corp.example"))).toBe(false);
    expect(is("bare-address", bare, rewritten("bob@other.example"), rewritten("bob@corp.example"))).toBe(false);
    expect(is("bare-address", sender("bob@x.test"), rewritten("bob"), rewritten("bob@corp.example"))).toBe(false);
  });

  test("a loopback name that only the SMTP client replaces", () => {
    const own = sender("bob@localhost");
    const shown = rewritten("bob@corp.example");
    expect(is("loopback-name", own, shown, rewritten("bob@localhost.corp.example"))).toBe(true);
    expect(is("loopback-name", own, shown, rewritten("bob@[127.0.0.1]"))).toBe(true);
    expect(is("loopback-name", own, shown, rewritten("rob@localhost"))).toBe(false);
    expect(is("loopback-name", own, shown, rewritten("bob@other.example"))).toBe(false);
  });

  test("an address literal that went to another port of the same host, and nothing else of it", () => {
    const literal: Probe = { question: "recipient", address: "bob@[192.0.2.1]" };
    const hop = (where: string): Outcome => leavesOutcome([`smtp ${where} bob@[192.0.2.1]`]);
    expect(is("literal-port", literal, hop("hub.example:25"), hop("hub.example:587"))).toBe(true);
    expect(is("literal-port", literal, hop("hub.example:25"), hop("other.example:587"))).toBe(false);
    const plain: Probe = { question: "recipient", address: "bob@b.example" };
    expect(is("literal-port", plain, hop("hub.example:25"), hop("hub.example:587"))).toBe(false);
  });

  test("a program's host with the ending that a rule took away", () => {
    const fax: Probe = { question: "recipient", address: "bob@n123.fax" };
    const pipe = (host: string): Outcome => leavesOutcome([`pipe fax ${host} bob`]);
    expect(is("kept-ending", fax, pipe("n123"), pipe("n123.fax"))).toBe(true);
    expect(is("kept-ending", fax, pipe("n123"), pipe("n124.fax"))).toBe(false);
  });

  test("an address of a network that is gone, for the same user by the same way", () => {
    const bitnet: Probe = { question: "recipient", address: "bob@pc7.BITNET" };
    const by = (hop: string, address: string): Outcome => leavesOutcome([`smtp ${hop}:25 ${address}`]);
    const relayed = by("relay.test", "bob%pc7.BITNET@relay.test");
    expect(is("old-network", bitnet, relayed, by("relay.test", "bob@pc7.bitnet"))).toBe(true);
    expect(is("old-network", bitnet, relayed, by("other.test", "bob@pc7.bitnet"))).toBe(false);
    expect(is("old-network", bitnet, relayed, by("relay.test", "rob@pc7.bitnet"))).toBe(false);
    const path: Probe = { question: "recipient", address: "pc7!bob" };
    expect(is("old-network", path, by("relay.test", "pc7!bob"), by("pc7.test", "bob@pc7.test"))).toBe(true);
    expect(is("old-network", path, by("relay.test", "pc7!bob"), leavesOutcome(["reject"]))).toBe(false);
    const plain: Probe = { question: "recipient", address: "bob@pc7.test" };
    expect(is("old-network", plain, by("a.test", "bob@pc7.test"), by("a.test", "bob@pc8.test"))).toBe(false);
  });

  test("a client's name without a dot, which only mail from the host itself had completed", () => {
    expect(is("undotted-name", asked("a@b.test", "c@pc7"), decision("reject"), decision("accept"))).toBe(true);
    expect(is("undotted-name", asked("a@pc7", "c@d.test"), decision("accept"), decision("reject"))).toBe(true);
    expect(is("undotted-name", asked("a@b.test", "c@[192.0.2.1]"), decision("reject"), decision("accept"))).toBe(false);
    expect(is("undotted-name", sender("a@pc7"), rewritten("a@pc7"), rewritten("a@pc7.test"))).toBe(false);
  });

  test("a short name of this host that the DNS is asked about first, of these names alone", () => {
    const names = ["loghost", "loghost.corp.example"];
    const differs = (probe: Probe): boolean =>
      is("short-local-name", probe, rewritten("bob@loghost.corp.example"), rewritten("bob@corp.example"), {}, names);
    expect(differs(sender("bob@loghost"))).toBe(true);
    expect(differs(sender("bob@LOGHOST.corp.example"))).toBe(true);
    expect(differs(sender("bob%loghost@mail.corp.example"))).toBe(true);
    expect(differs(asked("a@b.test", "bob@loghost"))).toBe(true);
    expect(differs(sender("bob@mail.corp.example"))).toBe(false);
    expect(differs(sender("loghost@mail.corp.example"))).toBe(false);
    const lost = rewritten("bob@corp.example");
    expect(is("short-local-name", sender("bob@loghost"), lost, rewritten("rob@corp.example"), {}, names)).toBe(false);
  });

  test("a sender at the host's own name, which Postfix cannot tell from a user without a domain", () => {
    const differs = (probe: Probe): boolean =>
      is("own-name-sender", probe, rewritten("bob@corp.example"), rewritten("b.ob@corp.example"), {}, [
        "mail.corp.example",
      ]);
    expect(differs(sender("bob@mail.corp.example"))).toBe(true);
    expect(differs(sender("bob@corp.example"))).toBe(false);
    expect(differs(asked("bob@mail.corp.example", "c@d.test"))).toBe(false);
  });

  test("a percent sign that a sender keeps", () => {
    const percent = sender("bob%lake.example@mail.example");
    expect(
      is("percent-sender", percent, rewritten("bob@lake.example"), rewritten("bob%lake.example@mail.example")),
    ).toBe(true);
    expect(is("percent-sender", percent, rewritten("bob@lake.example"), rewritten("other@mail.example"))).toBe(false);
    const plain = sender("bob@lake.example");
    expect(is("percent-sender", plain, rewritten("bob@x.example"), rewritten("bob@lake.example"))).toBe(false);
  });

  test("a name below .uucp that only the old side masqueraded, with the same user", () => {
    const loopback = sender("bob@localhost.UUCP");
    expect(is("uucp-name", loopback, rewritten("bob@corp.example"), rewritten("bob@mail.corp.example"))).toBe(true);
    expect(is("uucp-name", loopback, rewritten("bob@corp.example"), rewritten("rob@mail.corp.example"))).toBe(false);
    const plain = sender("bob@localhost");
    expect(is("uucp-name", plain, rewritten("bob@corp.example"), rewritten("bob@mail.corp.example"))).toBe(false);
  });

  test("a name below .decnet that left as node::user", () => {
    const node = sender("bob@vax.DECNET");
    expect(is("decnet-name", node, rewritten("vax::bob@mail.test"), rewritten("bob@vax.decnet"))).toBe(true);
    expect(is("decnet-name", node, rewritten("bob@other.test"), rewritten("bob@vax.decnet"))).toBe(false);
  });

  test("a stranger's mail for another host, refused only for that reason", () => {
    const stranger = asked("a@b.test", "c@d.test");
    const relay = { decidedBy: "reject_unauth_destination" };
    expect(is("stranger-relays", stranger, decision("accept"), decision("reject"), relay)).toBe(true);
    const unknown = { decidedBy: "smtpd_reject_unlisted_recipient" };
    expect(is("stranger-relays", stranger, decision("accept"), decision("reject"), unknown)).toBe(false);
    expect(is("stranger-relays", stranger, decision("reject"), decision("accept"), relay)).toBe(false);
  });

  test("a sender at a short name, refused as incomplete", () => {
    const reply = { reply: "504 5.5.2 <a@mail>: Sender address rejected: need fully-qualified address" };
    const accepted = decision("accept");
    expect(is("short-own-sender", asked("a@mail", "b@c.test"), accepted, decision("reject"), reply)).toBe(true);
    expect(is("short-own-sender", asked("a@mail.test", "b@c.test"), accepted, decision("reject"), reply)).toBe(false);
  });
});
