import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { connectClient, type LineClient, type Readers, startReaders } from "../support/readers.ts";

let readers: Readers | undefined;
let client: LineClient | undefined;

afterEach(async () => {
  client?.close();
  await readers?.close();
});

async function start(
  kind: "mbox" | "maildir",
  ...messages: readonly string[]
): Promise<{ readers: Readers; client: LineClient }> {
  readers = await startReaders(kind);
  for (const message of messages) await readers.deliver(message);
  client = await connectClient(readers.pop3);
  await client.until(/\r\n/);
  return { readers, client };
}

describe.each(["mbox", "maildir"] as const)("POP3 over %s", (kind) => {
  it("holds the conversation of RFC 1939 section 10", async () => {
    const { client } = await start(kind, "Subject: one\n\nbody\n.dot\n", "Subject: two\n\nx\n");
    const steps: readonly (readonly [string, RegExp])[] = [
      ["CAPA", /^\+OK.*\r\nTOP\r\nUIDL\r\n[\s\S]*PIPELINING\r\n[\s\S]*\r\n\.\r\n/],
      ["STAT", /^-ERR .*\r\n/],
      ["USER anna", /^\+OK.*\r\n/],
      ["PASS wrong", /^-ERR \[AUTH\].*\r\n/],
      ["USER anna", /^\+OK.*\r\n/],
      ["PASS secret", /^\+OK.*\r\n/],
      ["STAT", /^\+OK 2 47\r\n/],
      ["LIST", /^\+OK .*\r\n1 28\r\n2 19\r\n\.\r\n/],
      ["LIST 2", /^\+OK 2 19\r\n/],
      ["LIST 3", /^-ERR.*\r\n/],
      ["UIDL 1", /^\+OK 1 00000001[0-9a-f]{8}\r\n/],
      ["TOP 1 0", /^\+OK.*\r\nSubject: one\r\n\r\n\.\r\n/],
      ["TOP 1 1", /^\+OK.*\r\nSubject: one\r\n\r\nbody\r\n\.\r\n/],
      ["RETR 1", /^\+OK 28 octets\r\nSubject: one\r\n\r\nbody\r\n\.\.dot\r\n\.\r\n/],
      ["DELE 1", /^\+OK.*\r\n/],
      ["DELE 1", /^-ERR.*\r\n/],
      ["STAT", /^\+OK 1 19\r\n/],
      ["RSET", /^\+OK.*\r\n/],
      ["STAT", /^\+OK 2 47\r\n/],
      ["DELE 1", /^\+OK.*\r\n/],
      ["NOOP", /^\+OK.*\r\n/],
      ["BOGUS", /^-ERR.*\r\n/],
      ["QUIT", /^\+OK.*1 messages deleted.*\r\n/],
    ];
    for (const [command, answer] of steps) {
      client.send(`${command}\r\n`);
      await client.until(answer);
    }
  });

  it("answers pipelined commands in order and keeps the deleted message of a client that only goes away", async () => {
    const { readers, client } = await start(kind, "Subject: one\n\nbody\n");
    client.send("USER anna\r\nPASS secret\r\nDELE 1\r\nSTAT\r\n");
    await client.until(/\+OK 0 0\r\n/);
    client.close();
    const again = await connectClient(readers.pop3);
    again.send("USER anna\r\nPASS secret\r\nSTAT\r\n");
    await again.until(/\+OK 1 22\r\n/);
    again.close();
  });

  it("logs in by AUTH PLAIN with and without initial response", async () => {
    const { readers, client } = await start(kind);
    const answer = Buffer.from("\0anna\0secret").toString("base64");
    client.send(`AUTH PLAIN ${answer}\r\n`);
    await client.until(/\+OK Logged in/);
    const other = await connectClient(readers.pop3);
    other.send("AUTH PLAIN\r\n");
    await other.until(/\+ \r\n/);
    other.send(`${answer}\r\n`);
    await other.until(/\+OK Logged in/);
    other.close();
  });
});

describe("the mbox file after POP3", () => {
  it("is smaller after DELE and QUIT, and a read message that stays is marked as read", async () => {
    const { readers, client } = await start("mbox", "Subject: one\n\nbody\n", "Subject: two\n\nx\n");
    const before = readFileSync(readers.inbox.path).length;
    client.send("USER anna\r\nPASS secret\r\nRETR 2\r\nDELE 1\r\nQUIT\r\n");
    await client.until(/messages deleted/);
    const text = readFileSync(readers.inbox.path, "latin1");
    expect(text.length).toBeLessThan(before + 80);
    expect(text).not.toContain("Subject: one");
    expect(text).toMatch(/Subject: two\nX-IMAPbase: .*\nStatus: RO\n/);
  });
});
