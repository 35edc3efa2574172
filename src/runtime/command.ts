/** command: runs a delivery command with the message on its standard input (local(8), pipe(8)); --allow-commands only */
import { spawn } from "node:child_process";
import { bounced, deferred, type Outcome, sent } from "./delivery.ts";
import type { MailSystem } from "./mail-system.ts";
import type { LocalUser } from "./users/passwd.ts";

/** sysexits(3): a temporary failure, and the codes that say so to Postfix. */
const TEMPFAIL = 75;

export interface ProgramRun {
  readonly message: Buffer;
  readonly seconds: number;
  /** Whose rights the program has, where this server may give them (root). */
  readonly user: Pick<LocalUser, "uid" | "gid">;
  readonly environment: Readonly<Record<string, string>>;
}

/** A line for the shell, or for the restricted one of a service's local_command_shell. */
export function runCommand(
  relay: string,
  text: string,
  message: Buffer,
  system: MailSystem,
  run: Pick<ProgramRun, "user" | "environment"> & { readonly shell: string },
): Promise<Outcome> {
  const { settings } = system;
  const shell = run.shell.trim();
  const argv = shell === "" ? ["/bin/sh", "-c", text] : [...shell.split(/\s+/), text];
  return runProgram(relay, argv, { ...run, message, seconds: settings.seconds("command_time_limit") }, text);
}

/** The exit status decides: 0 delivered, 75 try again, other sysexits codes return the mail. */
export function runProgram(
  relay: string,
  argv: readonly string[],
  { message, seconds, user, environment }: ProgramRun,
  shown: string = argv.join(" "),
): Promise<Outcome> {
  const [program = "", ...args] = argv;
  const rights = process.getuid?.() === 0 ? { uid: user.uid, gid: user.gid } : {};
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: seconds * 1000,
      env: { PATH: process.env.PATH ?? "/usr/bin:/bin", ...environment },
      ...rights,
    });
    let output = "";
    const collect = (bytes: Buffer): void => {
      output = (output + bytes.toString("latin1")).slice(0, 500);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => resolve(deferred(relay, "4.3.0", error.message)));
    child.on("close", (code) => {
      const said = output.trim() === "" ? "" : `. Command output: ${output.trim()}`;
      if (code === 0) resolve(sent(relay, `delivered to command: ${shown}`));
      else if (code === TEMPFAIL || code === null) resolve(deferred(relay, "4.3.0", `temporary failure${said}`));
      else resolve(bounced(relay, "5.3.0", `command died with status ${code}: "${shown}"${said}`));
    });
    child.stdin.end(message);
  });
}
