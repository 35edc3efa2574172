import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import type { runAhead } from "./ahead-program.ts";

interface CompiledProgram {
  readonly runAhead: typeof runAhead;
}

/** A file of the build beside the bundle: a script with one function around it. `NAME.code`: V8's code of it for NAME. */
const scriptName = "ahead.cjs";

/**
 * The command line as the build compiled it for the command that is asked for; undefined when there is no such code
 * here or this Node.js takes none of it: then the bundle does the same, more slowly (docs/adr/0005).
 */
export function compiledProgram(argv: readonly string[], bundle: string): CompiledProgram | undefined {
  const command = argv.find((word) => !word.startsWith("-")) ?? "";
  if (!/^[a-z]+$/.test(command)) return undefined;
  const file = new URL(scriptName, bundle);
  const cachedData = bytesOf(new URL(`${command}.code`, bundle));
  const text = cachedData && bytesOf(file)?.toString("utf8");
  if (!cachedData || text === undefined) return undefined;
  const script = new Script(text, { filename: file.pathname, cachedData });
  if (script.cachedDataRejected === true) return undefined;
  const made: { exports: CompiledProgram | undefined } = { exports: undefined };
  script.runInThisContext()(made, createRequire(file));
  return made.exports;
}

function bytesOf(file: URL): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
