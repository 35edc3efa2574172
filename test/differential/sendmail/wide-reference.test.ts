import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readSendmailConfig } from "../../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../../src/source/site.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { peerSuite, testMode } from "../../support/peers/index.ts";

const fixtures = new URL("../../../fixtures/wide/", import.meta.url).pathname;
const host = "mail.example.com";
const addresses = [
  "someone",
  "someone@localhost",
  `someone@${host}`,
  "someone@sho.example.jp",
  "someone@inner.sho.example.jp",
  "someone@elsewhere.example.org",
  "someone%elsewhere.example.org@sho.example.jp",
  "@gate.example.org:someone@elsewhere.example.org",
  "elsewhere!someone",
  "someone@elsewhere.uucp",
  "someone@[192.0.2.1]",
  '"two words"@sho.example.jp',
];

/** A client from outside, whose sender has no domain. */
const decisions = [
  ".D{client_addr}203.0.113.77",
  ".D{client_name}host.elsewhere.example.org",
  ".Dfsomeone",
  "check_rcpt postmaster",
  "check_rcpt <someone@elsewhere.example.org>",
];

// The verification of a .def rests on the cf that stands for it: it must say to sendmail what it says to the engine.
peerSuite(["sendmail"], "the sendmail.cf that stands for a .def answers as in the real sendmail", () => {
  it.each(readdirSync(fixtures))("%s", async (name) => {
    const text = readFileSync(`${fixtures}${name}/generated.cf`, "latin1");
    const root = `${fixtures}${name}/root`;
    const site = openSite(root);
    const facts = { hostname: host, hostnameAssumed: false, other: new Map([["version", "8.17.1.9"]]) };
    const { config } = readSendmailConfig(parseCf({ path: "generated.cf", text }).ast, site, facts);
    const mode = compileRulesets(config, site).testMode();
    const commands = addresses
      .flatMap((address) => [`3,0 ${address}`, `3,1 ${address}`, `3,2 ${address}`])
      .concat(decisions);
    const real = testMode(text, { hostname: host, root });
    const theirs = await real.askAll(commands);
    await real.close();
    const ours = commands.map((command) => mode.answer(command).trimEnd().split("\n"));
    if (name === "relay-control") {
      expect(ours.slice(-2).map((lines) => lines.at(-1))).toEqual([
        expect.not.stringContaining("error"),
        expect.stringContaining("Relaying denied"),
      ]);
    }
    expect(ours.map((lines) => lines.join("\n"))).toEqual(theirs.map((lines) => lines.join("\n").trimEnd()));
  });
});
