import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Started, serve } from "../../src/runtime/serve.ts";
import { makeSite, requestOf, type TestSite } from "../runtime/support/site.ts";
import { peerSuite } from "../support/peers/index.ts";

let site: TestSite;
let server: Started | undefined;
let ports: Readonly<Record<string, number>> = {};

interface Ran {
  readonly status: number | null;
  readonly out: string;
}

/** Runs a client beside the server in this process, in a home of its own. `standsOpen`: its input never ends. */
function run(program: string, args: readonly string[], standsOpen = false): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: join(site.directory, "client"), LC_ALL: "C.UTF-8", TERM: "xterm" };
    const child = spawn(program, args, { env, cwd: join(site.directory, "client") });
    let out = "";
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString("latin1");
    });
    child.stderr.on("data", (bytes: Buffer) => {
      out += bytes.toString("latin1");
    });
    child.on("close", (status) => resolve({ status, out }));
    child.stdin.on("error", () => undefined);
    if (!standsOpen) child.stdin.end();
  });
}

const client = (name: string): string => join(site.directory, "client", name);

function write(name: string, text: string): string {
  writeFileSync(client(name), text);
  chmodSync(client(name), 0o700);
  return client(name);
}

function messages(user: string): number {
  const path = join(site.data, "var/mail", user);
  return existsSync(path) ? (readFileSync(path, "latin1").match(/^From /gm)?.length ?? 0) : 0;
}

const filesBelow = (directory: string): readonly string[] =>
  existsSync(directory) ? ["new", "cur"].flatMap((name) => readdirSync(join(directory, name))) : [];

beforeAll(async () => {
  site = makeSite(
    "mynetworks = 127.0.0.0/8\nsmtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\nhome_mailbox =\n",
  );
  mkdirSync(client(""));
  server = await serve(requestOf(site));
  if (!server.started) throw new Error("no server");
  ports = server.ports;
});
afterAll(async () => {
  if (server?.started) await server.stop();
  site.remove();
});

/** What the server says of one of anna's mailboxes. */
async function statusOf(mailbox: string): Promise<string> {
  const url = `imap://127.0.0.1:${ports.imap}/`;
  return (await run("curl", ["-s", "-u", "anna:secret", url, "-X", `STATUS ${mailbox} (MESSAGES)`])).out;
}

async function swaks(to: string, subject: string, more: readonly string[] = []): Promise<Ran> {
  const address = `127.0.0.1:${ports.smtp}`;
  const body = "first line\n.dot\nFrom the start\nlast line";
  const args = ["--server", address, "--from", "x@client.example", "--to", to, "--header", `Subject: ${subject}`];
  return run("swaks", [...args, "--body", body, ...more]);
}

peerSuite(["swaks"], "swaks", () => {
  it("sends in plain text, under TLS with log-in, to several people, and is told of refusals", async () => {
    for (const subject of ["one", "two", "three"]) expect((await swaks("anna@example.org", subject)).status).toBe(0);
    const login = ["-tls", "--auth", "PLAIN", "--auth-user", "bert", "--auth-password", "geheim"];
    expect((await swaks("anna@example.org,bert@example.org", "four", login)).out).toContain("queued as");
    expect((await swaks("bert@example.org", "five", ["--attach", "@/etc/hostname"])).status).toBe(0);
    expect((await swaks("nobody@example.org", "six")).out).toMatch(/550 5\.1\.1/);
    const wrong = ["--auth", "LOGIN", "--auth-user", "bert", "--auth-password", "wrong"];
    expect((await swaks("bert@example.org", "seven", wrong)).out).toMatch(/535 5\.7\.8/);
    while (messages("anna") < 4 || messages("bert") < 2) await sleep(20);
  });
});

peerSuite(["swaks", "curl"], "curl", () => {
  it("lists, reads, searches, appends and sends", async () => {
    const imap = (path: string, more: readonly string[] = []): Promise<Ran> =>
      run("curl", ["-sk", "-u", "anna:secret", `imap://127.0.0.1:${ports.imap}/${path}`, ...more]);
    const pop = (path: string, name = "pop3"): Promise<Ran> =>
      run("curl", ["-sk", "-u", "anna:secret", `${name}://127.0.0.1:${ports[name]}/${path}`]);
    expect((await pop("")).out).toMatch(/^1 \d+\r?\n2 \d+\r?\n3 \d+\r?\n4 \d+/);
    expect((await pop("1", "pop3s")).out).toMatch(
      /Subject: one[\s\S]*first line\r\n\.dot\r\nFrom the start\r\nlast line/,
    );
    expect((await imap("INBOX?SUBJECT%20two")).out).toBe("* SEARCH 2\r\n");
    expect((await imap("INBOX;MAILINDEX=3;SECTION=TEXT")).out).toMatch(/^first line\r\n/);
    expect((await imap("", ["-X", 'LIST "" *', "--ssl-reqd"])).out).toContain('\\Sent) "/" Sent');
    write("message", "From: a@client.example\r\nSubject: kept\r\n\r\nx\r\n");
    expect((await imap("Drafts", ["-T", client("message")])).status).toBe(0);
    expect((await imap("", ["-X", "STATUS Drafts (MESSAGES)"])).out).toContain("MESSAGES 1");
    const mail = ["--mail-from", "a@client.example", "--mail-rcpt", "bert@example.org", "-T", client("message")];
    expect((await run("curl", ["-s", `smtp://127.0.0.1:${ports.smtp}`, ...mail])).status).toBe(0);
    while (messages("bert") < 3) await sleep(20);
  });
});

peerSuite(["swaks", "fetchmail"], "fetchmail", () => {
  it("fetches each message once by POP3 with UIDL, and by IMAP", async () => {
    const agent = write("agent", `#!/bin/sh\ncat >> ${client("fetched")}\necho END >> ${client("fetched")}\n`);
    const sink = `mda "${agent}"`;
    const rc = (protocol: string, options: string): string =>
      write(
        `fetchmailrc-${protocol}`,
        `poll 127.0.0.1 proto ${protocol} port ${ports[protocol]} auth password user "anna" pass "secret" ${options} sslproto "" ${sink}\n`,
      );
    const fetch = (file: string, ...more: readonly string[]): Promise<Ran> =>
      run("fetchmail", [...more, "-f", file, "--nosyslog", "--idfile", client("ids"), "--pidfile", client("pid")]);
    const byPop = rc("pop3", "keep");
    expect((await fetch(byPop, "--uidl")).status).toBe(0);
    expect(readFileSync(client("fetched"), "latin1").match(/^END$/gm)).toHaveLength(4);
    expect((await fetch(byPop, "--uidl")).status).toBe(1);
    expect((await fetch(rc("imap", "keep fetchall"))).status).toBe(0);
    expect(readFileSync(client("fetched"), "latin1").match(/^END$/gm)).toHaveLength(8);
  });
});

peerSuite(["swaks", "mbsync"], "mbsync", () => {
  it("brings mailboxes to a Maildir and takes flags, new mail and deletions back", async () => {
    const rc = write(
      "mbsyncrc",
      `IMAPAccount a\nHost 127.0.0.1\nPort ${ports.imap}\nUser anna\nPass secret\nSSLType None\nAuthMechs LOGIN\n\n` +
        "IMAPStore r\nAccount a\n\n" +
        `MaildirStore l\nPath ${client("sync/")}\nInbox ${client("sync/INBOX")}\nSubFolders Verbatim\n\n` +
        "Channel c\nFar :r:\nNear :l:\nPatterns *\nCreate Both\nExpunge Both\nSyncState *\n",
    );
    mkdirSync(client("sync"));
    const sync = async (): Promise<void> => expect(await run("mbsync", ["-c", rc, "-a"])).toMatchObject({ status: 0 });
    await sync();
    const inbox = client("sync/INBOX");
    expect(filesBelow(inbox)).toHaveLength(4);
    expect(filesBelow(client("sync/Drafts"))).toHaveLength(1);
    const cur = readdirSync(join(inbox, "cur"));
    const fresh = readdirSync(join(inbox, "new"));
    const { renameSync } = await import("node:fs");
    const [first = "", second = ""] = [...cur.map((one) => `cur/${one}`), ...fresh.map((one) => `new/${one}`)];
    const named = (path: string, flags: string): string => `cur/${path.slice(4).replace(/:2,.*$/, "")}:2,${flags}`;
    renameSync(join(inbox, first), join(inbox, named(first, "FS")));
    renameSync(join(inbox, second), join(inbox, named(second, "ST")));
    writeFileSync(join(inbox, "new/1.1.here"), "From: me@example.org\nSubject: pushed\n\nx\n");
    await sync();
    expect(await statusOf("INBOX")).toContain("MESSAGES 4");
    const flagged = await run("curl", ["-s", "-u", "anna:secret", `imap://127.0.0.1:${ports.imap}/INBOX?FLAGGED`]);
    expect(flagged.out).toMatch(/^\* SEARCH \d+\r\n$/);
    const pushed = await run("curl", [
      "-s",
      "-u",
      "anna:secret",
      `imap://127.0.0.1:${ports.imap}/INBOX?SUBJECT%20pushed`,
    ]);
    expect(pushed.out).toMatch(/^\* SEARCH \d+\r\n$/);
  });
});

peerSuite(["swaks", "getmail"], "getmail", () => {
  it.each([
    ["SimplePOP3Retriever", "pop3"],
    ["SimpleIMAPRetriever", "imap"],
  ])("retrieves by %s what it has not seen", async (type, name) => {
    const home = client(`getmail-${name}`);
    mkdirSync(home);
    const config = [
      "[retriever]",
      `type = ${type}`,
      "server = 127.0.0.1",
      `port = ${ports[name]}`,
      "username = bert",
      "password = geheim",
      "[destination]",
      "type = MDA_external",
      "path = /bin/sh",
      `arguments = ("-c", "cat > /dev/null; echo got >> ${home}/count")`,
      "allow_root_commands = true",
      "[options]",
      "read_all = false",
      "delete = false",
    ];
    writeFileSync(join(home, "rc"), `${config.join("\n")}\n`);
    const get = (): Promise<Ran> => run("getmail", ["--getmaildir", home, "--rcfile", "rc"]);
    expect((await get()).out).toContain("3 messages");
    expect((await get()).status).toBe(0);
    expect(readFileSync(join(home, "count"), "latin1")).toBe("got\n".repeat(3));
  });
});

peerSuite(["swaks", "mutt"], "mutt", () => {
  it("opens the inbox by IMAP, saves a message to another mailbox and leaves", async () => {
    const rc = write(
      "muttrc",
      `set ssl_starttls=no ssl_force_tls=no folder="imap://anna@127.0.0.1:${ports.imap}/" spoolfile="+INBOX" imap_pass="secret"\n` +
        'set confirmappend=no confirmcreate=no quit=yes delete=yes move=no sleep_time=0 header_cache=""\n' +
        'push "<save-message>=Trash<enter><sync-mailbox><quit>"\n',
    );
    // mutt wants a terminal: script(1) gives it one.
    const done = await run("script", ["-qec", `mutt -n -F ${rc}`, "/dev/null"], true);
    expect(done.status).toBe(0);
    expect(await statusOf("Trash")).toContain("MESSAGES 1");
  });
});

peerSuite(["swaks", "python3"], "imaplib and poplib of Python", () => {
  it("log in, search, fetch parts, set flags, copy, expunge and list by UIDL", async () => {
    const script = `
import imaplib, poplib
m = imaplib.IMAP4("127.0.0.1", ${ports.imap})
m.login("bert", "geheim")
print(m.select("INBOX")[0], m.uid("SEARCH", None, "ALL")[1][0].split()[0].decode())
print(m.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)]<0.9>)")[1][0][1])
print(m.fetch("2", "(BODYSTRUCTURE)")[1][0][:20])
print(m.store("1", "+FLAGS", "(\\\\Flagged $Mine)")[1])
print(m.copy("1", "Sent")[0], m.status("Sent", "(MESSAGES UIDNEXT)")[1])
print(m.append("Sent", "(\\\\Seen)", imaplib.Time2Internaldate(0), b"Subject: a\\r\\n\\r\\nb\\r\\n")[0])
print(m.create("Work/2026")[0], m.list('""', "Work*")[1], m.rename("Work/2026", "Work/old")[0], m.delete("Work/old")[0])
m.store("1", "+FLAGS", "(\\\\Deleted)")
print(m.expunge(), m.close()[0], m.logout()[0])
p = poplib.POP3("127.0.0.1", ${ports.pop3})
p.user("bert"); p.pass_("geheim")
first = p.uidl()[1]
print(p.stat()[0], len(first), p.top(1, 1)[1][-1], p.capa().get("TOP"))
p.dele(1); p.rset(); p.quit()
p = poplib.POP3_SSL("127.0.0.1", ${ports.pop3s}, context=__import__("ssl")._create_unverified_context())
p.user("bert"); p.pass_("geheim")
print(p.uidl()[1] == first); p.quit()
`;
    const { status, out } = await run("python3", ["-c", script]);
    expect({ status, out: out.split("\n").slice(0, 12) }).toMatchObject({
      status: 0,
      out: [
        "OK 1",
        "b'Subject: '",
        expect.stringContaining("BODYSTRUCTURE"),
        expect.stringMatching(/\\\\Flagged.*\$Mine|\$Mine.*\\\\Flagged/),
        "OK [b'Sent (MESSAGES 1 UIDNEXT 2)']",
        "OK",
        expect.stringMatching(/^OK \[.*Work\/2026.*\] OK OK$/),
        "('OK', [b'1']) OK BYE",
        expect.stringMatching(/^2 2 b'.*' \[\]$/),
        "True",
        "",
      ],
    });
  });
});
