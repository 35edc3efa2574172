import type { SendmailSource } from "../pipeline.ts";
import { locateSource, readLocated } from "../source/locate.ts";
import type { SourceFile } from "../source/source-file.ts";
import { readAnswerFiles } from "./answer-files.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Settings } from "./settings-file.ts";
import { factsOf, type SourceFlags } from "./source-flags.ts";

export type SourceReading =
  | { readonly ok: true; readonly request: SendmailSource }
  | { readonly ok: false; readonly message: string; readonly exitCode: number };

/**
 * What SOURCE and its flags name, read: the main file, `--dns` and `--answers` files. The one way from a
 * command line to `loadSendmail`.
 */
export async function readSendmailSource(path: string, flags: SourceFlags, settings: Settings): Promise<SourceReading> {
  return sendmailSourceOf(path, flags, settings, undefined);
}

/** The same; `text` is the main file where it was read already, as standard input can be but once. */
export async function sendmailSourceOf(
  path: string,
  flags: SourceFlags,
  settings: Settings,
  text: SourceFile | undefined,
): Promise<SourceReading> {
  const located = locateSource(path, flags.root);
  if (!located.ok) return missing(located.path, located.reason);
  const main = text ? { ok: true as const, file: text } : readLocated(located.source.main);
  if (!main.ok) return missing(main.path, main.failure.reason);
  const given = await readAnswerFiles(flags, settings);
  if (!given.ok) return { ok: false, message: given.message, exitCode: exitCodes.input };
  return {
    ok: true,
    request: {
      source: located.source,
      file: main.file,
      facts: factsOf(flags, settings),
      cfDir: flags.cfDir,
      dns: given.dns,
      answers: given.answers,
    },
  };
}

function missing(path: string, reason: string): SourceReading {
  return { ok: false, message: `cannot read ${path}: ${reason}`, exitCode: exitCodes.input };
}
