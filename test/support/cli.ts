import { spawnSync } from "node:child_process";

const bundle = new URL("../../dist/cli.js", import.meta.url).pathname;

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs the built command with exactly the environment given: an empty PATH unless the test says otherwise. */
export function cf2postfix(args: readonly string[], options: CliOptions = {}): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    env: { ...options.env },
    input: options.input ?? "",
    cwd: options.cwd,
    maxBuffer: 1 << 28,
  });
  return { status, stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8") };
}
