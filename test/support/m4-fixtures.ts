import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type M4Step, runM4 } from "../../src/expand/m4/run.ts";
import { readWholeFile } from "../../src/source/site.ts";
import type { M4Answer } from "./m4-judge.ts";

/** Small m4 programs: NAME.m4, what m4 prints in NAME.out, and, where there is any, status and messages in NAME.err. */
export const m4Fixtures = new URL("../../fixtures/m4/", import.meta.url).pathname;

export function m4FixtureNames(): readonly string[] {
  return readdirSync(m4Fixtures)
    .filter((file) => file.endsWith(".m4"))
    .map((file) => file.slice(0, -3))
    .sort();
}

const allFlags: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(m4Fixtures, "flags.json"), "utf8"),
);

export function recordedAnswer(name: string): M4Answer {
  const output = readFileSync(join(m4Fixtures, `${name}.out`), "latin1");
  const errorFile = join(m4Fixtures, `${name}.err`);
  if (!existsSync(errorFile)) return { output, errors: "", status: 0 };
  const text = readFileSync(errorFile, "latin1");
  const end = text.indexOf("\n");
  return { output, errors: text.slice(end + 1), status: Number(text.slice("exit ".length, end)) };
}

export function realAnswer(name: string): M4Answer {
  const run = spawnSync("m4", [...(allFlags[name] ?? []), `${name}.m4`], {
    cwd: m4Fixtures,
    encoding: "latin1",
    env: { PATH: process.env.PATH, LC_ALL: "C" },
  });
  return { output: run.stdout, errors: run.stderr, status: run.status ?? -1 };
}

export function ourAnswer(name: string): M4Answer {
  const steps: M4Step[] = [];
  const includeDirectories: string[] = [];
  let prefixBuiltins = false;
  const flags = [...(allFlags[name] ?? [])];
  for (let flag = flags.shift(); flag !== undefined; flag = flags.shift()) {
    if (flag === "-s") steps.push({ kind: "sync-lines" });
    else if (flag === "-P") prefixBuiltins = true;
    else if (flag === "-I") includeDirectories.push(flags.shift() ?? "");
    else if (flag === "-U") steps.push({ kind: "undefine", name: flags.shift() ?? "" });
    else {
      const [, macro = "", value = ""] = /^([^=]*)=?([\s\S]*)$/.exec(flags.shift() ?? "") ?? [];
      steps.push({ kind: "define", name: macro, value });
    }
  }
  const result = runM4({
    reader: (path) => readWholeFile(resolve(m4Fixtures, path), path),
    includeDirectories,
    prefixBuiltins,
    steps: [...steps, { kind: "file", path: `${name}.m4` }],
  });
  return { output: result.output.text, errors: result.stderr, status: result.status };
}
