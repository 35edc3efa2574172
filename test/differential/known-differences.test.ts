import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { knownDifferences } from "../support/known-differences.ts";

const tests = new URL("..", import.meta.url).pathname;
const named = new Set(
  readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(join(tests, name), "utf8").matchAll(/\bexpectKnownDifference\(\s*["']([^"']+)["']/g),
    ])
    .map(([, id]) => id),
);

it("lists every accepted difference with its peer, its reason and a source", () => {
  const entries = knownDifferences();
  for (const entry of entries) {
    expect(Object.keys(entry).sort(), entry.id).toEqual(["id", "peer", "reason", "source"]);
    expect(entry.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(["sendmail", "postfix", "m4"]).toContain(entry.peer);
    expect(entry.reason, entry.id).toMatch(/^[A-Z`"$].{20,}\.$/s);
    expect(entry.source.length, entry.id).toBeGreaterThan(5);
  }
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

it("has a test for every accepted difference, and an entry for every one that a test names", () => {
  expect([...named].sort()).toEqual(
    knownDifferences()
      .map(({ id }) => id)
      .sort(),
  );
});
