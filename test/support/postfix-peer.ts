import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A scratch Postfix directory. Files get an old date: Postfix waits for files younger than two seconds to settle. */
export interface ScratchDirectory {
  readonly path: string;
  write(name: string, text: string): string;
  remove(): void;
}

export function scratchDirectory(files: Readonly<Record<string, string>> = {}): ScratchDirectory {
  const path = mkdtempSync(join(tmpdir(), "cf2postfix-"));
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, "latin1");
    const old = Date.now() / 1000 - 3600;
    utimesSync(file, old, old);
    return file;
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { path, write, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface PeerAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs a Postfix command; text goes in and out one character a byte. */
export function runPeer(command: string, args: readonly string[], input = ""): PeerAnswer {
  const result = spawnSync(command, args, {
    input: Buffer.from(input, "latin1"),
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LC_ALL: "C" },
  });
  return {
    stdout: result.stdout.toString("latin1"),
    stderr: result.stderr.toString("latin1"),
    status: result.status,
  };
}

/** `postconf -c DIR ARGS` as lines. */
export function postconf(directory: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = runPeer("postconf", ["-c", directory, ...args]);
  return stdout.split("\n").filter((line) => line !== "");
}
