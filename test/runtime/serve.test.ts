import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { afterEach, describe, expect, it } from "vitest";
import { runQueueCommand } from "../../src/runtime/queue/commands.ts";
import { type Started, serve } from "../../src/runtime/serve.ts";
import { connectClient, type LineClient } from "./support/readers.ts";
import { makeSite, requestOf, type TestSite } from "./support/site.ts";

let site: TestSite | undefined;
let server: Started | undefined;
const clients: LineClient[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  if (server?.started) await server.stop();
  server = undefined;
  site?.remove();
});

async function start(more = ""): Promise<{ site: TestSite; ports: Readonly<Record<string, number>> }> {
  site = makeSite(more);
  server = await serve(requestOf(site));
  if (!server.started) throw new Error(server.diagnostics.map((each) => each.message).join("\n"));
  return { site, ports: server.ports };
}

async function smtp(ports: Readonly<Record<string, number>>): Promise<LineClient> {
  const client = await connectClient(ports.smtp ?? 0);
  clients.push(client);
  expect(await client.until(/\r\n/)).toBe("220 mail.example.org ESMTP Postfix\r\n");
  expect(await say(client, "EHLO client.example")).toMatch(/250-mail\.example\.org\r\n[\s\S]*250-DSN/);
  return client;
}

async function say(client: LineClient, line: string): Promise<string> {
  client.send(`${line}\r\n`);
  return client.until(/^\d{3} .*\r\n/m);
}

async function send(
  client: LineClient,
  recipients: readonly string[],
  text = "Subject: s\r\n\r\nbody\r\n",
  sender = "x@client.example",
): Promise<string> {
  await say(client, `MAIL FROM:<${sender}>`);
  for (const recipient of recipients) expect(await say(client, `RCPT TO:<${recipient}>`)).toMatch(/^250/);
  expect(await say(client, "DATA")).toMatch(/^354/);
  return say(client, `${text}.`);
}

const spool = (name: string): string => {
  const path = join(site?.data ?? "", "var/mail", name);
  return existsSync(path) ? readFileSync(path, "latin1") : "";
};

async function eventually(test: () => boolean): Promise<void> {
  while (!test()) await sleep(20);
}

describe("serve", () => {
  it("delivers to a user, an alias with a list, a virtual address, an :include: list and keeps what would leave", async () => {
    const { ports } = await start();
    const client = await smtp(ports);
    const answer = await send(client, [
      "anna+x@example.org",
      "staff@example.org",
      "info@virt.example",
      "list@example.org",
    ]);
    expect(answer).toMatch(/^250 2\.0\.0 Ok: queued as [0-9A-F]+\r\n/);
    await eventually(() => (spool("anna").match(/^From /gm)?.length ?? 0) === 4 && spool("outbound") !== "");
    await eventually(() => (spool("bert").match(/^From /gm)?.length ?? 0) === 2);
    expect(spool("anna")).toMatch(/^From x@client\.example {2}/);
    expect(spool("anna")).toMatch(
      /^Received: from client\.example \(localhost \[127\.0\.0\.1\]\)\n\tby mail\.example\.org \(Postfix\) with ESMTP id/m,
    );
    expect(spool("outbound")).toContain("Delivered-To: boss@elsewhere.example\n");
    expect(spool("outbound")).toContain("X-Original-To: staff@example.org\n");
  });

  it.each([
    [
      "x@client.example",
      "nobody@example.org",
      /^550 5\.1\.1 <nobody@example\.org>: Recipient address rejected: User unknown/,
    ],
    ["x@client.example", "a@elsewhere.example", /^554 5\.7\.1 <a@elsewhere\.example>: Relay access denied/],
    ["x@client.example", "a@virt.example", /^550 5\.1\.1 .*User unknown in virtual alias table/],
    ["x@client.example", "anna%elsewhere.example@example.org", /^554 5\.7\.1 .*Relay access denied/],
    ["bad@spam.example", "anna@example.org", /^554 5\.7\.1 <bad@spam\.example>: Sender address rejected: no thanks/],
    ["x@client.example", "postmaster", /^250/],
    ["x@client.example", "", /^501 5\.1\.3 Bad recipient address syntax/],
    ["", "anna@example.org", /^250/],
  ])("answers mail from <%s> to <%s>", async (sender, recipient, answer) => {
    const { ports } = await start();
    const client = await smtp(ports);
    expect(await say(client, `MAIL FROM:<${sender}>`)).toMatch(/^250 2\.1\.0 Ok/);
    expect(await say(client, `RCPT TO:<${recipient}>`)).toMatch(answer);
  });

  it("lets no bare LF through and does not end a message at one", async () => {
    const { ports } = await start();
    const client = await smtp(ports);
    const smuggled = "Subject: s\r\n\r\na\n.\nMAIL FROM:<evil@client.example>\nb\rc\r\n";
    expect(await send(client, ["anna@example.org"], smuggled)).toMatch(/^250/);
    await eventually(() => spool("anna").includes("\nb c\n"));
    expect(spool("anna").match(/^From /gm)).toHaveLength(1);
  });

  it("answers VRFY, EXPN, unknown commands and too many errors as smtpd does", async () => {
    const { ports } = await start();
    const client = await smtp(ports);
    expect(await say(client, "VRFY anna@example.org")).toBe("252 2.0.0 anna@example.org\r\n");
    expect(await say(client, "VRFY nobody@example.org")).toMatch(/^550 5\.1\.1/);
    expect(await say(client, "EXPN staff")).toMatch(/^502 5\.5\.2/);
    expect(await say(client, "RCPT TO:<anna@example.org>")).toMatch(/^503/);
    for (let count = 0; count < 16; count += 1) await say(client, "VRFY nobody@example.org");
    expect(await say(client, "VRFY nobody@example.org")).toMatch(/^421 4\.7\.0 .*too many errors/);
  });

  it("lets the clients of smtpd_authorized_xclient_hosts speak for another client, and no others", async () => {
    const { ports } = await start("smtpd_authorized_xclient_hosts = 127.0.0.0/8\nmynetworks = 127.0.0.0/8\n");
    const client = await smtp(ports);
    await say(client, "MAIL FROM:<x@client.example>");
    expect(await say(client, "RCPT TO:<a@elsewhere.example>")).toMatch(/^250/);
    await say(client, "RSET");
    expect(await say(client, "XCLIENT NAME=mx.far.example ADDR=198.51.100.7")).toMatch(/^220/);
    expect(await say(client, "EHLO far.example")).toMatch(/^250-mail/);
    await say(client, "MAIL FROM:<x@client.example>");
    expect(await say(client, "RCPT TO:<a@elsewhere.example>")).toMatch(/^554 5\.7\.1 .*Relay access denied/);
    await send(client, ["anna@example.org"]);
    await eventually(() => spool("anna").includes("Received: from far.example (mx.far.example [198.51.100.7])"));
    if (server?.started) await server.stop();
    const other = await smtp((await start()).ports);
    expect(await say(other, "XCLIENT NAME=mx.far.example ADDR=198.51.100.7")).toMatch(/^50[02]/);
  });

  it("returns mail that cannot be delivered with a delivery status", async () => {
    const { ports } = await start();
    const client = await smtp(ports);
    await send(client, ["loop@example.org"], "Subject: round\r\n\r\n", "anna@example.org");
    await eventually(() => spool("anna").includes("multipart/report"));
    expect(spool("anna")).toMatch(/^From MAILER-DAEMON {2}/);
    expect(spool("anna")).toContain("Action: failed\n");
    expect(spool("anna")).toContain("Final-Recipient: rfc822; loop@example.org\n");
  });

  it("keeps a message for a command in the queue, says why, and lets it be held and deleted", async () => {
    const { site: here, ports } = await start();
    const client = await smtp(ports);
    const id = /queued as (\w+)/.exec(await send(client, ["prog@example.org"]))?.[1] ?? "";
    let listed = await runQueueCommand("list", undefined, here.data);
    while (!listed?.text.includes("--allow-commands")) {
      await sleep(20);
      listed = await runQueueCommand("list", undefined, here.data);
    }
    expect(listed.text).toMatch(
      /^[0-9A-F]+. \d+ .* x@client\.example\n {4}\(command not run.*\)\n {4}prog@example\.org\n/,
    );
    let held = await runQueueCommand("hold", id, here.data);
    while (!held?.text.includes(id)) held = await runQueueCommand("hold", id, here.data);
    expect((await runQueueCommand("list", undefined, here.data))?.text).toContain(`${id}!`);
    expect((await runQueueCommand("delete", id, here.data))?.text).toContain(id);
    expect((await runQueueCommand("list", undefined, here.data))?.text).toBe("Mail queue is empty\n");
    expect(await runQueueCommand("show", id, here.data)).toBeUndefined();
  });

  it("serves a real IMAP client", async () => {
    const { ports } = await start();
    await send(await smtp(ports), ["anna@example.org"]);
    await eventually(() => spool("anna") !== "");
    const client = new ImapFlow({
      host: "127.0.0.1",
      port: ports.imaps ?? 0,
      secure: true,
      tls: { rejectUnauthorized: false },
      auth: { user: "anna", pass: "secret" },
      logger: false,
    });
    await client.connect();
    const lock = await client.getMailboxLock("INBOX");
    const message = await client.fetchOne("1", { envelope: true, source: true, flags: true });
    expect(message).toMatchObject({ envelope: { subject: "s" } });
    await client.messageMove("1", "Trash");
    lock.release();
    expect((await client.list()).map((folder) => folder.path)).toContain("Trash");
    expect(await client.status("Trash", { messages: true })).toMatchObject({ messages: 1 });
    await client.logout();
  });

  it("delivers to a Maildir in the home where home_mailbox says so", async () => {
    const { site: here, ports } = await start("home_mailbox = Maildir/\n");
    await send(await smtp(ports), ["anna@example.org"]);
    const arrived = join(here.data, "home/anna/Maildir/new");
    await eventually(() => existsSync(arrived) && readdirSync(arrived).length === 1);
    const client = await connectClient(ports.pop3 ?? 0);
    clients.push(client);
    client.send("USER anna\r\nPASS secret\r\nSTAT\r\n");
    await client.until(/\+OK 1 \d+\r\n/);
  });

  it("says which port is taken, and refuses a second server on the same queue", async () => {
    const { site: here, ports } = await start();
    const taken = await serve({ ...requestOf(here), only: ["pop3"], ports: { pop3: ports.pop3 ?? 0 } });
    expect(taken).toMatchObject({ started: false, because: "surroundings", diagnostics: [{ code: "RT6002" }] });
    const second = await serve(requestOf(here));
    expect(second).toMatchObject({ started: false, because: "surroundings", diagnostics: [{ code: "RT6005" }] });
    const missing = await serve({ ...requestOf(here), postfixDirectory: join(here.directory, "nowhere") });
    expect(missing).toMatchObject({ started: false, because: "input", diagnostics: [{ code: "RT6001" }] });
  });
});

describe("a server that is killed", () => {
  async function startChild(here: TestSite): Promise<{ child: ChildProcess; ports: Readonly<Record<string, number>> }> {
    const ready = join(here.directory, "ready");
    rmSync(ready, { force: true });
    const script = new URL("./support/serve-child.ts", import.meta.url).pathname;
    const args = ["--import", "tsx", script, here.postfixDirectory, here.data, here.users, ready];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    children.push(child);
    await eventually(() => existsSync(ready));
    return { child, ports: JSON.parse(readFileSync(ready, "utf8")).ports };
  }

  it("delivers after its restart, once, what it had acknowledged and not delivered", async () => {
    site = makeSite();
    const first = await startChild(site);
    // Somebody holds the mailbox, so that the message stays between the acknowledgement and the mailbox.
    const client = await smtp(first.ports);
    await send(client, ["anna@example.org"], "Subject: before\r\n\r\n");
    const lock = join(site.data, "var/mail/anna.lock");
    await eventually(() => spool("anna").includes("Subject: before") && !existsSync(lock));
    writeFileSync(lock, `${process.pid}\n`);
    expect(await send(client, ["anna@example.org"], "Subject: durable\r\n\r\n")).toMatch(/^250/);
    first.child.kill("SIGKILL");
    await new Promise((resolve) => first.child.once("exit", resolve));
    rmSync(lock);
    expect(spool("anna")).not.toContain("Subject: durable");
    await startChild(site);
    await eventually(() => spool("anna").includes("Subject: durable"));
    expect(spool("anna").match(/^Subject: durable/gm)).toHaveLength(1);
  });
});
