import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, cf2postfix } from "../support/cli.ts";
import { type ScratchDirectory, scratchDirectory } from "../support/postfix-peer.ts";

const files = {
  "etc/postfix/main.cf": `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, example.com
recipient_delimiter = +
alias_maps = hash:/etc/aliases
canonical_maps = hash:$config_directory/canonical
virtual_alias_domains = list.example
virtual_alias_maps = hash:/etc/postfix/virtual, ldap:/etc/postfix/people.cf
smtp_generic_maps = inline:{ {alice@example.com = Alice.Example@example.com} }
relayhost = [smart.example.net]
`,
  "etc/postfix/canonical": "al@example.com alice@example.com\n",
  "etc/postfix/virtual": "team@list.example alice, far@else.example\n",
  "etc/passwd": "alice:x:1000:1000::/home/alice:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n",
  "etc/aliases": 'staff: alice, bob\nprog: "|/usr/bin/filter -x"\n',
  "home/bob/.forward": "bob@else.example\n",
  "answers.yaml": "ldap:/etc/postfix/people.cf: {carol@list.example: bob}\n",
};

describe("trace of a Postfix directory", () => {
  let scratch: ScratchDirectory;
  beforeAll(() => {
    scratch = scratchDirectory(files);
  });
  afterAll(() => scratch?.remove());
  const trace = (...args: readonly string[]): CliResult =>
    cf2postfix(["trace", `${scratch.path}/etc/postfix`, ...args]);
  const traced = (...args: readonly string[]) => JSON.parse(trace(...args, "--format", "json").stdout);

  it("follows an address through cleanup, trivial-rewrite and local to its leaves", () => {
    expect(traced("team@list.example")).toMatchObject({
      format_version: "1.0",
      address: "team@list.example",
      recipients: [
        { recipient: "alice@mail.example.com", class: "local", transport: "local", nexthop: "mail.example.com" },
        { recipient: "far@else.example", class: "default", transport: "smtp", nexthop: "[smart.example.net]" },
      ],
      leaves: [{ leaf: "local alice" }, { leaf: "smtp [smart.example.net] far@else.example" }],
      error: null,
    });
    expect(
      traced("staff", "prog").map((each: { leaves: { leaf: string }[] }) => each.leaves.map((l) => l.leaf)),
    ).toEqual([["local alice", "smtp [smart.example.net] bob@else.example"], ["command /usr/bin/filter -x"]]);
  });

  it("says why an address is refused", () => {
    expect(traced("nobody@list.example").error).toEqual({
      code: "550",
      enhanced: "5.1.1",
      text: "User unknown in virtual alias table",
    });
  });

  it("rewrites senders as they leave by smtp, and as they stay by local", () => {
    expect(traced("al@example.com", "--as", "envelope-sender").rewritten).toBe("Alice.Example@example.com");
    expect(traced("al@example.com", "--as", "header-sender", "--mailer", "local").rewritten).toBe("alice@example.com");
    expect(trace("al", "--as", "header-sender", "--mailer", "nonesuch").status).toBe(2);
  });

  it("asks the answer file for tables of a server", () => {
    const answers = ["--answers", `${scratch.path}/answers.yaml`];
    expect(traced("carol@list.example", ...answers).leaves[0].leaf).toBe("smtp [smart.example.net] bob@else.example");
  });

  it("takes a site's root too, and reads addresses from standard input", () => {
    const { stdout } = cf2postfix(["trace", scratch.path, "--format", "jsonl"], { input: "alice\nbob\n" });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.address)).toEqual(["alice", "bob"]);
    expect(lines[0].steps).toBeUndefined();
  });

  it("prints each lookup and change for people", () => {
    const { stdout } = trace("team@list.example");
    expect(stdout).toContain("leaf      local alice (mbox /var/mail/alice)");
    expect(stdout).toContain("virtual   team@list.example -> alice@mail.example.com, far@else.example");
    expect(trace("x", "--bt").status).toBe(2);
  });

  it("prints JSON of the published schema", () => {
    const schema = JSON.parse(readFileSync(new URL("../../schema/trace-postfix.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    for (const each of traced("team@list.example", "staff", "prog", "nobody", "a@b@c", "x@[bad]")) {
      expect(validate(each), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});
