import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peerSuite, postconf, startPostfix, testMode } from "../support/peers/index.ts";
import { openWideSite, type WideSite } from "../support/wide-site.ts";

const project = new URL("../..", import.meta.url).pathname;
const fixture = (name: string): string => join(project, "fixtures/wide", name);
const names = readdirSync(join(project, "fixtures/wide")).sort();
let work = "";

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "cf2postfix-wide-"));
  for (const name of names) {
    const run = spawnSync(
      process.execPath,
      ["dist/cli.js", "convert", join(fixture(name), "root"), "--out", join(work, name), "--quiet", "--no-color"],
      { cwd: project, encoding: "utf8" },
    );
    if (run.status === null || run.status > 1) throw new Error(`convert ${name}: ${run.stderr}`);
  }
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Addresses made from the site's own material, and some of the world's. */
function addressesOf({ expansion, hostname }: WideSite): readonly string[] {
  const { facts } = expansion;
  const direct = typeof facts.direct === "object" ? facts.direct.map(({ text }) => text) : [];
  const domains = [
    hostname,
    facts.names.domain,
    ...facts.aliases.map(({ text }) => text),
    ...(facts.staticRoutes?.routes ?? []).map(({ domain }) => domain),
    ...direct,
    ...facts.userTables.map(({ domain }) => domain),
    "localhost",
    "www",
    "elsewhere.test",
  ];
  const users = ["kaoru", "staff", "info", "uriba", "nobody"];
  const full = domains.flatMap((domain) => users.map((user) => `${user}@${domain}`));
  const below = domains.slice(0, -3).map((domain) => `kaoru@ue.${domain}`);
  return [...users, ...full, ...below, "kaoru@[192.0.2.9]", "Kaoru@ELSEWHERE.test"];
}

/** Where our ruleset engine and our resolver let a recipient end. */
function oldEnds({ engine }: WideSite, address: string): string {
  const { leaves, error } = engine.resolve(address);
  const ends = leaves.map((leaf) => {
    if (leaf.error) return "refuse";
    if (leaf.mailer === "local") return `local ${leaf.user.toLowerCase()}`;
    return `smtp ${leaf.host?.toLowerCase()} ${leaf.user.toLowerCase()}`;
  });
  return error ? "refuse" : [...new Set(ends)].sort().join(" + ");
}

function newEnds({ resolver }: WideSite, address: string): string {
  const { leaves, error } = resolver.expandRecipient(address);
  const ends = leaves.map((leaf) => {
    if (leaf.kind === "local") return `local ${leaf.user.toLowerCase()}`;
    return leaf.kind === "smtp" ? `smtp ${leaf.nexthop.toLowerCase()} ${leaf.address.toLowerCase()}` : "refuse";
  });
  return error ? "refuse" : [...new Set(ends)].sort().join(" + ");
}

const clients = [
  ["localhost", "127.0.0.1"],
  ["pc.ka.sho.example.jp", "172.16.5.9"],
  ["unknown", "172.16.6.7"],
  ["pc.shisha.example.jp", "198.51.100.20"],
  ["unknown", "172.20.9.1"],
  ["unknown", "172.20.8.1"],
  ["naka.minato.example.jp", "10.4.1.2"],
  ["a.test", "10.44.1.2"],
  ["mail.spam.example", "192.0.2.3"],
  ["unknown", "203.0.113.77"],
  ["b.test", "192.168.30.4"],
  ["c.test", "192.168.3.4"],
] as const;

describe.each(names)("%s", (name) => {
  it("converts to the files that are kept beside it", async () => {
    for (const file of readdirSync(join(work, name)).sort()) {
      if (file === "migration.json") continue;
      const text = readFileSync(join(work, name, file), "latin1");
      await expect(text).toMatchFileSnapshot(join(fixture(name), "expected", file));
    }
  });

  it("stands for the sendmail.cf that is kept beside it", async () => {
    await expect(openWideSite(name).expansion.cf.text).toMatchFileSnapshot(join(fixture(name), "generated.cf"));
  });

  it("accounts for every assignment", async () => {
    const account: { directives: { file: string; line: number; disposition: string; code: string }[] } = JSON.parse(
      readFileSync(join(work, name, "migration.json"), "utf8"),
    );
    const ended = account.directives.map(
      ({ file, line, disposition, code }) => `${file}:${line} ${disposition} ${code}`,
    );
    await expect(`${ended.join("\n")}\n`).toMatchFileSnapshot(join(fixture(name), "expected-account.txt"));
  });

  it("answers every question of its verification as its sendmail.cf would, or says why not", () => {
    const migration: { verification: { probes: number; differ: { explained_by: string | null }[] } } = JSON.parse(
      readFileSync(join(work, name, "migration.json"), "utf8"),
    );
    expect(migration.verification.probes).toBeGreaterThan(100);
    expect(migration.verification.differ.filter((one) => one.explained_by === null)).toEqual([]);
  });

  it("sends every recipient where its sendmail.cf would", () => {
    const site = openWideSite(name);
    const answers = addressesOf(site).map((address) => [address, newEnds(site, address)]);
    expect(answers).toEqual(addressesOf(site).map((address) => [address, oldEnds(site, address)]));
  });

  it("shows senders as its sendmail.cf would", () => {
    const site = openWideSite(name);
    const aliases = new Set(site.read.policy.officialName?.aliases.map(({ value }) => value) ?? []);
    const { masquerade } = site.read.policy;
    for (const address of addressesOf(site)) {
      const header = site.engine.rewrite(address, { as: "header-sender", mailer: "smtp" }).text;
      expect([address, site.resolver.cleanHeader(address, "header_sender")]).toEqual([address, header]);
      // Said in the report (TR3072): envelope senders at other names of the host are rewritten, too.
      const domain = site.resolver.rewrite(address).split("@")[1] ?? "";
      if (aliases.has(domain) && masquerade.envelope.value) continue;
      const envelope = site.engine.rewrite(address, { as: "envelope-sender", mailer: "smtp" }).text;
      const cleaned = site.resolver.cleanSender(address);
      expect([address, cleaned.ok ? cleaned.addresses[0] : "refused"]).toEqual([address, envelope]);
    }
  });

  it("takes mail from whom its sendmail.cf would, but for relaying that is not carried over", () => {
    const site = openWideSite(name);
    const { checks } = site.expansion.facts;
    for (const [clientName, address] of clients) {
      const old = clientName === "unknown" ? `[${address}]` : clientName;
      for (const recipient of addressesOf(site).filter((one) => one.includes("@") && !one.includes("["))) {
        // A relaying sender is said in the report (WC1031), and so is a host without restriction (WC1030).
        const sender = "someone@elsewhere.test";
        const before = site.engine.decide({ client: { name: old, address }, sender, recipient });
        const after = site.decider.decide("rcpt", {
          client: { name: clientName, address },
          helo: "a.test",
          sender,
          recipient,
        });
        const unknownUser = newEnds(site, recipient) === "refuse";
        if (unknownUser || !checks.restricted) continue;
        const question = `${clientName}[${address}] -> ${recipient}`;
        expect([question, after.answer]).toEqual([question, before.decision.kind === "accept" ? "accept" : "reject"]);
      }
    }
  });

  peerSuite(["postfix", "sendmail"], "the real programs", () => {
    it("Postfix says nothing about the emitted files", () => {
      for (const args of [["-n"], ["-M"]])
        expect(postconf(join(work, name), args)).toMatchObject({ status: 0, stderr: "" });
    });

    it("sendmail answers from the sendmail.cf as our engine does", async () => {
      const site = openWideSite(name);
      const addresses = addressesOf(site);
      const commands = [
        ...addresses.map((address) => `3,0 ${address}`),
        ...["HS", "ES", "HR"].flatMap((kind) => [
          `/tryflags ${kind}`,
          ...addresses.slice(0, 40).map((address) => `/try smtp ${address}`),
        ]),
        ...clients.flatMap(([client, address]) => [
          `.D{client_name}${client}`,
          `.D{client_addr}${address}`,
          ...addresses.slice(5, 12).map((recipient) => `check_rcpt ${recipient}`),
        ]),
      ];
      const real = testMode(site.expansion.cf.text, { hostname: site.hostname, root: site.root });
      const theirs = await real.askAll(commands);
      await real.close();
      const mode = site.engine.testMode();
      const ours = commands.map((command) => mode.answer(command).replace(/\n$/, ""));
      expect(ours).toEqual(theirs.map((lines) => lines.join("\n")));
    });
  });
});

peerSuite(["postfix"], "a real Postfix with a converted definition", () => {
  it("starts and checks its files without a word", async () => {
    const postfix = await startPostfix(join(work, "user-tables"), { root: join(fixture("user-tables"), "root") });
    try {
      expect(postfix.log()).not.toMatch(/warning|fatal|error/);
    } finally {
      await postfix.stop();
    }
  });
});
