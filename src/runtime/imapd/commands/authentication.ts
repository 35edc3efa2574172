/** authentication: STARTTLS, LOGIN, AUTHENTICATE PLAIN and LOGIN */
import { specialUse } from "../../store/folders.ts";
import {
  bad,
  capabilities,
  type ImapCommand,
  type ImapSession,
  no,
  ok,
  type Reply,
  type SessionState,
  tell,
} from "../session.ts";

const states: readonly SessionState[] = ["not-authenticated"];

export const startTls: ImapCommand = {
  states,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      if (!session.services.tls || session.connection.secure) return bad("TLS is not available here.");
      return ok("Begin TLS negotiation now.", { update: "none" });
    };
  },
};

export const login: ImapCommand = {
  states,
  read: (cursor) => {
    cursor.space();
    const name = cursor.astring();
    cursor.space();
    const password = cursor.astring();
    cursor.end();
    return (session) => logIn(session, name.toString("utf8"), password.toString("utf8"));
  },
};

export const authenticate: ImapCommand = {
  states,
  read: (cursor) => {
    cursor.space();
    const mechanism = cursor.atom().toUpperCase();
    const initial = cursor.accept(" ") ? cursor.remainder() : undefined;
    cursor.end();
    return async (session) => {
      if (mechanism === "PLAIN") return authenticatePlain(session, initial);
      if (mechanism === "LOGIN") return authenticateLogin(session);
      return no("Unsupported authentication mechanism.", "CANNOT");
    };
  },
};

/** RFC 4616; SASL-IR of RFC 4959, where `=` stands for an empty answer. */
async function authenticatePlain(session: ImapSession, initial: string | undefined): Promise<Reply> {
  const answer = initial ?? (await ask(session, ""));
  if (answer === undefined || answer === "*") return bad("Authentication cancelled.");
  const parts = Buffer.from(answer === "=" ? "" : answer, "base64")
    .toString("utf8")
    .split("\0");
  const [authorise = "", name = "", password] = parts;
  if (parts.length !== 3 || password === undefined) return bad("Malformed answer.");
  if (authorise !== "" && authorise !== name)
    return no("Acting as somebody else is not allowed.", "AUTHORIZATIONFAILED");
  return logIn(session, name, password);
}

async function authenticateLogin(session: ImapSession): Promise<Reply> {
  const name = await ask(session, "Username:");
  const password = name === undefined || name === "*" ? undefined : await ask(session, "Password:");
  if (name === undefined || password === undefined || password === "*") return bad("Authentication cancelled.");
  const text = (answer: string): string => Buffer.from(answer, "base64").toString("utf8");
  return logIn(session, text(name), text(password));
}

async function ask(session: ImapSession, challenge: string): Promise<string | undefined> {
  await session.connection.write(`+ ${Buffer.from(challenge).toString("base64")}\r\n`);
  return (await session.nextLine())?.toString("latin1");
}

async function logIn(session: ImapSession, name: string, password: string): Promise<Reply> {
  const { services, connection } = session;
  if (!connection.secure && !services.plainAllowed(connection.address)) {
    return no("Plain-text log-in is not allowed without TLS.", "PRIVACYREQUIRED");
  }
  const account = await services.login(name, password, connection.address);
  if (!account) return no("Authentication failed.", "AUTHENTICATIONFAILED");
  session.account = account;
  const there = new Set((await account.folders.list()).map((folder) => folder.name));
  for (const folder of Object.keys(specialUse)) if (!there.has(folder)) await account.folders.create(folder);
  await tell(session);
  return ok("Logged in", { code: `CAPABILITY ${capabilities(session)}`, update: "none" });
}
