import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const project = new URL("../..", import.meta.url).pathname;

it("moves the bundled site, takes mail, refuses what is to be refused, and lets mail be read", () => {
  const run = spawnSync(process.execPath, ["scripts/demo.mjs"], { cwd: project, encoding: "utf8", timeout: 55_000 });
  expect(run).toMatchObject({ status: 0 });
  for (const seen of [
    /\d+ directives: /,
    /550 5\.1\.1 <nosuch@physics\.uni\.example>/,
    /5\d\d 5\.7\.1 <friend@home\.example>/,
    /Tuesday at nine\?/,
    /Führung durch die Sternwarte/,
    /okafor: \d{3,} -> 0 bytes/,
    /outbound: 1 messages/,
  ])
    expect(run.stdout).toMatch(seen);
  expect(run.stdout.match(/250 2\.0\.0 Ok: queued as/g)).toHaveLength(4);
});
