import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SandboxedProcess } from "./sandbox.ts";

export interface SmtpDialogue {
  readonly port: number;
  readonly host?: string;
  /** Address that the client comes from; in a sandbox any IPv4 address will do. */
  readonly source?: string;
  /** Commands in order; each waits for the reply before. A message with its final dot is one line. */
  readonly lines: readonly string[];
}

const client = join(dirname(fileURLToPath(import.meta.url)), "smtp-client.mjs");

/**
 * Holds an SMTP dialogue with a server inside a sandbox. The first reply is the greeting, the others answer `lines`
 * one for one; fewer come back when the server hangs up.
 */
export async function smtpDialogue(server: SandboxedProcess, dialogue: SmtpDialogue): Promise<readonly string[]> {
  const { stdout, stderr } = await server.alsoOnItsNetwork([process.execPath, client], JSON.stringify(dialogue));
  if (stdout === "") throw new Error(`The SMTP client failed: ${stderr}`);
  const result: { readonly replies: readonly string[]; readonly error?: string } = JSON.parse(stdout);
  if (result.error) throw new Error(`SMTP: ${result.error}; so far: ${result.replies.join(" | ")}`);
  return result.replies;
}
