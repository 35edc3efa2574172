import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type DnsZone,
  peerSuite,
  postconf,
  postmapQuery,
  type RunningPostfix,
  smtpDialogue,
  startPostfix,
} from "../support/peers/index.ts";

/** A fixture site, a key of one emitted table with its answer, and a recipient with the sign that mail for it arrived. */
interface GoldenSite {
  readonly path: string;
  readonly lookups: readonly (readonly [table: string, key: string, value: string])[];
  readonly recipient: string;
  readonly mailbox?: string;
  /** What DNS knows there; left out, every dotted name exists. */
  readonly dns?: DnsZone;
}

const sites: readonly GoldenSite[] = [
  {
    path: "university",
    lookups: [["virtual", "director@observatory.example", "berger"]],
    recipient: "director@observatory.example",
    mailbox: "berger",
  },
  { path: "sites/null-client", lookups: [], recipient: "erika@office.example" },
  { path: "sites/workstation", lookups: [], recipient: "karl@ws3.lab.example", mailbox: "karl" },
  { path: "sites/departmental-hub", lookups: [], recipient: "ines@eng.example", mailbox: "ines", dns: {} },
  { path: "sites/virtual-hosts", lookups: [], recipient: "orders@flowers.example", mailbox: "shop" },
  { path: "sites/firewall-relay", lookups: [], recipient: "pilot@harbour.example" },
];

const project = new URL("../..", import.meta.url).pathname;
let work = "";

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "cf2postfix-golden-"));
  for (const { path } of sites) convertSite(path);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const fixture = (path: string): string => join(project, "fixtures", path);
const emitted = (path: string): string => join(work, path);

function convertSite(path: string): void {
  const program = [
    ...["dist/cli.js", "convert", join(fixture(path), "root")],
    ...["--out", emitted(path), "--quiet", "--no-color"],
  ];
  const run = spawnSync(process.execPath, program, { cwd: project, encoding: "utf8" });
  if (run.status === null || run.status > 1) throw new Error(`convert ${path}: ${run.stderr}`);
}

async function sendBySmtp(postfix: RunningPostfix, recipient: string): Promise<void> {
  const replies = await smtpDialogue(postfix, {
    port: 25,
    lines: ["EHLO localhost", "MAIL FROM:<>", `RCPT TO:<${recipient}>`, "DATA", "Subject: golden\n\nHello.\n.", "QUIT"],
  });
  expect(replies.join("\n")).toMatch(/\n250 2.0.0 Ok: queued/);
}

describe.each(sites)("$path", ({ path, lookups, recipient, mailbox, dns }) => {
  it("converts to the files that are kept beside it", async () => {
    for (const name of readdirSync(emitted(path)).sort()) {
      if (name === "migration.json") continue;
      const text = readFileSync(join(emitted(path), name), "latin1");
      await expect(text).toMatchFileSnapshot(join(fixture(path), "expected", name));
    }
  });

  peerSuite(["postfix"], "the real Postfix", () => {
    it("says nothing about the emitted files", () => {
      for (const args of [["-n"], ["-M"]])
        expect(postconf(emitted(path), args)).toMatchObject({ status: 0, stderr: "" });
    });

    it.each(lookups)("answers from table %s for %s", (table, key, value) => {
      expect(postmapQuery([key], `texthash:${join(emitted(path), table)}`).get(key)).toBe(value);
    });

    it("takes a message and delivers it", async () => {
      const postfix = await startPostfix(emitted(path), { root: join(fixture(path), "root"), dns });
      try {
        await sendBySmtp(postfix, recipient);
        const arrived = mailbox
          ? () => statSync(postfix.inside(`/var/mail/${mailbox}`)).size > 0
          : () => /postfix\/\S*(?:smtp|relay)\S*\[\d+\]: .*to=</.test(postfix.log());
        await postfix.waitFor(`mail for ${recipient} has left the queue`, arrived);
        expect(postfix.log()).not.toMatch(/ (?:fatal|panic|warning: .*unknown parameter)/);
      } finally {
        await postfix.stop();
      }
    });
  });
});
