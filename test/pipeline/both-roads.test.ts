import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  allCalls,
  confVariables,
  features,
  hacks,
  type McCall,
  mailers,
} from "../../scripts/generate/features/calls.ts";
import { convertCall, openCallSite, outcomeOf } from "../../scripts/generate/features/convert-call.ts";
import { compareRoads } from "../../src/pipeline/two-roads.ts";
import { cfLibrary, peerSuite } from "../support/peers/index.ts";

/** Where the roads differ on purpose. */
const exceptions: Readonly<Record<string, string>> = {
  "FEATURE(`vnet')dnl":
    "The library parts one comment from its rule by blanks instead of a tab, so that the comment becomes a part of the rule.",
};

/** Names in the library's text that no .mc defines. */
const notSettings = new Set([
  // Said to be gone, or the beginning of a name in a message.
  "confAUTO_REBUILD",
  "confTO_",
]);

/** Hacks that are one host's own, or need a host's own data. */
const hostHacks = new Set(["debian_auth", "dnsblaccess", "msp_nullclient", "spamtrap", "virthost_by_ip", "xconnect"]);

const site = openCallSite();
afterAll(() => site.remove());

const asked = ({ lines }: McCall): string => lines.join(" ");

peerSuite(["m4"], "a .mc by name and through the library", () => {
  const library = cfLibrary();

  describe("gives the same policy, the same files and the same verdict", () => {
    const others = allCalls.filter(({ kind }) => kind !== "conf");
    it.each(others.map((call) => [asked(call), call] as const))("%s", async (text, call) => {
      if (text in exceptions) return;
      const { source, file } = site.locate(call);
      expect(compareRoads(source, file, library, new Map())).toEqual([]);
      const byName = await convertCall(site, call, "none");
      const through = await convertCall(site, call, library);
      expect(byName.files).toEqual(through.files);
      // The path of procmail stands in the library's file and not in the call, so there the mailer is charged with it.
      if (call.name === "local_procmail") return;
      expect(outcomeOf(call, byName)?.disposition).toBe(outcomeOf(call, through)?.disposition);
    });
  });

  // What a system's file sets decides a few rules too: Debian's has the sender's address from another macro.
  it("gives the same policy for operating systems of every kind", () => {
    const special = new Set(["debian.m4", "dgux.m4", "solaris8.m4", "unicos.m4"]);
    const names = readdirSync(join(library, "ostype"))
      .filter((name, at) => at % 5 === 0 || special.has(name))
      .map((name) => name.replace(/\.m4$/, ""));
    const lines = ["FEATURE(`access_db')dnl", "FEATURE(`delay_checks')dnl", "MAILER(`procmail')dnl"];
    const differing = names.flatMap((ostype) => {
      const { source, file } = site.locate({ kind: "macro", name: ostype, ostype, lines, at: 0 });
      return compareRoads(source, file, library, new Map()).map(({ path }) => `${ostype}: ${path}`);
    });
    expect(differing).toEqual([]);
  });

  // A conf variable is one option line: what is written of it follows from the policy.
  describe("gives the same policy for conf variables", () => {
    const groups = Array.from({ length: 8 }, (_, group) => confVariables.filter((_, at) => at % 8 === group));
    it.each(groups.map((calls) => [calls.map(({ name }) => name).join(" "), calls] as const))("%s", (_, calls) => {
      const lines = calls.flatMap((call) => call.lines);
      const { source, file } = site.locate({ kind: "conf", name: "several", lines, at: 0 });
      expect(compareRoads(source, file, library, new Map())).toEqual([]);
    });
  });

  it("has every feature, mailer and hack of the library", () => {
    const listed = (kind: string): readonly string[] =>
      readdirSync(join(library, kind))
        .filter((name) => name.endsWith(".m4"))
        .map((name) => name.slice(0, -".m4".length));
    const known = (calls: readonly McCall[]): ReadonlySet<string> => new Set(calls.map(({ name }) => name));
    expect(listed("feature").filter((name) => !known(features).has(name))).toEqual([]);
    expect(listed("mailer").filter((name) => !known(mailers).has(name))).toEqual([]);
    expect(listed("hack").filter((name) => !known(hacks).has(name) && !hostHacks.has(name))).toEqual([]);
  });

  it("has every conf variable of the library", () => {
    const folders = ["m4", "feature", "mailer", "ostype", "domain", "hack"];
    const names = folders.flatMap((folder) =>
      readdirSync(join(library, folder))
        .filter((name) => name.endsWith(".m4"))
        .flatMap((name) => readFileSync(join(library, folder, name), "latin1").match(/\bconf[A-Z][A-Z0-9_]*\b/g) ?? []),
    );
    const known = new Set(confVariables.map(({ name }) => name));
    expect([...new Set(names)].filter((name) => !known.has(name) && !notSettings.has(name)).sort()).toEqual([]);
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
  });
});
