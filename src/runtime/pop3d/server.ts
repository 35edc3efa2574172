/** server: POP3 (RFC 1939) for one connection; pipelined commands are answered in order */
import type { Connection } from "../connection.ts";
import { commands } from "./commands/index.ts";
import { type Answer, type Pop3Command, type Pop3Services, type Pop3Session, wrong } from "./session.ts";

/** RFC 1939 section 3: at least ten minutes. */
const IDLE_LIMIT = 10 * 60_000;
const LINE_LIMIT = 8192;

/** Serves until the client leaves. A client that only goes away deletes nothing. */
export async function servePop3(connection: Connection, services: Pop3Services): Promise<void> {
  let pending = "";
  const session: Pop3Session = {
    services,
    connection,
    user: undefined,
    maildrop: undefined,
    leaving: false,
    nextLine: next,
  };

  async function next(): Promise<string | undefined> {
    for (;;) {
      const end = pending.indexOf("\n");
      if (end !== -1) {
        const line = pending.slice(0, end).replace(/\r$/, "");
        pending = pending.slice(end + 1);
        return line;
      }
      if (pending.length > LINE_LIMIT) return undefined;
      const bytes = await connection.read(IDLE_LIMIT);
      if (!bytes) return undefined;
      pending += bytes.toString("latin1");
    }
  }

  await connection.write(`+OK ${services.hostname} POP3 ready.\r\n`);
  while (!session.leaving) {
    const line = await next();
    if (line === undefined) break;
    const [, word = "", argument = ""] = /^(\S*) ?(.*)$/.exec(line) ?? [];
    const name = word.toUpperCase();
    // A password may hold blanks and bytes above ASCII; only other arguments are trimmed.
    const text = Buffer.from(name === "PASS" ? argument : argument.trim(), "latin1").toString("utf8");
    const answer = await perform(commands.get(name), session, text);
    await connection.write(printAnswer(answer));
    if (name === "STLS" && answer.ok && services.tls) {
      pending = "";
      await connection.startTls(services.tls);
    }
  }
  connection.close();
}

async function perform(command: Pop3Command | undefined, session: Pop3Session, argument: string): Promise<Answer> {
  if (!command) return wrong("Unknown command.");
  const state = session.maildrop ? "transaction" : "authorization";
  if (command.state !== "any" && command.state !== state) return wrong("Not allowed in this state.");
  try {
    return await command.run(session, argument);
  } catch (error) {
    session.services.log(`pop3d: ${error instanceof Error ? error.message : String(error)}`);
    return wrong("Internal error; see the log of the server.", "SYS/TEMP");
  }
}

function printAnswer(answer: Answer): Buffer {
  const head = Buffer.from(`${answer.ok ? "+OK" : "-ERR"} ${answer.text}\r\n`);
  if (!("lines" in answer)) return head;
  const body = Buffer.isBuffer(answer.lines)
    ? answer.lines
    : Buffer.from(answer.lines.map((line) => `${line}\r\n`).join(""), "latin1");
  return Buffer.concat([head, dotStuffed(body), Buffer.from(".\r\n")]);
}

/** A dot at the start of a line is doubled (RFC 1939 section 3); lines end in CR LF. */
function dotStuffed(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = body.indexOf(46); at !== -1; at = body.indexOf(46, at + 1)) {
    if (at !== 0 && body[at - 1] !== 10) continue;
    pieces.push(body.subarray(from, at), Buffer.from("."));
    from = at;
  }
  pieces.push(body.subarray(from));
  return Buffer.concat(pieces);
}
