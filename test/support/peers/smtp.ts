import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SandboxedProcess } from "./sandbox.ts";

/** One command and its reply, or commands that are sent together and the number of their replies. */
export type SmtpLine = string | { readonly send: string; readonly replies: number };

export interface SmtpDialogue {
  readonly port: number;
  readonly host?: string;
  /** Address that the client comes from; in a sandbox any IPv4 address will do. */
  readonly source?: string;
  /** Commands in order; each waits for the reply before. A message with its final dot is one line. */
  readonly lines: readonly SmtpLine[];
}

export interface SmtpDialogues {
  readonly port: number;
  readonly host?: string;
  readonly dialogues: readonly Pick<SmtpDialogue, "source" | "lines">[];
  /** A policy service on 127.0.0.1 for the time of the dialogues: actions by recipient, sender, client, or `*`. */
  readonly policy?: { readonly port: number; readonly answers: Readonly<Record<string, string>> };
}

export interface SmtpReplies {
  /** The greeting, then the answers to the lines; fewer when the server hangs up. */
  readonly replies: readonly string[];
  readonly error?: string;
}

const client = join(dirname(fileURLToPath(import.meta.url)), "smtp-client.mjs");

/**
 * Holds an SMTP dialogue with a server inside a sandbox. The first reply is the greeting, the others answer `lines`
 * one for one; fewer come back when the server hangs up.
 */
export async function smtpDialogue(server: SandboxedProcess, dialogue: SmtpDialogue): Promise<readonly string[]> {
  const { port, host, source, lines } = dialogue;
  const dialogues = [{ lines, ...(source === undefined ? {} : { source }) }];
  const [result] = await smtpDialogues(server, { port, dialogues, ...(host === undefined ? {} : { host }) });
  if (!result) throw new Error("The SMTP client said nothing");
  if (result.error) throw new Error(`SMTP: ${result.error}; so far: ${result.replies.join(" | ")}`);
  return result.replies;
}

/** Holds many dialogues, one after the other, each on a connection of its own. */
export async function smtpDialogues(server: SandboxedProcess, asked: SmtpDialogues): Promise<readonly SmtpReplies[]> {
  const { stdout, stderr } = await server.alsoOnItsNetwork([process.execPath, client], JSON.stringify(asked));
  if (stdout === "") throw new Error(`The SMTP client failed: ${stderr}`);
  return JSON.parse(stdout);
}
