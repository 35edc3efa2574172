/** session: what the commands of one IMAP connection share */
import type { SecureContext } from "node:tls";
import type { Account } from "../accounts.ts";
import type { Connection } from "../connection.ts";
import type { Cursor } from "./protocol/cursor.ts";
import { printMailbox } from "./protocol/print.ts";
import type { Selected } from "./selected.ts";

export type SessionState = "not-authenticated" | "authenticated" | "selected";

/** What the server gives its sessions. */
export interface ImapServices {
  readonly hostname: string;
  /** Undefined when name or password is wrong. */
  login(name: string, password: string, address: string): Promise<Account | undefined>;
  readonly tls: SecureContext | undefined;
  /** Whether a client at this address may log in without TLS. */
  plainAllowed(address: string): boolean;
  /** Largest message that APPEND takes, bytes. */
  readonly messageLimit: number;
  log(line: string): void;
}

export interface ImapSession {
  readonly services: ImapServices;
  readonly connection: Connection;
  account: Account | undefined;
  selected: Selected | undefined;
  /** Set by LOGOUT. */
  leaving: boolean;
  /** The next line of the client outside commands: SASL answers, IDLE's DONE. Undefined at its end. */
  nextLine(): Promise<Buffer | undefined>;
}

/** How a command ends. `update`: what may be told of the mailbox before the tagged response. */
export interface Reply {
  readonly status: "OK" | "NO" | "BAD";
  readonly code?: string;
  readonly text: string;
  readonly update?: "all" | "no-expunge" | "none";
}

/** `tag` is the one that the client gave the command. */
export type Action = (session: ImapSession, tag: string) => Promise<Reply>;

/** A command: where it may be used, and how its arguments are read. `uid`: it came behind UID. */
export interface ImapCommand {
  readonly states: readonly SessionState[];
  readonly read: (cursor: Cursor, uid: boolean) => Action;
  /** May follow UID. */
  readonly uid?: true;
}

export const anyState: readonly SessionState[] = ["not-authenticated", "authenticated", "selected"];
export const loggedIn: readonly SessionState[] = ["authenticated", "selected"];
export const inMailbox: readonly SessionState[] = ["selected"];

export function stateOf(session: ImapSession): SessionState {
  return session.selected ? "selected" : session.account ? "authenticated" : "not-authenticated";
}

export function ok(text: string, more: Omit<Partial<Reply>, "status" | "text"> = {}): Reply {
  return { status: "OK", text, ...more };
}

export function no(text: string, code?: string): Reply {
  return { status: "NO", text, ...(code ? { code } : {}) };
}

export function bad(text: string): Reply {
  return { status: "BAD", text };
}

/** Writes untagged responses. */
export function tell(session: ImapSession, ...lines: readonly string[]): Promise<void> {
  return lines.length === 0 ? Promise.resolve() : session.connection.write(lines.map((line) => `${line}\r\n`).join(""));
}

/** The account of a session that is logged in; commands are only called in their states. */
export function accountOf(session: ImapSession): Account {
  if (!session.account) throw new Error("a command for logged-in clients ran before log-in");
  return session.account;
}

export function selectedOf(session: ImapSession): Selected {
  if (!session.selected) throw new Error("a command for selected mailboxes ran without one");
  return session.selected;
}

/** The capabilities that hold at this moment (RFC 3501 section 7.2.1). */
export function capabilities(session: ImapSession): string {
  const { services, connection } = session;
  const plain = connection.secure || services.plainAllowed(connection.address);
  const before = [
    ...(services.tls && !connection.secure ? ["STARTTLS"] : []),
    ...(plain ? ["AUTH=PLAIN"] : ["LOGINDISABLED"]),
  ];
  const after = [
    "IDLE",
    "NAMESPACE",
    "UIDPLUS",
    "MOVE",
    "UNSELECT",
    "CHILDREN",
    "SPECIAL-USE",
    "ESEARCH",
    "LIST-STATUS",
    "STATUS=SIZE",
  ];
  return ["IMAP4rev1", "LITERAL+", "ID", "SASL-IR", "ENABLE", ...(session.account ? after : before)].join(" ");
}

/** `[TRYCREATE]` and the like belong to a missing mailbox. */
export function missingMailbox(name: string): string {
  return `Mailbox does not exist: ${printMailbox(name)}`;
}
