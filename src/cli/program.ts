import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCodes } from "./exit-codes.ts";

/** Commands by name; each is loaded only when it is asked for: starting must not cost what is not used. */
export type Commands = Readonly<Record<string, () => Promise<{ readonly register: (program: Command) => void }>>>;

/** Runs the command line of one call and answers its exit code. `packageFile` is package.json, which has the version. */
export async function runProgram(argv: readonly string[], commands: Commands, packageFile: URL): Promise<number> {
  const program = new Command("cf2postfix")
    .description("Moves a mail host from sendmail to Postfix: translates, proves and runs its whole configuration.")
    .version(versionIn(packageFile))
    .enablePositionalOptions()
    .showHelpAfterError("(add --help for the flags)")
    .exitOverride();
  const wanted = commandIn(argv);
  const chosen = wanted === undefined ? undefined : commands[wanted];
  const loading = chosen ? [chosen] : argv.length === 1 && argv[0] === "--version" ? [] : Object.values(commands);
  for (const load of loading) (await load()).register(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : exitCodes.fine;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

function commandIn(argv: readonly string[]): string | undefined {
  return argv.find((word) => !word.startsWith("-"));
}

function versionIn(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
}
