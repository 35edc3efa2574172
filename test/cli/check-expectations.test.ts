import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const main = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, example.com
mynetworks = 127.0.0.0/8, 192.0.2.0/24
alias_maps = inline:{ {staff = joe, anna}, {list = "|/usr/bin/list -x"} }
relay_domains = relay.example
transport_maps = inline:{ {relay.example = smtp:[inner.relay.example]:2525}, {closed.example = error:5.7.1 closed} }
masquerade_domains = example.com
smtp_generic_maps = inline:{joe@example.com=joe.public@example.com}
smtpd_sender_restrictions = check_sender_access inline:{ {spam.example = REJECT} }
`;

const passwd = ["joe", "anna", "root"].map((name) => `${name}:x:1000:1000::/home/${name}:/bin/sh\n`).join("");

const site = (more: Readonly<Record<string, string>> = {}): string =>
  scratchTree({ "etc/postfix/main.cf": main, "etc/passwd": passwd, ...more });

const wanted = `users: [extra]
expect:
  - {recipient: staff@example.com, leaves: [local anna, local joe]}
  - {recipient: list, leaves: ["command /usr/bin/list -x"]}
  - {recipient: extra@mail.example.com, leaves: [local extra]}
  - {recipient: nobody-here@example.com, leaves: [reject 550]}
  - {recipient: x@RELAY.example, leaves: ["smtp [inner.relay.example]:2525 x@relay.example"]}
  - {recipient: x@closed.example, leaves: [reject 550 5.7.1]}
  - {client: "mx.else.example[203.0.113.9]", sender: a@else.example, recipient: joe@example.com, answer: accept}
  - {client: "mx.else.example[203.0.113.9]", sender: a@else.example, recipient: b@far.example, answer: 454 4.7.1}
  - {client: "pc.example.com[192.0.2.9]", sender: joe@example.com, recipient: b@far.example, answer: accept}
  - {client: "mx.else.example[203.0.113.9]", sender: a@spam.example, recipient: joe@example.com, answer: reject}
  - {sender: joe@pc.example.com, becomes: joe.public@example.com, in: header}
  - {sender: anna@pc.example.com, becomes: anna@example.com, in: envelope, via: esmtp}
  - {sender: joe, becomes: joe@example.com, via: local}
`;

describe("check with expectations", () => {
  it("meets those that the directory meets", () => {
    const path = site({ "expect.yaml": wanted });
    const { status, stdout } = cf2postfix(["check", path, "--expect", join(path, "expect.yaml")]);
    expect(stdout).toContain("13 of 13 expectations met");
    expect(status).toBe(0);
  });

  it("reports one that is not met at its line and column, with what was got and the way to it", () => {
    const path = site({ "expect.yaml": `expect:\n\n  - recipient: staff@example.com\n    leaves: [local joe]\n` });
    const file = join(path, "expect.yaml");
    const { status, stdout } = cf2postfix(["check", path, "--expect", file, "--output", "json"]);
    expect(status).toBe(1);
    const value = JSON.parse(stdout);
    expect(value.ok).toBe(false);
    expect(value.expectations).toMatchObject([
      { ok: false, at: { file, line: 3, column: 5 }, wanted: "local joe", got: "local joe, local anna" },
    ]);
    expect(value.expectations[0].trace).toContain("alias: staff -> joe, anna");
    const junit = cf2postfix(["check", path, "--expect", file, "--output", "junit"]).stdout;
    expect(junit).toContain('<failure type="expectation" message="staff@example.com: expected local joe');
    expect(junit).toContain(`${file}:3:5`);
  });

  it("takes DNS answers from the file or from one beside it", () => {
    const strict = "smtpd_recipient_restrictions = reject_unknown_sender_domain\n";
    const item = '{client: "mx[203.0.113.9]", sender: a@gone.example, recipient: joe@example.com, answer: 450}';
    const path = site({
      "etc/postfix/main.cf": main + strict,
      "inside.yaml": `dns: {else.example: {A: [192.0.2.1]}}\nexpect:\n  - ${item}\n`,
      "beside.yaml": `dns: dns.yaml\nexpect:\n  - ${item}\n`,
      "dns.yaml": '"*": {A: [192.0.2.1]}\n',
    });
    const met = (name: string) => cf2postfix(["check", path, "--expect", join(path, name)]).status;
    expect([met("inside.yaml"), met("beside.yaml")]).toEqual([0, 1]);
  });

  it("ends with 3 when the file is no YAML, and with 1 when an item of it cannot be read", () => {
    const path = site({ "broken.yaml": "expect: [\n", "odd.yaml": "expect:\n  - {recipient: x}\n" });
    const run = (name: string) => cf2postfix(["check", path, "--expect", join(path, name)]);
    expect(run("broken.yaml")).toMatchObject({ status: 3, stderr: expect.stringMatching(/broken\.yaml:\d+:\d+/) });
    expect(run("odd.yaml")).toMatchObject({ status: 1, stdout: expect.stringContaining("odd.yaml:2:5 error CK5010") });
  });
});

const cf = `V10/Berkeley
Cwlocalhost
Djmail.example.com
Cwexample.com
O AliasFile=/etc/mail/aliases
S0
R$+ < @ $=w . >		$#local $: $1
R$+ < @ $* . >		$#esmtp $@ $2 $: $1 < @ $2 . >
R$+			$#local $: $1
S3
R$+ @ $+		$: $1 < @ $2 . >
S4
R$* < @ $+ . >		$1 @ $2
Mlocal, P=/bin/mail, F=lsAw5:/|@q, A=mail -d $u
Mprog, P=/bin/sh, F=lsoqeu9, A=sh -c $u
Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h
`;

describe("check of a migration with its source", () => {
  const source = () => site({ "etc/mail/sendmail.cf": cf, "etc/mail/aliases": "staff: joe, anna\n" });

  it("asks both programs, and shows both ways for one that is not met", () => {
    const path = source();
    const file = join(path, "expect.yaml");
    writeFileSync(file, "expect:\n  - {recipient: staff@example.com, leaves: [local root]}\n");
    const args = ["check", join(path, "etc/postfix"), "--source", path, "--expect", file];
    const [result] = JSON.parse(cf2postfix([...args, "--output", "json"]).stdout).expectations;
    expect(result).toMatchObject({ ok: false, source: { ok: false } });
    expect(result.trace.join("\n")).toContain("alias: staff -> joe, anna");
    expect(result.source.got).toBe("local joe, local anna");
    expect(result.source.trace.join("\n")).toContain("etc/mail/sendmail.cf:");
    const { stdout } = cf2postfix(args);
    // transport_maps of the directory has no counterpart in the source.
    expect(stdout).toMatch(/error CK5020 .*relay\.example.*Postfix smtp \[inner\.relay\.example\]:2525/);
    expect(stdout).toMatch(/expected local root\n {2}got {6}local joe[\s\S]*\n {2}source {3}local joe/);
  });

  it("calls a source without check_rcpt an open relay, and one that refuses none", () => {
    const codesOf = (text: string) => {
      const { stdout } = cf2postfix(["check", site({ "etc/mail/sendmail.cf": text }), "--output", "json"]);
      return JSON.parse(stdout).diagnostics.map((one: { code: string }) => one.code);
    };
    expect(codesOf(cf)).toContain("CK5030");
    expect(codesOf(`${cf}Scheck_rcpt\nR$*\t\t$#error $@ 5.7.1 $: "550 no"\n`)).not.toContain("CK5030");
  });

  it("checks the source itself with the same expectations", () => {
    const path = source();
    const file = join(path, "expect.yaml");
    writeFileSync(file, "expect:\n  - {recipient: staff@example.com, leaves: [local joe, local anna]}\n");
    const { stdout } = cf2postfix(["check", path, "--expect", file, "--output", "json"]);
    expect(JSON.parse(stdout).expectations).toMatchObject([{ ok: true }]);
  });
});

describe("check --init", () => {
  const targets: readonly (readonly [string, (path: string) => string])[] = [
    ["a Postfix directory", (path) => join(path, "etc/postfix")],
    ["a sendmail configuration", (path) => join(path, "etc/mail/sendmail.cf")],
  ];
  it.each(targets)("writes a file from the own addresses of %s that is met at once", (_, target) => {
    const path = site({ "etc/mail/sendmail.cf": cf, "etc/mail/aliases": "staff: joe, anna\n" });
    const file = join(path, "start.yaml");
    expect(cf2postfix(["check", target(path), "--init", file])).toMatchObject({ status: 0, stdout: "" });
    const text = readFileSync(file, "utf8");
    expect(text).toContain('recipient: "staff@');
    const { stdout } = cf2postfix(["check", target(path), "--expect", file]);
    const [, met, all] = /(\d+) of (\d+) expectations met/.exec(stdout) ?? [];
    expect(Number(met)).toBeGreaterThan(5);
    expect(met).toBe(all);
  });

  it("does not write over a file that is there", () => {
    const path = site({ "start.yaml": "mine\n" });
    expect(cf2postfix(["check", path, "--init", join(path, "start.yaml")]).status).toBe(2);
    expect(readFileSync(join(path, "start.yaml"), "utf8")).toBe("mine\n");
  });

  it("takes the word behind it for the path where there is no other, and writes expectations.yaml", () => {
    const path = site();
    expect(cf2postfix(["check", "--init", "etc/postfix"], { cwd: path }).status).toBe(0);
    expect(readFileSync(join(path, "expectations.yaml"), "utf8")).toContain("expect:");
  });
});
