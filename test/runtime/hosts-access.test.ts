import { describe, expect, it } from "vitest";
import { hostsGuard } from "../../src/runtime/hosts-access.ts";
import { serve } from "../../src/runtime/serve.ts";
import { scratchTree } from "../support/scratch.ts";
import { connectClient } from "./support/readers.ts";
import { makeSite, requestOf } from "./support/site.ts";

const guard = (allow: string, deny: string) => hostsGuard(scratchTree({ "hosts.allow": allow, "hosts.deny": deny }));

describe("hosts.allow and hosts.deny before POP3 and IMAP", () => {
  it("let in whom they name for that daemon", async () => {
    const asks = guard("ipop3d: 127.\n", "ALL: ALL\n");
    expect(await asks("pop3", "127.0.0.1")).toBe(true);
    expect(await asks("imap", "127.0.0.1")).toBe(false);
  });

  it("know loopback by its name", async () => {
    expect(await guard("popper: LOCAL\n", "ALL: ALL\n")("pop3", "127.0.0.1")).toBe(true);
  });

  it("say nothing when they are not there", async () => {
    expect(await hostsGuard(scratchTree())("imap", "127.0.0.1")).toBe(true);
  });
});

/** What the four readers' ports say first; "" where the connection is closed without a word. */
async function greetings(allow: string, deny: string): Promise<readonly string[]> {
  const site = makeSite();
  const hostsAccess = scratchTree({ "hosts.allow": allow, "hosts.deny": deny });
  const server = await serve({ ...requestOf(site), hostsAccess });
  if (!server.started) throw new Error("the server did not start");
  const said: string[] = [];
  for (const name of ["pop3", "imap"]) {
    const client = await connectClient(server.ports[name] ?? 0);
    said.push(
      await client.until(/\r\n/).then(
        (text) => text.slice(0, 5),
        () => "",
      ),
    );
    client.close();
  }
  const smtp = await connectClient(server.ports.smtp ?? 0);
  said.push((await smtp.until(/\r\n/)).slice(0, 3));
  smtp.close();
  await server.stop();
  site.remove();
  return said;
}

describe("serve --hosts-access", () => {
  it.each([
    ["", "", ["+OK m", "* OK ", "220"]],
    ["", "ALL: ALL\n", ["", "", "220"]],
    ["popper: 127.0.0.1\n", "ALL: ALL\n", ["+OK m", "", "220"]],
    ["imapd: localhost\n", "ALL: ALL\n", ["", "* OK ", "220"]],
    ["ALL: ALL EXCEPT 127.0.0.0/255.0.0.0\n", "ipop3d: ALL\n", ["", "* OK ", "220"]],
    ["imapd: ALL: deny\npopper, imapd: ALL\n", "ALL: ALL\n", ["+OK m", "", "220"]],
    ["", "imapd: ALL: twist /bin/echo never run\n", ["+OK m", "", "220"]],
  ])("lets in by %j and %j", async (allow, deny, expected) => {
    expect(await greetings(allow, deny)).toEqual(expected);
  });
});
