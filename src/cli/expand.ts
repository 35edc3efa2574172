import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import type { Command } from "commander";
import { expand } from "../pipeline.ts";
import { renderDiagnostic } from "../report/diagnostic-text.ts";
import { paintFor } from "../report/paint.ts";
import { findCfLibrary } from "../source/cf-library.ts";
import { type ReadResult, readWholeFile } from "../source/site.ts";
import { exitCodes } from "./exit-codes.ts";

type Step =
  | { readonly kind: "define"; readonly name: string; readonly value: string }
  | { readonly kind: "undefine"; readonly name: string };

interface ExpandFlags {
  readonly cfDir?: string;
  readonly include: readonly string[];
  readonly synclines?: boolean;
  readonly prefixBuiltins?: boolean;
}

/** `expand FILE...`: what GNU m4 makes of the files, with sendmail's library before them. */
export function register(program: Command): void {
  const steps: Step[] = [];
  program
    .command("expand")
    .description("Prints what m4 makes of .mc files, as `m4 -D_CF_DIR_=D/ D/m4/cf.m4 FILE...` does. Runs no commands.")
    .argument("<file...>", "m4 files, - for standard input")
    .option("--cf-dir <dir>", "the m4 library of sendmail, or none (default: found at the usual places)")
    .option("-D, --define <name[=value]>", "define a macro before the files are read", (word: string) => {
      const at = word.indexOf("=");
      steps.push({
        kind: "define",
        name: at === -1 ? word : word.slice(0, at),
        value: at === -1 ? "" : word.slice(at + 1),
      });
    })
    .option("-U, --undefine <name>", "undefine a macro before the files are read", (name: string) => {
      steps.push({ kind: "undefine", name });
    })
    .option("-I, --include <dir>", "look for included files here as well", collected, [])
    .option("-s, --synclines", "print #line directives")
    .option("-P, --prefix-builtins", "call every builtin m4_...")
    .action(async (files: readonly string[], flags: ExpandFlags) => {
      process.exitCode = await run(files, flags, steps);
    });
}

function collected(word: string, before: readonly string[]): readonly string[] {
  return [...before, word];
}

async function run(files: readonly string[], flags: ExpandFlags, steps: readonly Step[]): Promise<number> {
  const cfDir = flags.cfDir ?? findCfLibrary("/");
  if (cfDir === undefined) {
    process.stderr.write("cf2postfix: no m4 library of sendmail is found; name it with --cf-dir, or --cf-dir none\n");
    return exitCodes.input;
  }
  const result = await expand({
    steps: [
      ...steps,
      ...(flags.synclines ? [{ kind: "sync-lines" as const }] : []),
      ...files.map((path) => ({ kind: "file" as const, path })),
    ],
    cfDir: cfDir === "none" ? undefined : cfDir,
    includeDirectories: [...flags.include, ...(process.env.M4PATH ?? "").split(":").filter((path) => path !== "")],
    prefixBuiltins: flags.prefixBuiltins ?? false,
    reader: readInput,
    place: { user: userInfo().username, host: hostname(), directory: process.cwd() },
  });
  process.stdout.write(Buffer.from(result.output, "latin1"));
  process.stderr.write(Buffer.from(result.stderr, "latin1"));
  const paint = paintFor(false);
  for (const finding of result.notDone) process.stderr.write(`${renderDiagnostic(finding, () => undefined, paint)}\n`);
  return result.status;
}

function readInput(path: string): ReadResult {
  return readWholeFile(path === "-" ? "/dev/stdin" : resolve(path), path);
}
