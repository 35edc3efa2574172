/** session: what the commands of one POP3 connection share (RFC 1939) */
import type { SecureContext } from "node:tls";
import type { Account } from "../accounts.ts";
import type { Connection } from "../connection.ts";
import type { Mailbox, MessageEntry } from "../store/mailbox.ts";

/** What the server gives its sessions. */
export interface Pop3Services {
  readonly hostname: string;
  /** Undefined when name or password is wrong. */
  login(name: string, password: string, address: string): Promise<Account | undefined>;
  readonly tls: SecureContext | undefined;
  plainAllowed(address: string): boolean;
  log(line: string): void;
}

/** The maildrop as it was at log-in; what arrives later is for the next session. */
export interface Maildrop {
  readonly mailbox: Mailbox;
  readonly uidValidity: number;
  readonly messages: readonly MessageEntry[];
  readonly deleted: Set<number>;
  readonly retrieved: Set<number>;
}

export interface Pop3Session {
  readonly services: Pop3Services;
  readonly connection: Connection;
  /** Set by USER. */
  user: string | undefined;
  maildrop: Maildrop | undefined;
  leaving: boolean;
  nextLine(): Promise<string | undefined>;
}

/** The answer of a command: one line, or a line and a list that ends with a dot. */
export type Answer =
  | { readonly ok: boolean; readonly text: string }
  | { readonly ok: true; readonly text: string; readonly lines: readonly string[] | Buffer };

export interface Pop3Command {
  readonly state: "authorization" | "transaction" | "any";
  readonly run: (session: Pop3Session, argument: string) => Promise<Answer>;
}

export const good = (text: string): Answer => ({ ok: true, text });
/** `code`: RFC 2449 section 8, RFC 3206. */
export const wrong = (text: string, code?: string): Answer => ({ ok: false, text: code ? `[${code}] ${text}` : text });

/** A message of the maildrop that is not marked as deleted. */
export function messageOf(
  session: Pop3Session,
  argument: string,
): { entry: MessageEntry; maildrop: Maildrop } | Answer {
  const { maildrop } = session;
  const number = /^\d{1,9}$/.test(argument) ? Number(argument) : 0;
  const entry = maildrop?.messages[number - 1];
  if (!maildrop || !entry) return wrong("There is no message with that number.");
  if (maildrop.deleted.has(entry.uid)) return wrong("The message is deleted.");
  return { entry, maildrop };
}
