import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { handOver, readTarget } from "../../src/runtime/old-queue/hand-over.ts";
import { type Started, serve } from "../../src/runtime/serve.ts";
import { cf2postfix } from "../support/cli.ts";
import { expandMc, peerSuite } from "../support/peers/index.ts";
import { libraryFolders } from "../support/peers/programs.ts";
import { runInSandbox, sendmailInside } from "../support/peers/sandbox.ts";
import { scratchTree } from "../support/scratch.ts";
import { makeSite, requestOf, type TestSite } from "./support/site.ts";

let site: TestSite | undefined;
let server: Started | undefined;

afterEach(async () => {
  if (server?.started) await server.stop();
  server = undefined;
  site?.remove();
});

async function start(): Promise<{ here: TestSite; target: string }> {
  site = makeSite();
  server = await serve(requestOf(site));
  if (!server.started) throw new Error("no server");
  return { here: site, target: `smtp:127.0.0.1:${server.ports.smtp}` };
}

/** As sendmail 8.17 writes it; header and recipients may be folded, Return-Path is not the message's. */
const control = (recipients: readonly string[], header = "H??Subject: old\n"): string =>
  [
    "V8",
    "T1795535594",
    "K0",
    "N3",
    "P30038",
    "Fsn",
    "$_pc.example.net [192.0.2.7]",
    "$rESMTP",
    "${daemon_flags}",
    "S<x@client.example>",
    "Zenv-1",
    ...recipients,
    "H?P?Return-Path: <\x81g>",
    "H??Received: from pc.example.net (pc.example.net [192.0.2.7])\n\tby mail.example.org id 6AO; Tue, 24 Nov 2026 15:53:14 GMT",
    "H?D?Date: Tue, 24 Nov 2026 15:53:14 GMT",
    `${header}.`,
    "",
  ].join("\n");

const queue = (files: Readonly<Record<string, string>>): string => scratchTree(files);
const plain = { remove: false, hostname: "mail.example.org" };

describe("requeue", () => {
  it("lists what waits, in queue groups and split directories too, and says what is no message", async () => {
    const top = queue({
      qf6AOAAAAA000001: control(["Qrfc822;anna@example.org", "RPFD:<anna@example.org>"]),
      df6AOAAAAA000001: "text\n",
      "qd1/qf/qf6AOAAAAA000002": control(["RPFD:bert@example.org"]),
      "qd1/df/df6AOAAAAA000002": "other\n",
      hf6AOAAAAA000003: control(["RPFD:bert@example.org"]),
      df6AOAAAAA000003: "x\n",
      qf6AOAAAAA000004: "V8\nT1\nS<a@b.example>\nRPFD:c@d.example\nH??Subject: unfinished\n",
      qf6AOAAAAA000005: control(["RPFD:c@d.example"]),
      xf6AOAAAAA000001: "transcript\n",
    });
    const run = cf2postfix(["requeue", top, "--format", "json"]);
    expect(run.status).toBe(1);
    const { format_version, messages } = JSON.parse(run.stdout);
    expect(format_version).toBe("1.0");
    expect(
      messages.map((one: { id: string; state: string; reason: string }) => [one.id.slice(-1), one.state, one.reason]),
    ).toEqual([
      ["3", "left", "it is quarantined"],
      ["2", "listed", ""],
      ["1", "listed", ""],
      ["4", "left", "the qf file is not whole"],
      ["5", "left", "its df file is not there"],
    ]);
    expect(messages[2]).toMatchObject({ sender: "x@client.example", recipients: ["anna@example.org"] });
  });

  it("hands messages over once and takes them out of the old queue when told to", async () => {
    const { here, target } = await start();
    const top = queue({
      qf6AOAAAAA000001: control(["RPFD:<anna@example.org>", "RPFD:<bert@example.org>"]),
      df6AOAAAAA000001: "text\n.dot\nFrom me\n\xe9\n",
      xf6AOAAAAA000001: "",
    });
    const to = readTarget(target);
    expect(await handOver(top, to, plain)).toMatchObject([{ state: "sent" }]);
    expect(readdirSync(top)).toHaveLength(3);
    expect(await handOver(top, to, { ...plain, remove: true })).toMatchObject([{ state: "sent" }]);
    expect(readdirSync(top)).toEqual([]);
    const path = join(here.data, "var/mail/bert");
    while (!existsSync(path) || readFileSync(path, "latin1").match(/^Subject: old/gm)?.length !== 2) await sleep(20);
    const mail = readFileSync(path, "latin1");
    expect(mail).toMatch(/\nSubject: old\n(?:\w.*\n)+\ntext\n\.dot\n>From me\n\xe9\n/);
    expect(mail).toContain(
      "\nReceived: from pc.example.net (pc.example.net [192.0.2.7])\n\tby mail.example.org id 6AO;",
    );
    expect(mail).not.toContain("\x81");
  });

  it("leaves what is refused, with its reason and without those who have got it", async () => {
    const { target } = await start();
    const top = queue({
      qf6AOAAAAA000001: control([
        "RPFD:<anna@example.org>",
        "RPFD:<nobody@example.org>",
        "Canna:1001:1001",
        'RPFD:"|/usr/bin/vacation anna"',
      ]),
      df6AOAAAAA000001: "text\n",
    });
    const [message] = await handOver(top, readTarget(target), { ...plain, remove: true });
    expect(message).toMatchObject({
      state: "left",
      reason: expect.stringMatching(/nobody@example\.org: .*550 5\.1\.1.*vacation.*only the old host/),
    });
    const rest = readFileSync(join(top, "qf6AOAAAAA000001"), "latin1");
    expect(rest).not.toContain("anna@example.org");
    expect(rest).toContain("RPFD:<nobody@example.org>\nCanna:1001:1001\n");
  });

  it("gives messages to a sendmail program, and says when it cannot reach a server", async () => {
    const top = queue({ qf6AOAAAAA000001: control(["RPFD:<anna@example.org>"]), df6AOAAAAA000001: "text\n" });
    const program = join(top, "program");
    writeFileSync(program, `#!/bin/sh\necho "$@" > ${top}/words\ncat > ${top}/text\n`);
    chmodSync(program, 0o755);
    expect(await handOver(top, readTarget(`sendmail:${program}`), plain)).toMatchObject([{ state: "sent" }]);
    expect(readFileSync(join(top, "words"), "utf8")).toBe("-i -f x@client.example -- anna@example.org\n");
    expect(readFileSync(join(top, "text"), "utf8")).toMatch(/Subject: old\n\ntext\n$/);
    expect(await handOver(top, readTarget("smtp:127.0.0.1:1"), plain)).toMatchObject([
      { state: "left", reason: expect.stringContaining("ECONNREFUSED") },
    ]);
    expect(cf2postfix(["requeue", top, "--to", "carrier-pigeon"]).status).toBe(2);
    expect(cf2postfix(["requeue", join(top, "nowhere")]).status).toBe(3);
  });

  peerSuite(["sendmail", "m4"], "the queue of a real sendmail", () => {
    it("is read as it wrote it", async () => {
      const cf = expandMc("OSTYPE(`linux')\nMAILER(local)MAILER(smtp)\n");
      const program = `${sendmailInside}/usr/libexec/sendmail/sendmail`;
      const script = [
        `export LD_LIBRARY_PATH=${libraryFolders(sendmailInside).join(":")}`,
        "mkdir -p /var/spool/mqueue && chmod 700 /var/spool/mqueue",
        `printf 'From: Anna <a@mail.example.com>\\nSubject: long\\n folded\\n\\n.dot\\n' | ${program} -Am -odq -i -N success -R hdrs -V env1 -f a@mail.example.com b@far.example '"odd b"@far.example'`,
        "cd /var/spool/mqueue && cat qf* && echo ===== && cat df*",
      ].join("\n");
      const { stdout } = await runInSandbox({ files: { "/etc/mail/sendmail.cf": cf }, hostname: "mail.example.com" }, [
        "sh",
        "-c",
        script,
      ]);
      const [qf = "", df = ""] = stdout.split("=====\n");
      const top = queue({ qf6AOAAAAA000001: qf, df6AOAAAAA000001: df });
      const [message] = await handOver(top, undefined, plain);
      expect(message).toMatchObject({
        state: "listed",
        sender: "a@mail.example.com",
        recipients: ["b@far.example", "odd b@far.example"],
      });
    });
  });
});
