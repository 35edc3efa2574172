import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { runQueueCommand } from "../../src/runtime/queue/commands.ts";
import { type Started, serve } from "../../src/runtime/serve.ts";
import { connectClient, type LineClient } from "./support/readers.ts";
import { makeSite, requestOf, type TestSite } from "./support/site.ts";

let site: TestSite | undefined;
let server: Started | undefined;
let client: LineClient | undefined;

afterEach(async () => {
  client?.close();
  if (server?.started) await server.stop();
  server = undefined;
  site?.remove();
});

/** Starts a server with more settings and tables, and greets it. */
async function start(settings: readonly string[], tables: Readonly<Record<string, string>> = {}): Promise<void> {
  site = makeSite(`mynetworks = 127.0.0.0/8\n${settings.join("\n")}\n`);
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(site.postfixDirectory, name), text);
  server = await serve(requestOf(site));
  if (!server.started) throw new Error(server.diagnostics.map((each) => each.message).join("\n"));
  client = await connectClient(server.ports.smtp ?? 0);
  await client.until(/^220 .*\r\n/);
  await say("EHLO client.example");
}

async function say(line: string): Promise<string> {
  client?.send(`${line}\r\n`);
  return (await client?.until(/^\d{3} .*\r\n/m)) ?? "";
}

async function send(text: string, recipients = ["anna@example.org"], sender = "x@client.example"): Promise<string> {
  await say("RSET");
  const refused = await say(`MAIL FROM:<${sender}>`);
  if (!refused.startsWith("250")) return refused;
  for (const recipient of recipients) {
    const answer = await say(`RCPT TO:<${recipient}>`);
    if (!answer.startsWith("250")) return answer;
  }
  const go = await say("DATA");
  return go.startsWith("354") ? say(`${text.replaceAll("\n", "\r\n")}\r\n.`) : go;
}

function mailbox(name: string): string {
  const path = join(site?.data ?? "", "var/mail", name);
  return existsSync(path) ? readFileSync(path, "latin1") : "";
}

async function arrived(name: string, test: RegExp): Promise<string> {
  while (!test.test(mailbox(name))) await sleep(20);
  return mailbox(name);
}

describe("the header of a message", () => {
  it("is completed and rewritten for mail of this host: canonical, masquerade, own domain, missing fields", async () => {
    await start(
      [
        "canonical_maps = texthash:/etc/postfix/canonical",
        "masquerade_domains = example.org",
        "myorigin = example.org",
      ],
      { canonical: "anna@example.org anna.lund@example.org\nanna.lund@example.org anna.lund@example.org\n" },
    );
    await send(
      'From: "Lund, Anna" <anna> (Anna)\nTo: team: x@pc7.example.org, "a,b"@far.example;,\n\tbert (B)\nBcc: secret@far.example\nX-Other: anna\n\nanna',
      ["bert@example.org"],
    );
    const text = await arrived("bert", /\n\nanna\n/);
    expect(text).toContain('\nFrom: "Lund, Anna" <anna.lund@example.org> (Anna)\n');
    expect(text).toContain('\nTo: team: x@example.org, "a,b"@far.example;,\n\tbert@example.org (B)\n');
    expect(text).toContain("\nX-Other: anna\n");
    expect(text).not.toContain("Bcc:");
    expect(text).toMatch(/\nMessage-Id: <\d{14}\.[0-9A-F]+@mail\.example\.org>\n/);
    expect(text).toMatch(/\nDate: \w{3}, \d/);
  });

  it("is left alone for other clients, or gets remote_header_rewrite_domain", async () => {
    await start(["local_header_rewrite_clients ="]);
    await send("From: anna\nTo: bert\n\nfirst");
    expect(await arrived("anna", /first/)).toMatch(/\nFrom: anna\nTo: bert\n\nfirst/);
    client?.close();
    if (server?.started) await server.stop();
    site?.remove();
    await start(["local_header_rewrite_clients =", "remote_header_rewrite_domain = domain.invalid"]);
    await send("From: anna\nTo: bert\n\nsecond");
    expect(await arrived("anna", /second/)).toContain("\nFrom: anna@domain.invalid\nTo: bert@domain.invalid\n");
  });
});

describe("header_checks and body_checks", () => {
  const checks = {
    headers: [
      "/^Subject: refuse/ REJECT 5.7.9 not this",
      "/^Subject: hold/ HOLD for a look",
      "/^Subject: drop/ DISCARD",
      "/^Subject: copy/ BCC bert@example.org",
      "/^Subject: elsewhere/ REDIRECT bert@example.org",
      "/^X-Gone:/ IGNORE",
      "/^X-Old: (.*)$/ REPLACE X-New: $1",
      "/^X-Mark:/ PREPEND X-Before: yes",
      "/^Received: from client\\.example/ REPLACE Received: by us",
    ].join("\n"),
    lines: "/^viagra/ REJECT\n/^bad line/ IGNORE\n",
    parts: "/name=.*\\.exe/ REJECT no programs\n",
  };
  const settings = [
    "header_checks = regexp:/etc/postfix/headers",
    "mime_header_checks = regexp:/etc/postfix/parts",
    "body_checks = regexp:/etc/postfix/lines",
  ];

  it("refuse, hold, drop, copy, redirect, and change lines", async () => {
    await start(settings, checks);
    expect(await send("Subject: refuse\n\nx")).toBe("550 5.7.9 not this\r\n");
    expect(await send("Subject: a\n\nviagra")).toBe("550 5.7.1 message content rejected\r\n");
    expect(
      await send(
        'Subject: a\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: x/y;\n name=a.exe\n\nx\n--b--',
      ),
    ).toBe("550 5.7.1 no programs\r\n");
    expect(await send("Subject: drop\n\nx")).toMatch(/^250 2\.0\.0 Ok: queued as/);
    const held = /queued as (\w+)/.exec(await send("Subject: hold\n\nx"))?.[1];
    expect((await runQueueCommand("list", undefined, site?.data ?? ""))?.text).toContain(`${held}!`);
    await send("Subject: copy\n\nx");
    await send("Subject: elsewhere\n\nx");
    await arrived("bert", /Subject: copy[\s\S]*Subject: elsewhere|Subject: elsewhere[\s\S]*Subject: copy/);
    await send("Subject: b\nX-Gone: 1\nX-Old: 2\nX-Mark: 3\n\nbad line\ngood line");
    const text = await arrived("anna", /good line/);
    expect(text).toContain("Subject: b\nX-New: 2\nX-Before: yes\nX-Mark: 3\n");
    expect(text).toContain("\n\ngood line\n");
    expect(text).toContain("\nReceived: by us\n");
    expect(text).toContain("Subject: copy");
    expect(text).not.toMatch(/Subject: (drop|elsewhere|refuse)/);
  });
});

describe("actions of access tables", () => {
  it("hold, drop, redirect, copy and mark messages, and decide at DATA and at its end", async () => {
    await start(
      [
        "smtpd_recipient_restrictions = check_recipient_access texthash:/etc/postfix/wanted",
        "smtpd_data_restrictions = check_sender_access texthash:/etc/postfix/late",
        "smtpd_end_of_data_restrictions = check_sender_access texthash:/etc/postfix/last",
      ],
      {
        wanted:
          "bert@example.org PREPEND X-For: bert\nanna+hold@example.org HOLD\nanna+drop@example.org DISCARD\nanna+to@example.org REDIRECT bert@example.org\nanna+bcc@example.org BCC bert@example.org\nanna+warn@example.org WARN look\n",
        late: "late@client.example REJECT at data\n",
        last: "last@client.example 450 4.7.1 at the end\n",
      },
    );
    expect(await send("Subject: 1\n\nx", ["anna@example.org"], "late@client.example")).toMatch(
      /^554 5\.7\.1 .*at data/,
    );
    expect(await send("Subject: 2\n\nx", ["anna@example.org"], "last@client.example")).toMatch(
      /^450 4\.7\.1 .*at the end/,
    );
    await send("Subject: 3\n\nx", ["bert@example.org"]);
    expect(await arrived("bert", /Subject: 3/)).toMatch(/\nX-For: bert\nReceived: from client/);
    const held = /queued as (\w+)/.exec(await send("Subject: 4\n\nx", ["anna+hold@example.org"]))?.[1];
    expect((await runQueueCommand("list", undefined, site?.data ?? ""))?.text).toContain(`${held}!`);
    await send("Subject: 5\n\nx", ["anna+drop@example.org"]);
    // Nothing more is asked about a message that will be thrown away, as in smtpd(8).
    expect(await send("Subject: 5\n\nx", ["anna+drop@example.org", "unknown-person@example.org"])).toMatch(/^250/);
    await send("Subject: 6\n\nx", ["anna+to@example.org"]);
    await send("Subject: 7\n\nx", ["anna+bcc@example.org"]);
    await send("Subject: 8\n\nx", ["anna+warn@example.org"]);
    await arrived("bert", /Subject: 6[\s\S]*Subject: 7|Subject: 7[\s\S]*Subject: 6/);
    expect(await arrived("anna", /Subject: 8/)).not.toMatch(/Subject: [456]\b/);
  });

  it("decide where they stand when nothing is put off to RCPT", async () => {
    await start(["smtpd_delay_reject = no", "smtpd_helo_restrictions = check_helo_access texthash:/etc/postfix/helo"], {
      helo: "evil.example REJECT\n",
    });
    expect(await say("EHLO evil.example")).toMatch(/^554 5\.7\.1 <evil\.example>: Helo command rejected/);
    expect(await say("EHLO good.example")).toMatch(/^250/m);
    expect(await say("MAIL FROM:<bad@spam.example>")).toMatch(
      /^554 5\.7\.1 <bad@spam\.example>: Sender address rejected/,
    );
  });
});

describe("copies", () => {
  it("go where always_bcc, sender_bcc_maps and recipient_bcc_maps say", async () => {
    await start(
      [
        "always_bcc = all@far.example",
        "sender_bcc_maps = texthash:/etc/postfix/sent",
        "recipient_bcc_maps = texthash:/etc/postfix/got",
      ],
      { sent: "x@client.example bert@example.org\n", got: "anna@example.org info@virt.example\n" },
    );
    await send("Subject: copied\n\nx", ["bert@example.org"]);
    await arrived("bert", /Subject: copied/);
    expect(await arrived("outbound", /Subject: copied/)).toContain("X-Original-To: all@far.example\n");
    expect(mailbox("anna")).toBe("");
    await send("Subject: again\n\nx", ["anna@example.org"], "y@client.example");
    await arrived("anna", /Subject: again/);
    expect(mailbox("bert").match(/^From /gm)).toHaveLength(1);
  });
});
