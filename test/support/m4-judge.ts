import { spawnSync } from "node:child_process";
import { runM4 } from "../../src/expand/m4/run.ts";

export interface M4Answer {
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}

/** What real GNU m4 answers to a program on standard input; undefined when it does not end in time or crashes. */
export function realM4(program: string, flags: readonly string[] = []): M4Answer | undefined {
  const run = spawnSync("m4", [...flags, "-"], {
    input: Buffer.from(program, "latin1"),
    encoding: "latin1",
    timeout: 1500,
    maxBuffer: 32 * 1024 * 1024,
    env: { PATH: process.env.PATH, LC_ALL: "C" },
  });
  if (run.status === null) return undefined;
  // m4 1.4.19 catches its own segmentation fault, as of `substr(aa, 1, 2147483647)`: start + length overflows an int.
  if (run.stderr.includes("internal error detected")) return undefined;
  return { output: run.stdout, errors: run.stderr, status: run.status };
}

/** What our machine answers; no file exists for it but the program. */
export function ourM4(program: string): M4Answer {
  const result = runM4({
    reader: (path) =>
      path === "-"
        ? { ok: true, file: { path, text: program } }
        : { ok: false, path, failure: { kind: "missing", reason: "no such file" } },
    steps: [{ kind: "file", path: "-" }],
  });
  return { output: result.output.text, errors: result.stderr, status: result.status };
}
