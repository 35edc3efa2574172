import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  expandMc,
  peerSuite,
  postconf,
  postmapQuery,
  type RunningPostfix,
  rewriteSocket,
  rewriteSocketPath,
  runSendmail,
  smtpDialogue,
  startPostfix,
  type TestModeSession,
  testMode,
} from "../support/peers/index.ts";

const mc = [
  "OSTYPE(`linux')",
  "FEATURE(`use_cw_file')",
  "FEATURE(`virtusertable', `hash -o /etc/mail/virtusertable')",
  "MAILER(local)MAILER(smtp)",
  "",
].join("\n");

let work = "";
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "cf2postfix-peers-test-"));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

peerSuite(["m4", "sendmail"], "the real sendmail", () => {
  let session: TestModeSession;
  beforeAll(() => {
    session = testMode(expandMc(mc), {
      files: {
        "/etc/mail/virtusertable": "info@virtual.example\tada\n",
        "/etc/mail/local-host-names": "virtual.example\n",
        "/etc/passwd": "ada:x:1001:1001::/home/ada:/bin/sh\n",
      },
      hostname: "mail.example.com",
      separator: true,
    });
  });
  afterAll(() => session.close());

  it("resolves an address in test mode", async () => {
    expect((await session.ask("3,0 user@elsewhere.example")).at(-1)).toBe(
      "parse            returns: $# esmtp $@ elsewhere . example . $: user < @ elsewhere . example . >",
    );
  });

  it("reads the site's own map sources", async () => {
    expect((await session.ask("3,0 info@virtual.example")).at(-1)).toBe("parse            returns: $# local $: ada");
    expect(await session.ask("/map virtuser info@virtual.example")).toEqual([
      "map_lookup: virtuser (info@virtual.example) returns ada (0)",
    ]);
  });

  it("answers a thousand commands in their order", async () => {
    const commands = Array.from({ length: 1000 }, (_, i) => `3,0 user${i}@host${i}.example`);
    const answers = await session.askAll(commands);
    expect(answers.map((lines) => /\$: (user\d+)/.exec(lines.at(-1) ?? "")?.[1])).toEqual(
      commands.map((_, i) => `user${i}`),
    );
  });

  it("passes the separator of check rulesets", async () => {
    const lines = await session.ask("translate,check_relay mail.example.net $| 192.0.2.1");
    expect(lines.at(-1)).toMatch(/^Basic_check_relay|check_relay +returns:/);
    expect(lines.some((line) => line.includes("mail . example . net $| 192 . 0 . 2 . 1"))).toBe(true);
  });

  it("says nothing to a command without an answer", async () => {
    expect(await session.ask(".D{nothing}x")).toEqual([]);
  });

  it("tells why when it cannot start", async () => {
    const broken = testMode("V10\n", { args: ["-Z"] });
    await expect(broken.ask("$w")).rejects.toThrow(/sendmail -bt has ended/);
    await broken.close();
  });

  it("keeps what sendmail says of the configuration", async () => {
    const broken = testMode("V10\nO NoSuchOption=1\n");
    expect(await broken.startup()).toContain("/etc/mail/sendmail.cf: line 2: readcf: unknown option name NoSuchOption");
    expect(await broken.ask("$w")).toEqual(["mail"]);
    await broken.close();
  });

  it("verifies a recipient by the site's aliases and users", async () => {
    mkdirSync(join(work, "site/etc/mail"), { recursive: true });
    writeFileSync(join(work, "site/etc/mail/aliases"), "postmaster: ada\n");
    writeFileSync(join(work, "site/etc/passwd"), "ada:x:1001:1001::/home/ada:/bin/sh\n");
    const done = await runSendmail(expandMc("OSTYPE(`linux')\nMAILER(local)\n"), ["-bv", "postmaster"], {
      root: join(work, "site"),
    });
    expect(done.stdout).toContain("ada... deliverable: mailer local, user ada");
  });
});

peerSuite(["postfix"], "the real Postfix", () => {
  let postfix: RunningPostfix;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(work, "postfix-"));
    writeFileSync(
      join(directory, "main.cf"),
      [
        "compatibility_level = 3.6",
        "myhostname = mail.example.com",
        "mydestination = $myhostname, virtual.example",
        "alias_maps =",
        "virtual_alias_maps = hash:$config_directory/virtual",
        "",
      ].join("\n"),
    );
    writeFileSync(join(directory, "master.cf"), readFileSync("/usr/share/postfix/master.cf.dist"));
    writeFileSync(join(directory, "virtual"), "info@virtual.example\tada\n");
    writeFileSync(join(directory, "build-tables"), "postmap hash:/etc/postfix/virtual\n");
    postfix = await startPostfix(directory, {
      files: { "/etc/passwd": "ada:x:1001:1001::/home/ada:/bin/sh\n" },
    });
  });
  afterAll(() => postfix?.stop());

  it("prints what main.cf sets, and complains on stderr only", () => {
    expect(postconf(directory, ["-n", "myhostname"]).stdout).toBe("myhostname = mail.example.com\n");
    expect(postconf(directory, ["-o", "no_such=1", "-n"]).stderr).toContain("unused parameter: no_such=1");
  });

  it("looks keys up in a table", () => {
    expect(postmapQuery(["info@virtual.example", "none@virtual.example"], `texthash:${directory}/virtual`)).toEqual(
      new Map([["info@virtual.example", "ada"]]),
    );
  });

  it("delivers a real message to a mailbox of the sandbox", async () => {
    const replies = await smtpDialogue(postfix, {
      port: 25,
      source: "192.0.2.7",
      lines: [
        "EHLO client.example.net",
        "MAIL FROM:<someone@example.net>",
        "RCPT TO:<info@virtual.example>",
        "RCPT TO:<nobody-here@virtual.example>",
        "DATA",
        "Subject: hello\n\nHello.\n.",
        "QUIT",
      ],
    });
    expect(replies.map((reply) => reply.split("\n").at(-1)?.slice(0, 3))).toEqual([
      "220",
      "250",
      "250",
      "250",
      "550",
      "354",
      "250",
      "221",
    ]);
    await postfix.waitFor("the message is in the mailbox", () => statSync(postfix.inside("/var/mail/ada")).size > 0);
    expect(readFileSync(postfix.inside("/var/mail/ada"), "utf8")).toContain("Subject: hello");
  });

  it("tells where an address goes by the private socket of trivial-rewrite", async () => {
    const socket = await rewriteSocket(rewriteSocketPath(postfix));
    expect(await socket.rewrite("local", "ada")).toBe("ada@mail.example.com");
    expect(await socket.resolve("", "ada@virtual.example")).toEqual({
      transport: "local",
      nexthop: "mail.example.com",
      recipient: "ada@virtual.example",
      addressClass: "local",
    });
    expect((await socket.resolve("", "x@elsewhere.example")).addressClass).toBe("default");
    socket.close();
  });
});
