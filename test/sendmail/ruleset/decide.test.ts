import { describe, expect, it } from "vitest";
import type { SmtpQuestion } from "../../../src/sendmail/ruleset/hooks.ts";
import { engineOver, smallCf } from "./engine-of-text.ts";

const files = {
  "etc/passwd": "joe:x:1:1:Joe:/home/joe:/bin/sh\n",
  "etc/aliases": "round: about\nabout: round\nlost: nobody-here\nteam: joe\n",
  "etc/hosts": "127.0.0.1 localhost\n192.0.2.8 lab\n",
};

const checks = `${smallCf}Scheck_relay
R$* $| 192.0.2.66	$#error $@ 5.7.1 $: "550 not you"
Scheck_mail
R< spam @ $* >	$#error $@ 5.7.1 $: "550 no spam"
Scheck_rcpt
R$*	$: $1 $| $&f $| $&{client_resolve}
R< sender @ $* > $| $+ $| $*	$#error $@ 5.7.1 $: "550 sender is " $2
R< null @ $* > $| $| $*	$#error $@ 5.7.1 $: "550 nobody sent it"
R< resolve @ $* > $| $* $| $+	$#error $@ 5.7.1 $: "550 name is " $3
Slocaladdr=5
R gone	$#error $@ 5.1.6 $: "551 gone away"
`;

function answerTo(recipient: string, question: Partial<SmtpQuestion> = {}, cf = checks): string {
  const client = { name: "mx.example.net", address: "192.0.2.1" };
  const { stage, decision } = engineOver(cf, files).decide({ client, sender: "a@example.net", recipient, ...question });
  if (decision.kind === "reject" || decision.kind === "tempfail")
    return `${stage} ${decision.code} ${decision.enhanced} ${decision.text}`;
  return `${stage} ${decision.kind}`;
}

describe("an SMTP dialogue is decided", () => {
  it("by check_relay, check_mail and check_rcpt in this order, with the text of the rule", () => {
    expect(answerTo("joe", { client: { name: undefined, address: "192.0.2.66" } })).toBe("connect 550 5.7.1 not you");
    expect(answerTo("joe", { sender: "spam@example.net" })).toBe("mail 550 5.7.1 no spam");
    expect(answerTo("joe")).toBe("rcpt accept");
  });

  it("with a tag before an IPv6 address (conf.c, anynet_ntoa)", () => {
    const cf = checks.replace("192.0.2.66", "IPv6:::1");
    expect(answerTo("joe", { client: { name: "localhost", address: "::1" } }, cf)).toBe("connect 550 5.7.1 not you");
  });

  it("with the sender as rulesets 3, 1 and 4 leave it in the macro f", () => {
    expect(answerTo("sender@example.net")).toBe("rcpt 550 5.7.1 sender is a@example.net");
    expect(answerTo("null@example.net", { sender: "" })).toBe("rcpt 550 5.7.1 nobody sent it");
  });

  it("with the sender as the client wrote it in {mail_from}", () => {
    const rule = 'R< path @ $* > $| $* $| $*\t$#error $@ 5.7.1 $: "550 path is " $&{mail_from}\nR< null @';
    const cf = checks.replace("R< null @", () => rule);
    expect(answerTo("path@example.net", {}, cf)).toBe("rcpt 550 5.7.1 path is <a@example.net>");
    expect(answerTo("path@example.net", { sender: "" }, cf)).toBe("rcpt 550 5.7.1 path is <>");
  });

  it("with a bare client name that the hosts file does not know taken for forged", () => {
    const asked = (name: string | undefined, address: string): string =>
      answerTo("resolve@example.net", { client: { name, address } });
    expect(asked("mx.example.net", "192.0.2.1")).toContain("name is OK");
    expect(asked("lab", "192.0.2.8")).toContain("name is OK");
    expect(asked("lab", "192.0.2.9")).toContain("name is FORGED");
    expect(asked(undefined, "192.0.2.9")).toContain("name is FAIL");
  });

  it("by a later refusal though an earlier ruleset would throw the message away, whose mailbox nobody looks for", () => {
    const rule = "Scheck_mail\nR< thrown @ $* >\t$#discard $: away\n";
    const cf = checks.replace("Scheck_mail\n", () => rule);
    expect(answerTo("joe", { sender: "thrown@example.net" }, cf)).toBe("mail discard");
    expect(answerTo("nobody-here", { sender: "thrown@example.net" }, cf)).toBe("mail discard");
    expect(answerTo("sender@example.net", { sender: "thrown@example.net" }, cf)).toBe(
      "rcpt 550 5.7.1 sender is thrown@example.net",
    );
  });

  it("without opening aliases, unless mail is delivered at once", () => {
    expect(answerTo("team")).toBe("rcpt accept");
    expect(answerTo("round")).toBe("rcpt accept");
    expect(answerTo("lost")).toBe("rcpt accept");
    expect(answerTo("nobody-here")).toBe("rcpt 550 5.1.1 User unknown");
    const interactive = checks.replace("V10/Berkeley", "V10/Berkeley\nO DeliveryMode=i");
    expect(answerTo("lost", {}, interactive)).toBe("rcpt 550 5.1.1 User unknown");
    expect(answerTo("round", {}, interactive)).toBe("rcpt 554 5.4.6 aliasing/forwarding loop broken");
  });

  it("with the words of ruleset 5 for a local name that it refuses", () => {
    expect(answerTo("gone")).toBe("rcpt 551 5.1.6 gone away");
  });
});

it("reads the file in a daemon's mode, and in test mode for test mode", () => {
  const engine = engineOver(`${smallCf}Sx\nR$*\t$@ \${opMode}\n`);
  expect(engine.run(["x"], "it").workspace).toEqual(["d"]);
  expect(engine.testMode().answer("x it")).toContain("x                returns: t\n");
});

it("reads several AliasFile lines one after the other", () => {
  const cf = smallCf.replace("O AliasFile=/etc/aliases", "O AliasFile=/etc/none\nO AliasFile=/etc/aliases");
  expect(
    engineOver(cf, files)
      .resolve("team")
      .leaves.map((leaf) => leaf.user),
  ).toEqual(["joe"]);
});

it("has a header checked by the ruleset of its H line, comments taken out unless it says `$>+`", () => {
  const cf = `${smallCf}HSubject: $>Hdr\nHX-All: $>+Hdr\nH*: $>Rest\nSHdr\nR worm $*\t$#error $@ 5.7.1 $: "550 no worms"\nR$*\t$: seen $1 $&{hdr_name}\nSRest\nR$*\t$: rest\n`;
  const engine = engineOver(cf);
  const answer = (name: string, value: string): unknown => engine.checkHeader({ name, value });
  expect(answer("Subject", " worm 7 (really)")).toMatchObject({ kind: "reject", code: "550", text: "no worms" });
  expect(answer("Subject", " a (b)")).toEqual({ kind: "accept", answer: ["seen", "a", "Subject"] });
  expect(answer("X-All", " a (b)")).toEqual({ kind: "accept", answer: ["seen", "a", "(", "b", ")", "X-All"] });
  expect(answer("X-Other", " a")).toEqual({ kind: "accept", answer: ["rest"] });
});
