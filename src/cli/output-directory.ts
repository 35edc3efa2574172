import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FileSink } from "../pipeline.ts";

/** A directory being written: complete under a temporary name first, then put in its place. */
export interface OutputDirectory extends FileSink {
  /** Puts the files in their place. */
  publish(): void;
  /** Removes what was written so far. */
  discard(): void;
}

export type OpenOutput =
  | { readonly ok: true; readonly output: OutputDirectory }
  | { readonly ok: false; readonly reason: string };

/**
 * Opens DIR for writing. One that holds files is refused unless `force`; then files of the same names are replaced,
 * files that an earlier conversion wrote and this one does not are removed, and files of others stay.
 */
export function openOutput(directory: string, force: boolean): OpenOutput {
  const target = resolve(directory);
  const present = existsSync(target) ? namesIn(target) : [];
  if (present === undefined) return { ok: false, reason: `${directory} is not a directory` };
  if (present.length > 0 && !force) {
    return {
      ok: false,
      reason: `${directory} is not empty; --force replaces the files of an earlier conversion there`,
    };
  }
  const work = join(dirname(target), `.cf2postfix-${process.pid}.tmp`);
  try {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true, mode: 0o755 });
  } catch (error) {
    return { ok: false, reason: `cannot create ${directory}: ${(error as Error).message}` };
  }
  return { ok: true, output: outputIn(work, target, present.length > 0) };
}

function outputIn(work: string, target: string, merge: boolean): OutputDirectory {
  const written: string[] = [];
  return {
    write(path, mode, chunks) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      const descriptor = openSync(join(work, path), "w", mode);
      try {
        // The text holds one character a byte.
        for (const chunk of chunks) writeSync(descriptor, Buffer.from(chunk, "latin1"));
      } finally {
        closeSync(descriptor);
      }
      chmodSync(join(work, path), mode);
      written.push(path);
    },
    publish() {
      if (!merge) {
        if (existsSync(target)) rmSync(target, { recursive: true });
        renameSync(work, target);
        return;
      }
      for (const stale of earlierFiles(target))
        if (!written.includes(stale)) rmSync(join(target, stale), { force: true });
      for (const path of written) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        renameSync(join(work, path), join(target, path));
      }
      rmSync(work, { recursive: true, force: true });
    },
    discard() {
      rmSync(work, { recursive: true, force: true });
    },
  };
}

function namesIn(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory);
  } catch {
    return undefined;
  }
}

/** The files that an earlier conversion says it wrote, from its migration.json; only plain names below the directory. */
function earlierFiles(directory: string): readonly string[] {
  try {
    const { files } = JSON.parse(readFileSync(join(directory, "migration.json"), "utf8")) as {
      files: { path: string }[];
    };
    return files.map((file) => file.path).filter((path) => !path.startsWith("/") && !path.split("/").includes(".."));
  } catch {
    return [];
  }
}
