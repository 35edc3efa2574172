import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { expandFiles } from "../../../src/expand/expand-files.ts";
import { readWholeFile } from "../../../src/source/site.ts";
import { cfLibrary, peerSuite } from "../../support/peers/index.ts";

const library = cfLibrary();

/** The library's own configurations: every .mc of its `cf` directory and of the packager's. */
const configurations = ["cf", "debian"].flatMap((folder) => {
  const path = join(library, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".mc"))
    .map((name) => join(folder, name));
});

/** What follows these words tells who built the file, where and when. */
const comparable = (cf: string): string => cf.replace(/^(##### (?:built by|in|using)).*$/gm, "$1");

function ours(file: string) {
  return expandFiles({
    steps: [{ kind: "file", path: file }],
    cfDir: library,
    includeDirectories: [],
    prefixBuiltins: false,
    reader: (path) => readWholeFile(resolve(library, path), path),
    place: { user: "builder", host: "build", directory: "/" },
  });
}

peerSuite(["m4"], "the real cf library", () => {
  describe.skipIf(configurations.length === 0)("expands byte for byte as with GNU m4", () => {
    it.each(configurations)("%s", (file) => {
      const real = spawnSync("m4", [`-D_CF_DIR_=${library}/`, `${library}/m4/cf.m4`, file], {
        cwd: library,
        encoding: "latin1",
        maxBuffer: 64 * 1024 * 1024,
        env: { PATH: process.env.PATH, LC_ALL: "C", USER: "builder", LOGNAME: "builder" },
      });
      const result = ours(file);
      expect(comparable(result.output)).toBe(comparable(real.stdout));
      expect(result.stderr).toBe(real.stderr);
      expect(result.status).toBe(real.status);
    });
  });
});
