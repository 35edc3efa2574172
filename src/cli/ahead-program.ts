import { type Commands, runProgram } from "./program.ts";

/** What the build compiles ahead: commands that end soon, where compiling is a good part of the time (docs/adr/0005). */
const commands: Commands = {
  convert: () => import("./convert.ts"),
  trace: () => import("./trace.ts"),
  verify: () => import("./verify.ts"),
};

/** The command line with these commands alone. `packageFile` is package.json; answers the exit code. */
export function runAhead(argv: readonly string[], packageFile: URL): Promise<number> {
  return runProgram(argv, commands, packageFile);
}
