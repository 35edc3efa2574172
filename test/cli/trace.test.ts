import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import schema from "../../schema/trace.schema.json" with { type: "json" };
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const rules = [
  "V10/Berkeley",
  "Djmail.example.org",
  "Cwexample.org",
  "Kroutes hash /etc/mail/routes",
  "O AliasFile=/etc/mail/aliases",
  "Scanonify=3",
  "R$* < $+ > $*\t\t$2",
  "R$+ @ $=w\t\t$@ $1 < @ $2 . >",
  "R$+ @ $+\t\t$@ $1 < @ $2 >",
  "Sparse=0",
  "R$+ < @ $=w . >\t\t$#local $: $1",
  "R$+ < @ $+ >\t\t$: $1 < @ $2 > $| $( routes $2 $: none $)",
  "R$+ < @ $+ > $| none\t\t$#esmtp $@ $2 $: $1 < @ $2 >",
  "R$+ < @ $+ > $| $+\t\t$#esmtp $@ $3 $: $1 < @ $2 >",
  "R$+\t\t$#local $: $1",
  "Sfinal=4",
  "R$+ < @ $+ . >\t\t$@ $1 @ $2",
  "R$+ < @ $+ >\t\t$@ $1 @ $2",
  "SHub=98",
  "R$+ < @ example.org . >\t\t$@ $1 < @ hub.example.org >",
  "Mlocal, P=/bin/mail, F=lsDFMAw5:/|@qPn9S, S=0, R=0, A=mail -d $u",
  "Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u",
  "Mesmtp, P=[IPC], F=mDFMuXa, S=98, R=0, A=TCP $h",
  "",
].join("\n");

const site = (files: Readonly<Record<string, string>> = {}): string =>
  scratchTree({
    "etc/mail/sendmail.cf": rules,
    "etc/mail/routes": "far.example hub.example.net\n",
    "etc/mail/aliases": "staff: ann, bob@far.example\n",
    "etc/passwd": "ann:x:1000:1000::/home/ann:/bin/sh\n",
    "etc/hostname": "mail.example.org\n",
    ...files,
  });

const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

function parsed(text: string): ReturnType<typeof JSON.parse> {
  const value = JSON.parse(text);
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return value;
}

describe("trace of a sendmail configuration", () => {
  it("prints one object that fits its schema: triple, leaves and steps", () => {
    const { status, stdout } = cf2postfix(["trace", site(), "staff@example.org", "--format", "json"]);
    expect(status).toBe(0);
    const value = parsed(stdout);
    expect(value).toMatchObject({
      address: "staff@example.org",
      as: "recipient",
      mailer: "local",
      host: null,
      user: "staff",
      leaves: [
        { mailer: "local", host: null, user: "ann" },
        { mailer: "esmtp", host: "hub.example.net", user: "bob@far.example" },
      ],
      error: null,
    });
    expect(value.steps).toContainEqual(
      expect.objectContaining({ step: "rule", file: "etc/mail/sendmail.cf", line: 8, workspace: expect.any(String) }),
    );
    expect(value.steps).toContainEqual(
      expect.objectContaining({ step: "map", map: "routes", key: "far.example", value: "hub.example.net" }),
    );
  });

  it("prints an array for several addresses", () => {
    const { stdout } = cf2postfix(["trace", site(), "ann", "bob@far.example", "--format", "json"]);
    expect(parsed(stdout).map((one: { mailer: string }) => one.mailer)).toEqual(["local", "esmtp"]);
  });

  it("prints a line each without steps, for the addresses of standard input", () => {
    const input = "ann\r\nbob@far.example\n\nx@y.example\n";
    const { stdout } = cf2postfix(["trace", site(), "--format", "jsonl"], { input });
    const lines = stdout.trimEnd().split("\n").map(parsed);
    expect(lines.map(({ address, mailer, host }) => [address, mailer, host])).toEqual([
      ["ann", "local", null],
      ["bob@far.example", "esmtp", "hub.example.net"],
      ["x@y.example", "esmtp", "y.example"],
    ]);
    expect(lines[0]).not.toHaveProperty("steps");
  });

  it("adds what the address becomes for a mailer, in the role asked for", () => {
    const args = ["trace", site(), "ann@example.org", "--format", "json", "--mailer", "esmtp", "--as"];
    const sender = parsed(cf2postfix([...args, "envelope-sender"]).stdout);
    expect([sender.as, sender.rewritten]).toEqual(["envelope-sender", "ann@hub.example.org"]);
    expect(parsed(cf2postfix([...args, "header-recipient"]).stdout)).toHaveProperty("rewritten");
  });

  it("tells an unknown mailer from an answer", () => {
    const { status, stderr } = cf2postfix(["trace", site(), "ann", "--mailer", "pigeon"]);
    expect([status, stderr]).toEqual([2, "cf2postfix: the configuration has no mailer pigeon\n"]);
  });

  it("takes the DNS and the answers of maps that cannot be read from files", () => {
    const root = site({
      "etc/mail/sendmail.cf": rules.replace("hash /etc/mail/routes", "ldap -k (d=%0) -v h"),
      "answers.yaml": "routes:\n  far.example: ldap-hub.example.net\n",
      "dns.yaml": "far.example: NXDOMAIN\n",
    });
    const args = ["trace", root, "bob@far.example", "--format", "json"];
    const files = ["--answers", `${root}/answers.yaml`, "--dns", `${root}/dns.yaml`];
    expect(parsed(cf2postfix([...args, ...files]).stdout).host).toBe("ldap-hub.example.net");
  });

  it("reads a .mc, and names the line of the .mc that a rule comes from", () => {
    const mc = ["MAILER(local)", "MAILER(smtp)", "LOCAL_RULE_0", "R$* < @ sales.example. > $*\t$#local $: sales", ""];
    const root = scratchTree({ "etc/mail/sendmail.mc": mc.join("\n"), "etc/hostname": "mail.example.org\n" });
    const args = ["trace", root, "x@sales.example", "--format", "json", "--cf-dir", "none"];
    const { stdout, stderr } = cf2postfix(args);
    const value = parsed(stdout);
    expect([value.mailer, value.user]).toEqual(["local", "sales"]);
    const rule = value.steps.find((step: { text?: string }) => step.text?.includes("sales.example"));
    expect(rule.from).toEqual({ file: "etc/mail/sendmail.mc", line: 4 });
    expect(stderr).toBe("");
    const found = cf2postfix(["trace", root, "x@sales.example", "--root", root, "--cf-dir", "none", "-v"]);
    expect(found.stderr).toContain("info MC1104 built-in macros stand for the m4 library");
  });

  it("ends with 3 where there is no configuration", () => {
    const root = scratchTree({ "etc/mail/sendmail.cf": "# nothing here\n" });
    expect(cf2postfix(["trace", root, "x"]).status).toBe(3);
    expect(cf2postfix(["trace", `${root}/absent.cf`, "x"]).status).toBe(3);
  });
});
