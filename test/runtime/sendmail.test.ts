import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, serve } from "../../src/runtime/serve.ts";
import { cf2postfix } from "../support/cli.ts";
import { makeSite, requestOf, type TestSite } from "./support/site.ts";

let site: TestSite;
let server: Started | undefined;

beforeAll(async () => {
  site = makeSite("myorigin = example.org\n");
  server = await serve(requestOf(site));
});
afterAll(async () => {
  if (server?.started) await server.stop();
  site.remove();
});

const bundle = new URL("../../dist/cli.js", import.meta.url).pathname;

/** Runs the command beside the server in this process, which must stay awake. */
function sendmail(
  words: readonly string[],
  input: string,
): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bundle, "sendmail", "--data", site.data, ...words]);
    let out = "";
    let err = "";
    child.stdout.on("data", (bytes: Buffer) => (out += bytes));
    child.stderr.on("data", (bytes: Buffer) => (err += bytes));
    child.on("close", (status) => resolve({ status, out, err }));
    child.stdin.end(input);
  });
}

async function arrived(name: string, test: RegExp): Promise<string> {
  const path = join(site.data, "var/mail", name);
  for (;;) {
    const text = existsSync(path) ? readFileSync(path, "latin1") : "";
    if (test.test(text)) return text;
    await sleep(20);
  }
}

describe("sendmail", () => {
  it("takes recipients from the header, drops Bcc, completes the header, and ends at a dot", async () => {
    const text =
      "From root Mon\nTo: anna, bert@example.org\nBcc: info@virt.example\nSubject: one\n\nline\n.\nnot sent\n";
    expect(await sendmail(["-t", "-f", "bert"], text)).toMatchObject({ status: 0, err: "" });
    const mail = await arrived("anna", /Subject: one/);
    expect(mail).toMatch(/^From bert@example\.org {2}/m);
    expect(mail).toMatch(/\nReceived: by mail\.example\.org \(Postfix, from userid \d+\)\n/);
    expect(mail).toContain("\nTo: anna@example.org, bert@example.org\n");
    expect(mail).toMatch(/\nMessage-Id: <.*@mail\.example\.org>\nDate: .*\nFrom: bert@example\.org\n\nline\n/);
    expect(mail).not.toMatch(/Bcc:|not sent|From root/);
    await arrived("bert", /Subject: one/);
  });

  it("knows -i, -F, -N, -oi and options that mean nothing", async () => {
    const words = ["-oi", "-om", "-B8BITMIME", "-F", "Bert B.", "-fbert@example.org", "-N", "never", "--", "anna"];
    expect(await sendmail(words, "Subject: two\n\n.\nafter the dot\n")).toMatchObject({ status: 0 });
    const mail = await arrived("anna", /Subject: two/);
    expect(mail).toContain('From: "Bert B." <bert@example.org>\n');
    expect(mail).toContain("\n\n.\nafter the dot\n");
  });

  it("says when there is nobody to send to, and what it does not know", async () => {
    expect(await sendmail(["-t"], "Subject: x\n\n")).toMatchObject({
      status: 2,
      err: expect.stringContaining("Recipient addresses must be"),
    });
    expect((await sendmail(["-bd"], "")).err).toContain("the server is started by `serve`");
    expect((await sendmail(["-Y"], "")).status).toBe(2);
  });

  it("speaks SMTP with -bs", async () => {
    const lines = [
      "EHLO x",
      "MAIL FROM:<bert@example.org>",
      "RCPT TO:<anna@example.org>",
      "DATA",
      "Subject: three",
      "",
      "..dot",
      ".",
      "QUIT",
    ];
    const { status, out } = await sendmail(["-bs"], lines.map((line) => `${line}\r\n`).join(""));
    expect(status).toBe(0);
    expect(out).toMatch(/^220 .*\r\n250-.*\r\n[\s\S]*354 .*\r\n250 2\.0\.0 Ok: queued as \w+\r\n221 2\.0\.0 Bye\r\n$/);
    expect(await arrived("anna", /Subject: three/)).toContain("\n\n.dot\n");
  });

  it("keeps mail for a server that does not run yet, and lists it with -bp", async () => {
    const other = makeSite();
    const run = cf2postfix(["sendmail", "-f", "x@example.org", "anna@example.org", "--data", other.data], {
      input: "Subject: early\n\nx\n",
    });
    expect(run).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(cf2postfix(["sendmail", "-bp", "--data", other.data]).stdout).toContain("anna@example.org");
    const late = await serve(requestOf(other));
    const path = join(other.data, "var/mail/anna");
    while (!existsSync(path) || !readFileSync(path, "latin1").includes("Subject: early")) await sleep(20);
    if (late.started) await late.stop();
    other.remove();
  });
});
