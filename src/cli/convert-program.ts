import { register } from "./convert.ts";
import { runProgram } from "./program.ts";

/** The command line with `convert` alone: what the build compiles ahead (docs/adr/0005). */
export function runConvert(argv: readonly string[], packageFile: URL): Promise<number> {
  return runProgram(argv, { convert: async () => ({ register }) }, packageFile);
}
