import { afterEach, describe, expect, it } from "vitest";
import { connectClient, type LineClient, type Readers, startReaders } from "../support/readers.ts";

let readers: Readers | undefined;
const clients: LineClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await readers?.close();
});

async function login(started: Readers): Promise<LineClient> {
  const client = await connectClient(started.imap);
  clients.push(client);
  await client.until(/\* OK .*\r\n/);
  expect(await client.command("LOGIN anna secret")).toMatch(/^OK \[CAPABILITY .*IDLE.*\]/);
  return client;
}

async function start(kind: "mbox" | "maildir", ...messages: readonly string[]): Promise<LineClient> {
  readers = await startReaders(kind);
  for (const message of messages) await readers.deliver(message);
  const client = await login(readers);
  await client.command("SELECT INBOX");
  return client;
}

const mixed = [
  "From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.net>",
  'To: "Anna, B." <anna@example.org>, list: a@b, c@d;',
  "Subject: test",
  "Date: Mon, 23 Nov 2026 10:00:00 +0100",
  "Message-ID: <1@example.net>",
  'Content-Type: multipart/mixed; boundary="x=y"',
  "",
  "preamble",
  "--x=y",
  "Content-Type: text/plain; charset=iso-8859-1",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "gr=FC=DFe",
  "--x=y",
  "Content-Type: message/rfc822",
  "",
  "Subject: inner",
  "Content-Type: multipart/alternative; boundary=in",
  "",
  "--in",
  "",
  "inner text",
  "--in",
  "Content-Type: text/html",
  "Content-Disposition: attachment; filename=a.html",
  "",
  "<p>",
  "--in--",
  "--x=y--",
  "",
].join("\n");

describe.each(["mbox", "maildir"] as const)("IMAP over %s", (kind) => {
  it("tells what SELECT must tell", async () => {
    readers = await startReaders(kind);
    await readers.deliver("Subject: one\n\na\n");
    const client = await login(readers);
    const answer = await client.command("SELECT inbox");
    expect(answer).toMatch(/\* FLAGS \(.*\\Seen.*\)\n/);
    expect(answer).toMatch(/\* 1 EXISTS\n\* 1 RECENT\n\* OK \[UNSEEN 1\]/);
    expect(answer).toMatch(/\[UIDVALIDITY \d+\]/);
    expect(answer).toMatch(/\[UIDNEXT 2\]/);
    expect(answer).toMatch(/\nOK \[READ-WRITE\]/);
    expect(await client.command("EXAMINE INBOX")).toMatch(/\* 0 RECENT\n[\s\S]*OK \[READ-ONLY\]/);
    expect(await client.command("SELECT nowhere")).toMatch(/^NO \[NONEXISTENT\]/);
  });

  it("adds, marks, copies, moves and removes messages with UIDs that stay", async () => {
    const client = await start(kind, "Subject: one\n\na\n", "Subject: two\n\nb\n");
    client.send('a APPEND INBOX (\\Seen $Todo) "24-Nov-2026 10:00:00 +0100" {21+}\r\nSubject: three\r\n\r\nc\r\n\r\n');
    expect(await client.until(/^a .*\r\n/m)).toMatch(/\* 3 EXISTS\r\n[\s\S]*a OK \[APPENDUID \d+ 3\]/);
    expect(await client.command("FETCH 3 (FLAGS INTERNALDATE RFC822.SIZE)")).toMatch(
      /\* 3 FETCH \(FLAGS \(\$Todo \\Recent \\Seen\) INTERNALDATE "24-Nov-2026 09:00:00 \+0000" RFC822.SIZE 21\)/,
    );
    expect(await client.command("STORE 1 +FLAGS (\\Deleted)")).toMatch(/\* 1 FETCH \(FLAGS \(\\Deleted \\Recent\)\)/);
    expect(await client.command("UID STORE 2 FLAGS.SILENT (\\Flagged)")).toBe("OK Store completed.\n");
    expect(await client.command("CREATE Archive")).toMatch(/^OK/);
    expect(await client.command("COPY 2 Archive")).toMatch(/^OK \[COPYUID \d+ 2 1\]/);
    expect(await client.command("COPY 2 Nowhere")).toMatch(/^NO \[TRYCREATE\]/);
    expect(await client.command("STATUS Archive (MESSAGES UIDNEXT UNSEEN)")).toContain(
      "* STATUS Archive (MESSAGES 1 UIDNEXT 2 UNSEEN 1)",
    );
    expect(await client.command("EXPUNGE")).toBe("* 1 EXPUNGE\nOK Expunge completed.\n");
    expect(await client.command("UID FETCH 1:* FLAGS")).toMatch(/\* 1 FETCH \(UID 2 .*\n\* 2 FETCH \(UID 3 /);
    expect(await client.command("MOVE 1 Archive")).toMatch(/\* OK \[COPYUID \d+ 2 2\].*\n\* 1 EXPUNGE\nOK/);
    expect(await client.command("SELECT Archive")).toMatch(/\* 2 EXISTS/);
    expect(await client.command("FETCH 1:2 FLAGS")).toMatch(/\\Flagged[\s\S]*\\Flagged/);
  });

  it("answers FETCH of every item of a message with parts", async () => {
    const client = await start(kind, mixed);
    expect(await client.command("FETCH 1 BODYSTRUCTURE")).toBe(
      '* 1 FETCH (BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "iso-8859-1") NIL NIL "QUOTED-PRINTABLE" 9 0 NIL NIL NIL NIL)' +
        '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 182 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ' +
        '(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 10 0 NIL NIL NIL NIL)' +
        '("TEXT" "HTML" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3 0 NIL ("ATTACHMENT" ("FILENAME" "a.html")) NIL NIL) ' +
        '"ALTERNATIVE" ("BOUNDARY" "in") NIL NIL NIL) 11 NIL NIL NIL NIL) "MIXED" ("BOUNDARY" "x=y") NIL NIL NIL))\n' +
        "OK Fetch completed.\n",
    );
    expect(await client.command("FETCH 1 ENVELOPE")).toContain(
      '("Mon, 23 Nov 2026 10:00:00 +0100" "test" (("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "example.net"))' +
        ' (("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "example.net")) (("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "example.net"))' +
        ' (("Anna, B." NIL "anna" "example.org")(NIL NIL "list" NIL)(NIL NIL "a" "b")(NIL NIL "c" "d")(NIL NIL NIL NIL))' +
        ' NIL NIL NIL "<1@example.net>")',
    );
  });

  it.each([
    ["BODY.PEEK[1]", "BODY[1]", "gr=FC=DFe"],
    [
      "BODY.PEEK[1.MIME]",
      "BODY[1.MIME]",
      "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n",
    ],
    ["BODY.PEEK[2.HEADER]", "BODY[2.HEADER]", "Subject: inner\nContent-Type: multipart/alternative; boundary=in\n\n"],
    ["BODY.PEEK[2.1]", "BODY[2.1]", "inner text"],
    ["BODY.PEEK[2.2]", "BODY[2.2]", "<p>"],
    ["BODY.PEEK[2.HEADER.FIELDS (SUBJECT)]", "BODY[2.HEADER.FIELDS (SUBJECT)]", "Subject: inner\n\n"],
    [
      "BODY.PEEK[HEADER.FIELDS (subject date)]",
      "BODY[HEADER.FIELDS (subject date)]",
      "Subject: test\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n\n",
    ],
    ["BODY.PEEK[TEXT]<3.8>", "BODY[TEXT]<3>", "amble\n-"],
    ["BODY.PEEK[1]<100.5>", "BODY[1]<100>", ""],
  ])("fetches %s", async (asked, label, text) => {
    const client = await start(kind, mixed);
    const answer = await client.command(`FETCH 1 ${asked}`);
    const size = text.replaceAll("\n", "\r\n").length;
    expect(answer).toBe(`* 1 FETCH (${label} {${size}}\n${text})\nOK Fetch completed.\n`);
  });

  it("gives NIL for a part that is not there and sets \\Seen only without PEEK", async () => {
    const client = await start(kind, mixed);
    expect(await client.command("FETCH 1 (BODY.PEEK[3] BODY.PEEK[1.HEADER])")).toContain(
      "BODY[3] NIL BODY[1.HEADER] NIL",
    );
    expect(await client.command("FETCH 1 FLAGS")).not.toContain("\\Seen");
    expect(await client.command("FETCH 1 BODY[1]")).toMatch(/\* 1 FETCH \(FLAGS \(\\Recent \\Seen\)\)/);
  });

  it.each([
    ["ALL", "1 2 3"],
    ["SUBJECT test", "1"],
    ["SUBJECT TEST UNSEEN", "1"],
    ["FROM jürgen", "1"],
    ["BODY grüße", "1"],
    ["TEXT inner", "1"],
    ["NOT TEXT inner", "2 3"],
    ["OR SUBJECT two SUBJECT three", "2 3"],
    ["2:3", "2 3"],
    ["UID 3:*", "3"],
    ["(SUBJECT two) (BODY b)", "2"],
    ["SEEN", "2"],
    ["UNSEEN", "1 3"],
    ["KEYWORD $Todo", "2"],
    ["UNKEYWORD $Todo", "1 3"],
    ["SENTON 23-Nov-2026", "1"],
    ["SENTBEFORE 24-Nov-2026", "1"],
    ["SENTSINCE 24-Nov-2026", ""],
    ["SINCE 1-Nov-2026 BEFORE 1-Dec-2026", "1 2 3"],
    ["ON 24-Nov-2026", "1 2 3"],
    ["LARGER 100", "1"],
    ["SMALLER 100", "2 3"],
    ["HEADER Message-ID 1@example", "1"],
    ['HEADER Subject ""', "1 2 3"],
    ["NEW", "1 3"],
    ["OLD", ""],
    ["NOT (SUBJECT test)", "2 3"],
  ])("searches %s", async (keys, numbers) => {
    const client = await start(kind, mixed, "Subject: two\n\nb\n", "Subject: three\n\nc\n");
    await client.command("STORE 2 +FLAGS.SILENT (\\Seen $Todo)");
    const text = Buffer.from(keys).toString("latin1");
    const literal = [...text].some((character) => character > "\x7f")
      ? text.replace(/\S+$/, (word) => `{${word.length}+}\r\n${word}`)
      : text;
    const answer = await client.command(`SEARCH ${literal === text ? "" : "CHARSET UTF-8 "}${literal}`);
    expect(answer).toBe(`* SEARCH${numbers === "" ? "" : ` ${numbers}`}\nOK Search completed.\n`);
  });

  it("answers with result options and unknown charsets as RFC 4731 and 3501 say", async () => {
    const client = await start(kind, "Subject: two\n\nb\n", "Subject: three\n\nc\n");
    expect(await client.command("UID SEARCH RETURN (MIN MAX COUNT ALL) ALL")).toMatch(
      /\* ESEARCH \(TAG "t\d+"\) UID MIN 1 MAX 2 COUNT 2 ALL 1:2\n/,
    );
    expect(await client.command("SEARCH CHARSET NOSUCH ALL")).toMatch(/^NO \[BADCHARSET/);
  });

  it("tells an idling client of new mail, and the other session of what was removed", async () => {
    const client = await start(kind, "Subject: one\n\na\n");
    client.send("i IDLE\r\n");
    await client.until(/\+ idling\r\n/);
    await readers?.deliver("Subject: two\n\nb\n");
    await client.until(/\* 2 EXISTS\r\n/);
    const other = readers ? await login(readers) : client;
    await other.command("SELECT INBOX");
    await other.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
    await other.command("EXPUNGE");
    await client.until(/\* 1 EXPUNGE\r\n/);
    client.send("DONE\r\n");
    await client.until(/^i OK/m);
    expect(await client.command("FETCH 1 UID")).toContain("* 1 FETCH (UID 2)");
  });

  it("keeps folders, subscriptions and special uses", async () => {
    const client = await start(kind);
    const separator = kind === "mbox" ? "/" : ".";
    const deep = `Work${separator}2026${separator}Nov`;
    expect(await client.command(`CREATE ${deep}`)).toMatch(/^OK/);
    expect(await client.command(`CREATE ${deep}`)).toMatch(/^NO \[ALREADYEXISTS\]/);
    expect(await client.command('LIST "" %')).toMatch(/\* LIST \(\\Noselect \\HasChildren\) "[/.]" Work\n/);
    expect(await client.command('LIST "" *')).toMatch(/\* LIST \(\\HasNoChildren \\Trash\) "[/.]" Trash\n/);
    expect(await client.command('LIST "" ""')).toBe(`* LIST (\\Noselect) "${separator}" ""\nOK List completed.\n`);
    await client.command(`SUBSCRIBE ${deep}`);
    expect(await client.command('LSUB "" *')).toBe(`* LSUB () "${separator}" ${deep}\nOK Lsub completed.\n`);
    expect(await client.command(`RENAME ${deep} Old`)).toMatch(/^OK/);
    expect(await client.command(`LIST "" Old`)).toMatch(/\* LIST .* Old\n/);
    expect(await client.command("DELETE Old")).toMatch(/^OK/);
    expect(await client.command("DELETE INBOX")).toMatch(/^NO/);
    expect(await client.command("CREATE ../../evil")).toMatch(/^NO \[CANNOT\]/);
  });
});

describe("IMAP and bad clients", () => {
  it.each([
    ["BOGUS", /^BAD/],
    ["SELECT INBOX", /^BAD/],
    ["LOGIN anna", /^BAD/],
    ["LOGIN anna wrong", /^NO \[AUTHENTICATIONFAILED\]/],
    ["UID NOOP", /^BAD/],
    ["", /^BAD/],
  ])("answers %j before log-in", async (command, answer) => {
    readers = await startReaders("mbox");
    const client = await connectClient(readers.imap);
    clients.push(client);
    await client.until(/\r\n/);
    expect(await client.command(command)).toMatch(answer);
  });

  it.each([
    "FETCH 1",
    "FETCH 5 FLAGS",
    "FETCH 1 (FLAGS",
    "STORE 1 FLAG x",
    "SEARCH NOPE",
    "FETCH 0 FLAGS",
    "FETCH 1 BODY[X]",
  ])("answers BAD to %j in a mailbox", async (command) => {
    const client = await start("mbox", "Subject: one\n\na\n");
    expect(await client.command(command)).toMatch(/^BAD/);
  });

  it("takes a command that arrives byte by byte, and literals for names", async () => {
    readers = await startReaders("mbox");
    const client = await connectClient(readers.imap);
    clients.push(client);
    for (const byte of "x LOGIN {4}\r\n") client.send(byte);
    await client.until(/\+ OK\r\n/);
    client.send("anna {6+}\r\nsecret\r\n");
    await client.until(/^x OK/m);
  });
});

describe("LIST with STATUS (RFC 5819) and STATUS with SIZE and DELETED", () => {
  it.each(["mbox", "maildir"] as const)("tells of every mailbox of a %s account in one answer", async (kind) => {
    const client = await start(kind, "Subject: a\n\nb\n", "Subject: c\n\nd\n");
    await client.command("STORE 1 +FLAGS (\\Seen \\Deleted)");
    const answer = await client.command('LIST "" (INBOX Sent) RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN DELETED))');
    expect(answer).toContain("* STATUS INBOX (MESSAGES 2 UNSEEN 1 DELETED 1)\n");
    expect(answer).toMatch(/\* LIST \(.*\\Sent.*\) "." Sent\n\* STATUS Sent \(MESSAGES 0 UNSEEN 0 DELETED 0\)\n/);
    const size = /SIZE (\d+)/.exec(await client.command("STATUS INBOX (SIZE)"))?.[1];
    const sizes = [...(await client.command("FETCH 1:2 (RFC822.SIZE)")).matchAll(/RFC822\.SIZE (\d+)/g)];
    expect(Number(size)).toBe(sizes.reduce((sum, match) => sum + Number(match[1]), 0));
    expect(await client.command('LIST "" * RETURN (STATUS (NOTHING))')).toMatch(/^BAD/);
  });
});
