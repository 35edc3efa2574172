/** command: runs a delivery command with the message on its standard input (local(8), pipe(8)); --allow-commands only */
import { spawn } from "node:child_process";
import { bounced, deferred, type Outcome, sent } from "./delivery.ts";
import type { MailSystem } from "./mail-system.ts";

/** sysexits(3): a temporary failure, and the codes that say so to Postfix. */
const TEMPFAIL = 75;

/** The exit status decides: 0 delivered, 75 try again, other sysexits codes return the mail. */
export function runCommand(relay: string, text: string, message: Buffer, system: MailSystem): Promise<Outcome> {
  const limit = system.settings.seconds("command_time_limit") * 1000;
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", text], { stdio: ["pipe", "pipe", "pipe"], timeout: limit });
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
      if (code === 0) resolve(sent(relay, `delivered to command: ${text}`));
      else if (code === TEMPFAIL || code === null) resolve(deferred(relay, "4.3.0", `temporary failure${said}`));
      else resolve(bounced(relay, "5.3.0", `command died with status ${code}: "${text}"${said}`));
    });
    child.stdin.end(message);
  });
}
