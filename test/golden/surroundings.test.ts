import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peerSuite, postconf } from "../support/peers/index.ts";

const project = new URL("../..", import.meta.url).pathname;
const fixture = join(project, "fixtures/surroundings/whole-site");
let out = "";

interface Account {
  readonly directives: readonly { file: string; line: number; disposition: string; text: string }[];
}

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "cf2postfix-site-"));
  const program = [
    "dist/cli.js",
    "convert",
    join(fixture, "root"),
    "--out",
    out,
    "--force",
    "--quiet",
    "--no-color",
    "--no-verify",
  ];
  const run = spawnSync(process.execPath, program, { cwd: project, encoding: "utf8" });
  if (run.status === null || run.status > 1) throw new Error(run.stderr);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** Read for what they say of the host; they are no part of the mail system. */
const facts = new Set(["etc/passwd", "etc/mail/sendmail.cw"]);

describe("a whole site", () => {
  const account = (): Account => JSON.parse(readFileSync(join(out, "migration.json"), "utf8"));

  it("ends every line and file in a disposition", async () => {
    const lines = account().directives.map(
      ({ file, line, disposition, text }) => `${file}:${line} ${disposition} ${text.split("\n")[0]}`,
    );
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(fixture, "expected-account.txt"));
  });

  it("leaves no file of it out", () => {
    const spoken = new Set(account().directives.map(({ file }) => file));
    const all = filesBelow(join(fixture, "root")).map((path) => relative(join(fixture, "root"), path));
    expect(all.filter((path) => !spoken.has(path) && !facts.has(path))).toEqual([]);
  });

  it("becomes the restrictions that are kept beside it", async () => {
    for (const name of readdirSync(out)
      .filter((one) => one.startsWith("hosts_access") || one === "main.cf")
      .sort()) {
      await expect(readFileSync(join(out, name), "latin1")).toMatchFileSnapshot(join(fixture, "expected", name));
    }
  });

  peerSuite(["postfix"], "the real Postfix", () => {
    it("says nothing about them", () => {
      for (const args of [["-n"], ["-M"]]) expect(postconf(out, args)).toMatchObject({ status: 0, stderr: "" });
    });
  });
});
