import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostsAccessFiles } from "../../src/lift/surroundings/hosts-access.ts";
import { emittedFiles } from "../../src/pipeline/emitted-files.ts";
import { printTable } from "../../src/postfix/print/index.ts";
import { readPostfixDirectory } from "../../src/postfix/read/directory.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { createDecider } from "../../src/postfix/restrictions/decide.ts";
import { openSite } from "../../src/source/site.ts";
import { hostsAccess } from "../../src/syntax/hosts-access/answer.ts";
import { parseHostsAccess } from "../../src/syntax/hosts-access/parse.ts";
import { translatePolicy } from "../../src/translate/index.ts";
import { type DnsZone, peerSuite, postmapQuery } from "../support/peers/index.ts";
import { runInSandbox } from "../support/peers/sandbox.ts";
import { scratchTree } from "../support/scratch.ts";
import { policyOf } from "../support/small-cf.ts";

/** Clients by what is typed at tcpdmatch; the name is what a look-up gives there. */
const clients: readonly (readonly [typed: string, name: string, address: string])[] = [
  ["mail.umi.example", "mail.umi.example", "10.1.2.3"],
  ["www.umi.example", "www.umi.example", "10.1.2.9"],
  ["umi.example", "umi.example", "10.1.99.1"],
  ["deep.er.umi.example", "deep.er.umi.example", "192.168.1.77"],
  ["host.yama.example", "host.yama.example", "172.16.40.2"],
  ["evil.yama.example", "evil.yama.example", "172.31.0.1"],
  ["notyama.example", "notyama.example", "172.32.0.1"],
  ["liar.kawa.example", "paranoid", "203.0.113.5"],
  ["noname.kawa.example", "unknown", "203.0.113.6"],
  ["10.1.2.3", "unknown", "10.1.2.3"],
  ["10.1.20.3", "unknown", "10.1.20.3"],
  ["10.10.2.3", "unknown", "10.10.2.3"],
  ["192.168.1.5", "unknown", "192.168.1.5"],
  ["192.168.1.9", "unknown", "192.168.1.9"],
  ["192.168.10.1", "unknown", "192.168.10.1"],
  ["127.0.0.1", "unknown", "127.0.0.1"],
  ["198.51.100.200", "unknown", "198.51.100.200"],
  ["8.8.8.8", "unknown", "8.8.8.8"],
];

const reverse = (address: string): string => `${address.split(".").reverse().join(".")}.in-addr.arpa`;

const dns: DnsZone = {
  ...Object.fromEntries(
    clients.filter(([typed]) => /[a-z]/.test(typed)).map(([typed, , address]) => [typed, { A: [address] }]),
  ),
  ...Object.fromEntries(
    clients.filter(([typed, name]) => typed === name).map(([, name, address]) => [reverse(address), { PTR: name }]),
  ),
  [reverse("203.0.113.5")]: { PTR: "other.kawa.example" },
  "other.kawa.example": { A: ["203.0.113.99"] },
};

interface RuleSet {
  readonly allow: string;
  readonly deny: string;
}

const ruleSets: readonly RuleSet[] = [
  { allow: "sendmail: 192.168.1. EXCEPT 192.168.1.9\n", deny: "ALL: ALL\n" },
  { allow: "sendmail: .umi.example EXCEPT www.umi.example, 10.1.2.\n", deny: "sendmail: ALL\n" },
  { allow: "sendmail, popper: 10.1.0.0/255.255.0.0 172.16.0.0/12\n", deny: "ALL: ALL\n" },
  { allow: "", deny: "sendmail: .yama.example EXCEPT host.yama.example\nALL: 203.0.113.\n" },
  { allow: "ALL: KNOWN EXCEPT .yama.example\nsendmail: 127.\n", deny: "ALL: ALL\n" },
  { allow: "", deny: "ALL: PARANOID\nALL: UNKNOWN EXCEPT 10. 127.\n" },
  {
    allow: "ALL: 10.1.2.3: deny\nALL: 10.\nALL: .umi.example: severity mail.info: allow\n",
    deny: "ALL: ALL EXCEPT 8.8.8.8\n",
  },
  { allow: "sendmail: ALL EXCEPT .umi.example EXCEPT mail.umi.example\n", deny: "ALL: ALL\n" },
  { allow: "popper: ALL\nALL EXCEPT sendmail: ALL\n", deny: "sendmail: 10.1.2.0/255.255.255.0, .yama.example\n" },
  { allow: "# a comment\nsendmail: umi.example \\\n  10.10.2.3\n\nno colon here\n", deny: "SENDMAIL: all\n" },
  { allow: "sendmail: *.umi.example 192.168.?.5\n", deny: "ALL: ALL\n" },
  { allow: "sendmail: /etc/hosts.trusted\n", deny: "ALL: ALL\n" },
  { allow: "sendmail: 10.1.2.3/255.255.255.0 10.01.2. 10.1\n", deny: "ALL: ALL\n" },
  { allow: "sendmail: .example\n", deny: "ALL: 192.168. 10.1. EXCEPT 192.168.1.5 .umi.example\n" },
];

const trusted = "10.1.2.3\n.yama.example 192.168.1.\n";

/** `granted` or `denied`, as the real tcpdmatch says for each client. */
async function judged({ allow, deny }: RuleSet): Promise<readonly string[]> {
  const script = 'for client in "$@"; do tcpdmatch sendmail "$client" 2>/dev/null | sed -n "s/^access: *//p"; done';
  const run = await runInSandbox(
    { dns, files: { "/etc/hosts.allow": allow, "/etc/hosts.deny": deny, "/etc/hosts.trusted": trusted } },
    ["bash", "-c", script, "bash", ...clients.map(([typed]) => typed)],
  );
  return run.stdout.trim().split("\n");
}

/** The site's rules as a Postfix configuration. */
function converted(rules: RuleSet) {
  const root = scratchTree({
    "etc/hosts.allow": rules.allow,
    "etc/hosts.deny": rules.deny,
    "etc/hosts.trusted": trusted,
  });
  const site = openSite(root);
  const { connectionRules } = hostsAccessFiles(site, "sendmail");
  const policy = { ...policyOf(["V10/Berkeley"]), connectionRules };
  const { config } = translatePolicy(policy, { version: "3.7", mapType: "hash", mailbox: undefined });
  return { config, site };
}

type Config = ReturnType<typeof converted>["config"];

/** Follows the emitted tables from one to the next, asking the real postmap. */
function byPostmap(config: Config, directory: string): readonly string[] {
  const value = (name: string) => config.parameters.find((one) => one.name === name)?.value ?? "";
  const answers = new Map<string, ReadonlyMap<string, string>>();
  for (const table of config.tables.filter(({ name }) => name.startsWith("hosts_access"))) {
    writeFileSync(join(directory, table.name), [...printTable(table, { mapType: "hash" })].join(""), "latin1");
    const keys = clients.flatMap(([, name, address]) => [
      nameKey(name),
      ...(name === "paranoid" ? ["other.kawa.example"] : []),
      address,
    ]);
    answers.set(table.name, postmapQuery([...new Set(keys)], `${table.type}:${join(directory, table.name)}`));
  }
  const first = /^(\S+) \S+\/(hosts_access)/.exec(value("smtpd_client_restrictions"));
  if (!first)
    return clients.map(() => (value("smtpd_client_restrictions").startsWith("reject") ? "denied" : "granted"));
  return clients.map(([, name, address]) => {
    let step = first[0];
    for (;;) {
      const [check = "", table = ""] = [step.split(" ")[0], step.split("/").at(-1)];
      const found = answers.get(table);
      const reverseName = name === "paranoid" ? "other.kawa.example" : nameKey(name);
      const answer = check.includes("reverse")
        ? found?.get(reverseName)
        : (found?.get(nameKey(name)) ?? found?.get(address));
      if (answer === undefined || answer === "DUNNO") return "granted";
      if (answer.startsWith("550")) return "denied";
      step = value(answer);
    }
  });
}

/** The name that smtpd has: none where it does not lead back. */
function nameKey(name: string): string {
  return name === "paranoid" ? "unknown" : name;
}

function byEvaluator(config: Config, site: ReturnType<typeof converted>["site"]): readonly string[] {
  const directory = readPostfixDirectory(emittedFiles(config, "hash", site), {
    version: "3.7",
    host: { hostname: "m.test" },
  });
  const resolver = createResolver(directory);
  const decider = createDecider(resolver, { dns: { lookup: () => ({ kind: "found", values: ["192.0.2.1"] }) } });
  return clients.map(([, name, address]) => {
    const reverseName = name === "paranoid" ? "other.kawa.example" : nameKey(name);
    const client = { name: nameKey(name), address, reverseName };
    const { answer } = decider.decide("rcpt", {
      client,
      helo: "a.test",
      sender: "a@b.test",
      recipient: "postmaster@mail.example.com",
    });
    return answer === "accept" ? "granted" : "denied";
  });
}

peerSuite(["tcpd", "postfix", "pcre"], "hosts.allow and hosts.deny, by the real tcpdmatch", () => {
  describe.each(ruleSets.map((rules, index) => ({ rules, index })))("rule set $index", ({ rules }) => {
    it("is answered alike by our reading, the emitted tables and the evaluator", async () => {
      const real = await judged(rules);
      const questions = (answers: readonly string[]) => clients.map(([typed], index) => `${typed} ${answers[index]}`);
      const parsed = {
        allow: parseHostsAccess({ path: "hosts.allow", text: rules.allow }),
        deny: parseHostsAccess({ path: "hosts.deny", text: rules.deny }),
      };
      const words = trusted.split(/\s+/).filter((word) => word !== "");
      const ours = clients.map(([, name, address]) =>
        hostsAccess(parsed, { daemons: ["sendmail"], client: { name, address } }, () => words).allowed
          ? "granted"
          : "denied",
      );
      expect(questions(ours)).toEqual(questions(real));
      const { config, site } = converted(rules);
      expect(questions(byEvaluator(config, site))).toEqual(questions(real));
      const directory = mkdtempSync(join(tmpdir(), "cf2postfix-wrappers-"));
      try {
        expect(questions(byPostmap(config, directory))).toEqual(questions(real));
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });

  it("asks more than two hundred questions", () => expect(ruleSets.length * clients.length).toBeGreaterThan(200));
});
