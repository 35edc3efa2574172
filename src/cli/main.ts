import { compiledProgram } from "./compiled-program.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Commands } from "./program.ts";

const commands: Commands = {
  check: () => import("./check.ts"),
  convert: () => import("./convert.ts"),
  explain: () => import("./explain.ts"),
  diff: () => import("./diff.ts"),
  expand: () => import("./expand.ts"),
  verify: () => import("./verify.ts"),
  trace: () => import("./trace.ts"),
  read: () => import("./read.ts"),
  requeue: () => import("./requeue.ts"),
  sendmail: () => import("./sendmail.ts"),
  serve: () => import("./serve.ts"),
};

/** package.json lies one level above the bundle. */
const packageFile = new URL("../package.json", import.meta.url);

async function main(argv: readonly string[]): Promise<number> {
  const compiled = compiledProgram(argv, import.meta.url);
  if (compiled) return compiled.runAhead(argv, packageFile);
  return (await import("./program.ts")).runProgram(argv, commands, packageFile);
}

// A reader that closes the pipe early (head, less) has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? exitCodes.fine);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `cf2postfix: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = exitCodes.internal;
}
