import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convert } from "../../src/pipeline/convert.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { mutationCheck } from "../support/mutation-check.ts";
import { mutantsOf } from "../support/postfix-mutants.ts";

const root = new URL("../../fixtures/sites/virtual-hosts/root", import.meta.url).pathname;

/** `npm run measure -- verify-mutants` tries every line of every fixture site, and prints what stays unnoticed. */
describe("verification of a changed configuration", () => {
  let directory = "";
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "cf2postfix-mutants-"));
    await convertInto(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("notices a changed line that decides something", async () => {
    const notices = await mutationCheck(root, directory);
    const sample = mutantsOf(directory).filter(({ change }) =>
      /^(virtual:\d+: (info@|orders@|@)|main\.cf: (mydestination without "mx1\.|recipient_delimiter|relay_domains)|access_sender:3: without)/.test(
        change,
      ),
    );
    const unnoticed: string[] = [];
    for (const mutant of sample.slice(0, 4)) if ((await notices(mutant)) !== "noticed") unnoticed.push(mutant.change);
    expect(sample.length).toBeGreaterThan(3);
    expect(unnoticed).toEqual([]);
  }, 120_000);
});

async function convertInto(out: string): Promise<void> {
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const main = readLocated(located.source.main);
  if (!main.ok) throw new Error(main.failure.reason);
  await convert(
    {
      source: located.source,
      file: main.file,
      facts: new Map(),
      mapType: "hash",
      postfixVersion: "3.7",
      mailbox: undefined,
      findings: {},
    },
    {
      write: (path, mode, chunks) => {
        mkdirSync(dirname(join(out, path)), { recursive: true });
        writeFileSync(join(out, path), [...chunks].join(""), { encoding: "latin1", mode });
      },
    },
  );
}
