import { describe, expect, it } from "vitest";
import { hostsGuard } from "../../src/runtime/hosts-access.ts";
import { scratchTree } from "../support/scratch.ts";

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
