import { describe, expect, it } from "vitest";
import { engineOver, smallCf } from "./engine-of-text.ts";

const passwd = "joe:x:1:1:Joe:/home/joe:/bin/sh\nann:x:2:2:Ann:/home/ann:/bin/sh\n";
const leaves = (files: Record<string, string>, address: string): readonly string[] =>
  engineOver(smallCf, { "etc/passwd": passwd, ...files })
    .resolve(address)
    .leaves.map((leaf) => [leaf.mailer, leaf.host, leaf.user, leaf.error?.enhanced].filter(Boolean).join(" "));

describe("recipients end where sendmail would deliver them", () => {
  it("expands aliases to users, programs, files, lists and other hosts", () => {
    const files = {
      "etc/aliases": 'team: joe, "|/bin/log x", /var/log/mail, :include:/etc/list, far@example.net\n',
      "etc/list": "# people\nann\n",
    };
    expect(leaves(files, "team")).toEqual([
      "local joe",
      'prog "|/bin/log x"',
      "*file* /var/log/mail",
      "local ann",
      "smtp example.net far@example.net",
    ]);
  });

  it("takes the last of two aliases with the same name, as newaliases does", () => {
    expect(leaves({ "etc/aliases": "x: joe\nx: ann\n" }, "x")).toEqual(["local ann"]);
  });

  it("adds a later alias of the same name to an earlier one with -A", () => {
    const cf = smallCf.replace("O AliasFile=/etc/aliases", "O AliasFile=hash:-A /etc/aliases");
    const { leaves: ends } = engineOver(cf, { "etc/passwd": passwd, "etc/aliases": "x: joe\nx: ann\n" }).resolve("x");
    expect(ends.map((leaf) => leaf.user)).toEqual(["joe", "ann"]);
  });

  it("follows .forward, and keeps a copy for a backslashed name", () => {
    expect(leaves({ "home/joe/.forward": "\\joe, joe@example.net\n" }, "joe")).toEqual([
      "local \\joe",
      "smtp example.net joe@example.net",
    ]);
  });

  it("delivers to a name that is its own alias", () => {
    expect(leaves({ "etc/aliases": "joe: joe, ann\n" }, "joe")).toEqual(["local joe", "local ann"]);
  });

  it("refuses a circle without a mailbox in it", () => {
    expect(leaves({ "etc/aliases": "a: b\nb: a\n" }, "a")).toEqual(["local a 5.4.6"]);
  });

  it("refuses unknown users, programs and files that a stranger names", () => {
    expect(leaves({}, "nobody")).toEqual(["local nobody 5.1.1"]);
    expect(leaves({}, '"|/bin/sh"')).toEqual(['prog "|/bin/sh" 5.7.1']);
    expect(leaves({}, "/etc/passwd")).toEqual(["*file* /etc/passwd 5.7.1"]);
  });

  it("ends for a list that includes itself", () => {
    const files = { "etc/aliases": "l: :include:/l\n", l: "joe\n:include:/l\n" };
    expect(leaves(files, "l")).toContain("local joe");
  });
});

describe("answers", () => {
  it("tells the reply of an error triple", () => {
    expect(engineOver(smallCf).resolve("x@error.net").error).toMatchObject({
      code: "550",
      enhanced: "5.7.1",
      text: "refused net",
    });
  });

  it("rewrites a sender for a mailer, in the envelope and in headers with the phrase kept", () => {
    const engine = engineOver(smallCf);
    expect(engine.rewrite("joe", { as: "envelope-sender", mailer: "smtp" }).text).toBe("joe@env.example");
    expect(engine.rewrite("Joe User <joe>", { as: "header-sender", mailer: "smtp" }).text).toBe(
      "Joe User <joe@hdr.example>",
    );
  });

  it("records rulesets, rules with their lines and maps when steps are asked for, and nothing else", () => {
    const engine = engineOver(smallCf);
    expect(engine.resolve("a@example.net").steps).toBeUndefined();
    const fired = engine.resolve("a@example.net", { steps: true }).steps?.filter((step) => step.step === "rule");
    expect(fired?.map((step) => (step.step === "rule" ? step.line : 0))).toEqual([13, 9]);
  });
});
