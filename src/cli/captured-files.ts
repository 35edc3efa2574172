import type { FileSink } from "../pipeline.ts";
import type { ReportedFile } from "../report/conversion.ts";
import type { Progress } from "./progress.ts";

/** Contents above this size are not kept for the report (design.md section 4). */
const keptLimit = 1024 * 1024;

/** Passes files on to `next` as they stream by, and keeps the small ones. */
export interface CapturedFiles extends FileSink {
  files(): readonly ReportedFile[];
}

export function captureFiles(next: FileSink | undefined, progress: Progress): CapturedFiles {
  const captured: ReportedFile[] = [];
  return {
    write(path, mode, chunks) {
      const kept: string[] = [];
      const passing = keep(chunks, kept, (size) => progress.at(`${path}: ${(size / 1e6).toFixed(1)} MB`));
      if (next) next.write(path, mode, passing);
      else drain(passing);
      const secret = mode === 0o600;
      const content = secret ? maskSecrets(kept.join("")) : kept.join("");
      captured.push(content.length <= keptLimit ? { path, content } : { path });
    },
    files: () => captured,
  };
}

function* keep(chunks: Iterable<string>, kept: string[], tell: (size: number) => void): Generator<string> {
  let size = 0;
  for (const chunk of chunks) {
    if (size <= keptLimit) kept.push(chunk);
    size += chunk.length;
    tell(size);
    yield chunk;
  }
}

function drain(chunks: Iterable<string>): void {
  for (const chunk of chunks) void chunk;
}

/** Secrets stay in the written file only: the value of each row of a secret table is masked in what is shown. */
function maskSecrets(text: string): string {
  return text.replace(/^([^#\s]\S*[ \t]+)(\S.*)$/gm, "$1********");
}
