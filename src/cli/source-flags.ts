import { type Command, InvalidArgumentError } from "commander";
import type { Settings } from "./settings-file.ts";

/** Flags of every command that takes a SOURCE (design.md section 4). */
export interface SourceFlags {
  readonly root?: string;
  readonly fact: Readonly<Record<string, string>>;
  readonly cfDir?: string;
  readonly dns?: string;
  readonly answers?: string;
  readonly config?: string;
}

export const sourceArgument =
  "a .cf, .mc or .def file, a site root that holds etc/mail, etc/mail itself, or - for stdin";

export function addSourceFlags(command: Command): Command {
  return command
    .option("--root <dir>", "directory that stands for / when the configuration names a file")
    .option("--fact <name=value>", "what sendmail takes from its machine, e.g. hostname=mail.example.com", fact, {})
    .option("--cf-dir <dir>", "the m4 library of sendmail, or none")
    .option("--dns <file>", "what the DNS answers (YAML)")
    .option("--answers <file>", "what maps and tables answer that cannot be read (YAML)")
    .option("--config <file>", "settings (default: cf2postfix.yaml here, where there is one)");
}

function fact(word: string, known: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = word.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("it must be NAME=VALUE.");
  return { ...known, [word.slice(0, at)]: word.slice(at + 1) };
}

/** Facts of the command line before those of the settings. */
export function factsOf(flags: SourceFlags, settings: Settings): ReadonlyMap<string, string> {
  const listed = Object.entries(settings.facts ?? {}).map(([name, value]) => [name, String(value)] as const);
  return new Map([...listed, ...Object.entries(flags.fact)]);
}
