/**
 * server: IMAP4rev1 (RFC 3501) for one connection
 *
 * Commands are run one after the other; what is pipelined waits. Before each tagged response the client is told what
 * happened in its mailbox.
 */
import type { Connection } from "../connection.ts";
import { commands } from "./commands/index.ts";
import { createCommandReader, type ReaderEvent, type ReaderLimits } from "./protocol/command-reader.ts";
import { BadSyntax, Cursor } from "./protocol/cursor.ts";
import { update } from "./selected.ts";
import {
  type Action,
  bad,
  capabilities,
  type ImapServices,
  type ImapSession,
  no,
  type Reply,
  stateOf,
  tell,
} from "./session.ts";

/** RFC 3501 section 5.4: at least 30 minutes once logged in. */
const IDLE_LIMIT = { before: 60_000, after: 31 * 60_000 };
const LINE_LIMIT = 64 * 1024;
const BAD_LIMIT = 20;

/** Serves until the client leaves. */
export async function serveImap(connection: Connection, services: ImapServices): Promise<void> {
  const reader = createCommandReader();
  const events: ReaderEvent[] = [];
  let failures = 0;
  const session: ImapSession = {
    services,
    connection,
    account: undefined,
    selected: undefined,
    leaving: false,
    nextLine: next,
  };

  const limits = (): ReaderLimits => ({
    line: LINE_LIMIT,
    literal: session.account ? services.messageLimit : 8192,
  });

  async function next(): Promise<Buffer | undefined> {
    for (;;) {
      const event = events.shift();
      if (event?.kind === "command") return event.bytes;
      if (event?.kind === "continue") await connection.write("+ OK\r\n");
      if (event?.kind === "too-long") {
        await tell(session, `${event.tag ?? "*"} ${event.fatal ? "BAD" : "NO [TOOBIG]"} Too long.`);
        if (event.fatal) return undefined;
      }
      if (event) continue;
      const bytes = await connection.read(session.account ? IDLE_LIMIT.after : IDLE_LIMIT.before);
      if (!bytes) return undefined;
      events.push(...reader.take(bytes, limits()));
    }
  }

  await tell(session, `* OK [CAPABILITY ${capabilities(session)}] ${services.hostname} ready.`);
  while (!session.leaving) {
    const bytes = await next();
    if (!bytes) break;
    const { tag, action, startsTls } = read(bytes, session);
    const reply = await perform(action, session, tag);
    failures = reply.status === "BAD" ? failures + 1 : 0;
    if (session.selected && !session.leaving && reply.update !== "none" && reply.status !== "BAD") {
      const how = { expunge: reply.update !== "no-expunge", uid: false };
      await tell(session, ...(await safeUpdate(session, how)));
    }
    await tell(session, `${tag} ${reply.status} ${reply.code ? `[${reply.code}] ` : ""}${reply.text}`);
    if (failures >= BAD_LIMIT) {
      await tell(session, "* BYE Too many bad commands.");
      break;
    }
    if (startsTls && reply.status === "OK" && services.tls) {
      // What was sent in plain text before the handshake is thrown away (RFC 2595 section 4).
      reader.rest();
      events.length = 0;
      await connection.startTls(services.tls);
    }
  }
  connection.close();
}

function read(bytes: Buffer, session: ImapSession): { tag: string; action: Action; startsTls: boolean } {
  const cursor = new Cursor(bytes);
  let tag = "*";
  const fail = (text: string) => ({ tag, action: async () => bad(text), startsTls: false });
  try {
    tag = cursor.tag();
    cursor.space();
    let name = cursor.word();
    const byUid = name === "UID";
    if (byUid) {
      cursor.space();
      name = cursor.word();
    }
    const command = commands.get(name);
    if (!command || (byUid && !command.uid)) return fail(`Unknown command ${name}.`);
    if (!command.states.includes(stateOf(session))) return fail(`${name} is not allowed in this state.`);
    return { tag, action: command.read(cursor, byUid), startsTls: name === "STARTTLS" };
  } catch (error) {
    if (error instanceof BadSyntax) return fail(`Syntax error: ${error.message}.`);
    throw error;
  }
}

/** A failure of the store ends the command, not the session. */
async function perform(action: Action, session: ImapSession, tag: string): Promise<Reply> {
  try {
    return await action(session, tag);
  } catch (error) {
    session.services.log(`imapd: ${error instanceof Error ? error.message : String(error)}`);
    return no("Internal error; see the log of the server.", "SERVERBUG");
  }
}

async function safeUpdate(session: ImapSession, how: { expunge: boolean; uid: boolean }): Promise<readonly string[]> {
  try {
    return session.selected ? await update(session.selected, how) : [];
  } catch (error) {
    session.services.log(`imapd: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
