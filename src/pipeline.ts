import type { ExpandRequest, ExpandResult } from "./expand/expand-files.ts";
import type { IndexedType, PostfixVersion } from "./postfix/config.ts";
import type { ConversionResult } from "./report/conversion.ts";
import type { LocatedSource } from "./source/locate.ts";
import type { SourceFile } from "./source/source-file.ts";

/** Where the files of a conversion go. Text holds one character a byte; large files come in many chunks. */
export interface FileSink {
  write(path: string, mode: number, chunks: Iterable<string>): void;
}

export interface ConvertRequest {
  readonly source: LocatedSource;
  readonly file: SourceFile;
  readonly facts: Readonly<Record<string, string>>;
  readonly cfDir: string | undefined;
  readonly mapType: IndexedType;
  readonly postfixVersion: PostfixVersion;
  readonly mailbox: "mbox" | "maildir" | undefined;
}

export interface ConvertOutcome {
  /** False when nothing of the source could be read. */
  readonly read: boolean;
  readonly result: ConversionResult;
}

/** `expand`: the m4 machine alone. Loaded when asked for, like every stage: a command pays for what it uses. */
export async function expand(request: ExpandRequest): Promise<ExpandResult> {
  const { expandFiles } = await import("./expand/expand-files.ts");
  return expandFiles(request);
}
