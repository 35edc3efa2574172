import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { fixedNames } from "../../src/runtime/names.ts";
import { runQueueCommand } from "../../src/runtime/queue/commands.ts";
import { type ServeRequest, type Started, serve } from "../../src/runtime/serve.ts";
import { connectClient, type LineClient } from "./support/readers.ts";
import { makeSite, requestOf, type TestSite } from "./support/site.ts";

const cleanups: (() => Promise<void> | void)[] = [];
let site: TestSite;
let client: LineClient;

afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly user: unknown;
  readonly secure: boolean;
}

/** A server of another host that keeps what it gets; recipients of `refuse` are refused. */
async function sink(
  options: SMTPServerOptions = {},
  refuse?: RegExp,
  path?: string,
): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    hideSTARTTLS: true,
    hideDSN: false,
    onAuth: (auth, _session, done) =>
      auth.password === "pw" ? done(null, { user: auth.username }) : done(new Error("wrong")),
    onRcptTo: ({ address }, _session, done) =>
      refuse?.test(address) ? done(Object.assign(new Error("5.1.1 nobody"), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (bytes: Buffer) => chunks.push(bytes));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        const text = Buffer.concat(chunks).toString("latin1");
        taken.push({ from: mailFrom ? mailFrom.address : "", to, text, user: session.user, secure: session.secure });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, "127.0.0.1", resolve);
    else server.listen(path, resolve);
  });
  cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = (server.server.address() ?? {}) as AddressInfo;
  return { port, taken };
}

async function start(
  settings: readonly string[],
  more: Partial<ServeRequest> = {},
  prepare: (site: TestSite) => void = () => undefined,
): Promise<Started & { started: true }> {
  site = makeSite(`mynetworks = 127.0.0.0/8\n${settings.join("\n")}\n`);
  cleanups.push(() => site.remove());
  prepare(site);
  const server = await serve({ ...requestOf(site), outbound: "direct", ...more });
  if (!server.started) throw new Error(server.diagnostics.map((each) => each.message).join("\n"));
  cleanups.push(() => server.stop());
  client = await connectClient(server.ports.smtp ?? 0);
  cleanups.push(() => client.close());
  await client.until(/^220 .*\r\n/);
  await say("EHLO client.example");
  return server;
}

async function say(line: string): Promise<string> {
  client.send(`${line}\r\n`);
  return client.until(/^\d{3} .*\r\n/m);
}

async function send(recipients: readonly string[], text = "Subject: s\n\nbody\n.dot\n..", sender = "anna@example.org") {
  await say("RSET");
  await say(`MAIL FROM:<${sender}>`);
  for (const recipient of recipients) expect(await say(`RCPT TO:<${recipient}>`)).toMatch(/^250/);
  await say("DATA");
  const stuffed = text.replaceAll("\n.", "\n..").replaceAll("\n", "\r\n");
  return say(`${stuffed}\r\n.`);
}

const spool = (name: string): string => {
  const path = join(site.data, "var/mail", name);
  return existsSync(path) ? readFileSync(path, "latin1") : "";
};

async function eventually(test: () => boolean): Promise<void> {
  while (!test()) await sleep(20);
}

describe("mail for other hosts, with --outbound direct", () => {
  it("goes to the relay host, the recipients of a place together, rewritten by smtp_generic_maps", async () => {
    const other = await sink();
    await start(
      [`relayhost = [127.0.0.1]:${other.port}`, "smtp_generic_maps = texthash:/etc/postfix/generic"],
      {},
      (it) => writeFileSync(join(it.postfixDirectory, "generic"), "anna@example.org anna@public.example\n"),
    );
    await send(["a@far.example", "b@other.example"], "From: anna@example.org\nSubject: s\n\nbody\n.dot\n..");
    await eventually(() => other.taken.length === 1);
    const [first] = other.taken;
    expect(first).toMatchObject({ from: "anna@public.example", to: ["a@far.example", "b@other.example"] });
    expect(first?.text).toContain("From: anna@public.example\r\n");
    expect(first?.text).toContain("\r\n\r\nbody\r\n.dot\r\n..\r\n");
  });

  it("finds hosts by MX, tries the next when one does not answer, and the address when there is no MX", async () => {
    const other = await sink();
    const records: Record<string, string[]> = {
      "far.example MX": ["20 mx2.far.example", "10 mx1.far.example"],
      "mx2.far.example A": ["127.0.0.1"],
      "mx1.far.example A": ["127.0.0.2"],
      "plain.example A": ["127.0.0.1"],
      "null.example MX": ["0 ."],
    };
    const names = fixedNames({
      lookup: (name, type) => {
        const values = records[`${name} ${type}`];
        return values ? { kind: "found", values } : { kind: name === "broken.example" ? "failed" : "none" };
      },
    });
    await start([`smtp_tcp_port = ${other.port}`], { names });
    await send(["a@far.example", "b@plain.example", "c@null.example", "d@nowhere.example", "e@broken.example"]);
    await eventually(() => other.taken.length === 2 && spool("anna").includes("Status: 5.4.4"));
    expect(other.taken.map(({ to }) => to.join()).sort()).toEqual(["a@far.example", "b@plain.example"]);
    expect(spool("anna")).toContain("does not accept mail (nullMX)");
    expect((await runQueueCommand("list", undefined, site.data))?.text).toMatch(/type=MX: Host not found, try again/);
  });

  it("tries the next hops of a list in their order", async () => {
    const other = await sink();
    await start([`relayhost = [127.0.0.3]:${other.port}, [127.0.0.1]:${other.port}`]);
    await send(["a@far.example"]);
    await eventually(() => other.taken.length === 1);
    expect(other.taken[0]?.to).toEqual(["a@far.example"]);
  });

  it("goes to smtp_fallback_relay where no host of the destination answers or is known", async () => {
    const other = await sink();
    const names = fixedNames({
      lookup: (name, type) =>
        name === "far.example" && type === "A" ? { kind: "found", values: ["127.0.0.2"] } : { kind: "none" },
    });
    const lastResort = `smtp_fallback_relay = [127.0.0.3]:${other.port} [127.0.0.1]:${other.port}`;
    await start([`smtp_tcp_port = ${other.port}`, lastResort], { names });
    await send(["a@far.example", "b@nowhere.example"]);
    await eventually(() => other.taken.length === 2);
    expect(other.taken.flatMap(({ to }) => to).sort()).toEqual(["a@far.example", "b@nowhere.example"]);
  });

  it("asks for the addresses of inet_protocols only", async () => {
    const other = await sink();
    const asked: string[] = [];
    const names = fixedNames({
      lookup: (name, type) => {
        asked.push(`${name} ${type}`);
        return type === "A" ? { kind: "found", values: ["127.0.0.1"] } : { kind: "none" };
      },
    });
    await start([`smtp_tcp_port = ${other.port}`, "inet_protocols = ipv4"], { names });
    await send(["a@far.example"]);
    await eventually(() => other.taken.length === 1);
    expect(asked).toContain("far.example A");
    expect(asked).not.toContain("far.example AAAA");
  });

  it("starts anew without TLS where a handshake fails and TLS is not required", async () => {
    const other = await sink({ hideSTARTTLS: false, maxVersion: "TLSv1.2", ciphers: "ADH-AES256-SHA256:@SECLEVEL=0" });
    await start([`relayhost = [127.0.0.1]:${other.port}`, "smtp_tls_security_level = may"]);
    await send(["a@far.example"]);
    await eventually(() => other.taken.length === 1);
    expect(other.taken[0]?.secure).toBe(false);
  });

  it("returns what the other host refuses and keeps what it cannot take now", async () => {
    const other = await sink({}, /^bad@/);
    await start([`relayhost = [127.0.0.1]:${other.port}`]);
    await send(["bad@far.example", "good@far.example"]);
    await eventually(
      () => other.taken.length === 1 && spool("anna").includes("Final-Recipient: rfc822; bad@far.example"),
    );
    expect(spool("anna")).toContain("said: 550 5.1.1 nobody (in reply to RCPT TO command)");
    expect(other.taken[0]?.to).toEqual(["good@far.example"]);
  });

  it("waits for a host that is not there, and delivers when it comes", async () => {
    const other = await sink();
    const { port } = other;
    await cleanups.pop()?.();
    await start([`relayhost = [127.0.0.1]:${port}`]);
    await send(["a@far.example"]);
    let listed = await runQueueCommand("list", undefined, site.data);
    while (!listed?.text.includes("Connection refused")) {
      await sleep(20);
      listed = await runQueueCommand("list", undefined, site.data);
    }
    const late: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      onData: (stream, session, done) => {
        late.push(...session.envelope.rcptTo.map(({ address }) => address));
        stream.resume().on("end", () => done());
      },
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    await runQueueCommand("flush", undefined, site.data);
    await eventually(() => late.length === 1);
  });

  it("logs in with smtp_sasl_password_maps, under TLS where it is asked for", async () => {
    const other = await sink({ hideSTARTTLS: false, allowInsecureAuth: true });
    await start(
      [
        `relayhost = [127.0.0.1]:${other.port}`,
        "smtp_tls_security_level = encrypt",
        "smtp_sasl_auth_enable = yes",
        "smtp_sasl_security_options = noanonymous",
        "smtp_sasl_password_maps = texthash:/etc/postfix/passwords",
      ],
      {},
      (it) => writeFileSync(join(it.postfixDirectory, "passwords"), `[127.0.0.1]:${other.port} me:pw\n`),
    );
    await send(["a@far.example"]);
    await eventually(() => other.taken.length === 1);
    expect(other.taken[0]).toMatchObject({ user: "me", secure: true });
  });

  it("speaks LMTP to a socket, with an answer for each recipient", async () => {
    const path = join("/tmp", `cf2postfix-lmtp-${process.pid}`);
    const other = await sink({ lmtp: true }, /^bad@/, path);
    await start(
      [
        "virtual_mailbox_domains = box.example",
        "virtual_mailbox_maps = static:x",
        "virtual_transport = lmtp:unix:/lmtp",
      ],
      {},
      (it) => {
        writeFileSync(join(it.data, "README"), "");
      },
    );
    // The path of the configuration lies below --data.
    const { symlinkSync } = await import("node:fs");
    symlinkSync(path, join(site.data, "lmtp"));
    await send(["one@box.example", "bad@box.example"]);
    await eventually(() => other.taken.length === 1 && spool("anna").includes("bad@box.example"));
    expect(other.taken[0]?.to).toEqual(["one@box.example"]);
  });

  it("goes through the content filter first", async () => {
    const filter = await sink();
    await start([`content_filter = smtp:[127.0.0.1]:${filter.port}`]);
    await send(["anna@example.org"]);
    await eventually(() => filter.taken.length === 1);
    expect(filter.taken[0]?.to).toEqual(["anna@example.org"]);
    expect(spool("anna")).toBe("");
  });
});

describe("commands", () => {
  const master = (site: TestSite): void => {
    const program = join(site.directory, "program");
    writeFileSync(program, `#!/bin/sh\n{ echo "$@"; cat; } >> ${site.directory}/ran\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(site.directory, "ran"), "");
    chmodSync(join(site.directory, "ran"), 0o666);
    chmodSync(site.directory, 0o755);
    writeFileSync(
      join(site.postfixDirectory, "master.cf"),
      `smtp inet n - n - - smtpd\nlocal unix - n n - - local\ncleanup unix n - n - 0 cleanup\nsmtp unix - - n - - smtp\nmine unix - n n - - pipe\n  flags=DRh user=anna argv=${program} -f \${sender} -d \${user} \${extension} \${nexthop}\n`,
    );
    writeFileSync(join(site.postfixDirectory, "transport"), "box.example mine:there\n");
    writeFileSync(join(site.postfixDirectory, "aliases"), `prog "|${program} $RECIPIENT"\n`);
  };
  const settings = ["transport_maps = texthash:/etc/postfix/transport", "relay_domains = box.example"];
  const ran = (): string => readFileSync(join(site.directory, "ran"), "latin1");

  it("run with --allow-commands: pipe services with their arguments, aliases with their environment", async () => {
    await start(settings, { allowCommands: true }, master);
    await send(["joe+list@box.example"]);
    await eventually(() =>
      ran().includes(
        "-f anna@example.org -d joe list there\nReturn-Path: <anna@example.org>\nDelivered-To: joe+list@box.example\n",
      ),
    );
    await send(["prog@example.org"]);
    await eventually(() => ran().includes("prog@example.org\nReturn-Path:"));
  });

  it("do not run as root, nor for an account that is not there", async () => {
    await start(settings, { allowCommands: true }, (it) => {
      master(it);
      const path = join(it.postfixDirectory, "master.cf");
      writeFileSync(path, readFileSync(path, "latin1").replace("user=anna", "user=root"));
    });
    await send(["joe@box.example"]);
    let listed = await runQueueCommand("list", undefined, site.data);
    while (!listed?.text.includes("no account to run under")) {
      await sleep(20);
      listed = await runQueueCommand("list", undefined, site.data);
    }
    expect(ran()).toBe("");
  });

  it("do not run without it: mail for a pipe waits, or is kept where the server is sealed", async () => {
    await start(settings, {}, master);
    await send(["joe@box.example"]);
    let listed = await runQueueCommand("list", undefined, site.data);
    while (!listed?.text.includes("--allow-commands")) {
      await sleep(20);
      listed = await runQueueCommand("list", undefined, site.data);
    }
    expect(ran()).toBe("");
  });
});
