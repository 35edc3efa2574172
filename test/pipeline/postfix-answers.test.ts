import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LoadedPostfix, loadPostfix } from "../../src/pipeline/postfix.ts";
import { type ScratchDirectory, scratchDirectory } from "../support/postfix-peer.ts";

const main = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname
smtpd_relay_restrictions = permit_mx_backup, reject_unauth_destination
permit_mx_backup_networks = 192.0.2.0/24
smtpd_recipient_restrictions = check_policy_service { inet:127.0.0.1:10023, timeout=5s }, reject_unverified_recipient
`;
const dns = {
  "backed.example": {
    MX: [
      [10, "primary.example"],
      [20, "mail.example.com"],
    ],
  },
  "elsewhere.example": {
    MX: [
      [10, "far.example"],
      [20, "mail.example.com"],
    ],
  },
  "stranger.example": { MX: [[10, "primary.example"]] },
  "primary.example": { A: ["192.0.2.10"] },
  "far.example": { A: ["198.51.100.1"] },
};
const answers = {
  "inet:127.0.0.1:10023": {
    "grey@backed.example": "DEFER_IF_PERMIT come back",
    "192.0.2.66": "REJECT not you",
    down: null,
  },
  verify: { "unsure@backed.example": "unknown", "gone@backed.example": "undeliverable" },
};

describe("answers that a file gives for the world outside", () => {
  let scratch: ScratchDirectory;
  let loaded: LoadedPostfix;
  beforeAll(() => {
    scratch = scratchDirectory({ "main.cf": main });
    const loading = loadPostfix(scratch.path, { root: scratch.path, dns, answers });
    if (!loading.ok) throw new Error(loading.reason);
    loaded = loading;
  });
  afterAll(() => scratch?.remove());
  const code = (recipient: string, address = "192.0.2.1", name = "client.example"): number =>
    loaded.decider().decide("rcpt", { client: { name, address }, helo: name, sender: "a@b.example", recipient }).reply
      ?.code ?? 250;

  it("permits the mail of domains that this host is a backup MX of, when their primaries are in the networks", () => {
    expect(code("user@backed.example")).toBe(250);
    expect(code("user@elsewhere.example")).toBe(554);
    expect(code("user@stranger.example")).toBe(554);
  });

  it("takes the action of a policy service by recipient, sender or client; null is a service that is down", () => {
    expect(code("grey@backed.example")).toBe(450);
    expect(code("user@backed.example", "192.0.2.66")).toBe(554);
    expect(code("user@backed.example", "192.0.2.7", "down")).toBe(451);
  });

  it("takes what address verification has found", () => {
    expect(code("gone@backed.example")).toBe(450);
    expect(code("unsure@backed.example")).toBe(450);
  });

  it("says which policy services nobody answers for", () => {
    const alone = loadPostfix(scratch.path, { root: scratch.path });
    expect(alone.ok && alone.remarks.join("\n")).toContain("the policy service inet:127.0.0.1:10023 is not asked");
  });
});
