import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import type { runConvert } from "./convert-program.ts";

interface CompiledProgram {
  readonly runConvert: typeof runConvert;
}

/** Files of the build beside the bundle: a script with one function around it, and V8's code for it. */
const scriptName = "convert.cjs";
const codeName = "convert.code";

/**
 * The command line as the build compiled it, when `convert` is asked for; undefined when there is no such code here or
 * this Node.js takes none of it: then the bundle does the same, more slowly (docs/adr/0005).
 */
export function compiledProgram(argv: readonly string[], bundle: string): CompiledProgram | undefined {
  if (argv.find((word) => !word.startsWith("-")) !== "convert") return undefined;
  const file = new URL(scriptName, bundle);
  const cachedData = bytesOf(new URL(codeName, bundle));
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
