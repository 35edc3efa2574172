import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCodes } from "./exit-codes.ts";

type Registered = { readonly register: (program: Command) => void };

/** One module a command, loaded only when it is asked for: starting must not cost what is not used. */
const commands: Readonly<Record<string, () => Promise<Registered>>> = {
  check: () => import("./check.ts"),
  convert: () => import("./convert.ts"),
  explain: () => import("./explain.ts"),
  expand: () => import("./expand.ts"),
  trace: () => import("./trace.ts"),
  read: () => import("./read.ts"),
  serve: () => import("./serve.ts"),
};

/** The version of package.json, which lies one level above the bundle. */
function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("cf2postfix")
    .description("Moves a mail host from sendmail to Postfix: translates, proves and runs its whole configuration.")
    .version(version())
    .enablePositionalOptions()
    .showHelpAfterError("(add --help for the flags)")
    .exitOverride();
  const wanted = argv.find((word) => !word.startsWith("-"));
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
