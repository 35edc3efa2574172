/** authorization: USER, PASS, AUTH (RFC 5034), STLS (RFC 2595) */
import { type Answer, good, type Pop3Command, type Pop3Session, wrong } from "../session.ts";

export const user: Pop3Command = {
  state: "authorization",
  run: async (session, argument) => {
    if (argument === "") return wrong("USER needs a name.");
    session.user = argument;
    return good("Send your password.");
  },
};

export const pass: Pop3Command = {
  state: "authorization",
  run: async (session, argument) => {
    if (session.user === undefined) return wrong("Send USER first.");
    return logIn(session, session.user, argument);
  },
};

export const auth: Pop3Command = {
  state: "authorization",
  run: async (session, argument) => {
    const [mechanism = "", initial] = argument.split(" ");
    if (mechanism === "") return { ok: true, text: "Mechanisms follow.", lines: ["PLAIN", "LOGIN"] };
    if (mechanism.toUpperCase() === "PLAIN") return authPlain(session, initial);
    if (mechanism.toUpperCase() === "LOGIN") return authLogin(session);
    return wrong("Unsupported authentication mechanism.");
  },
};

async function authPlain(session: Pop3Session, initial: string | undefined): Promise<Answer> {
  const answer = initial ?? (await ask(session, ""));
  if (answer === undefined || answer === "*") return wrong("Authentication cancelled.");
  const parts = Buffer.from(answer, "base64").toString("utf8").split("\0");
  const [authorise = "", name = "", password] = parts;
  if (parts.length !== 3 || password === undefined) return wrong("Malformed answer.");
  if (authorise !== "" && authorise !== name) return wrong("Acting as somebody else is not allowed.", "AUTH");
  return logIn(session, name, password);
}

async function authLogin(session: Pop3Session): Promise<Answer> {
  const name = await ask(session, "Username:");
  const password = name === undefined || name === "*" ? undefined : await ask(session, "Password:");
  if (name === undefined || password === undefined || password === "*") return wrong("Authentication cancelled.");
  const text = (answer: string): string => Buffer.from(answer, "base64").toString("utf8");
  return logIn(session, text(name), text(password));
}

async function ask(session: Pop3Session, challenge: string): Promise<string | undefined> {
  await session.connection.write(`+ ${Buffer.from(challenge).toString("base64")}\r\n`);
  return session.nextLine();
}

async function logIn(session: Pop3Session, name: string, password: string): Promise<Answer> {
  const { services, connection } = session;
  session.user = undefined;
  if (!connection.secure && !services.plainAllowed(connection.address)) {
    return wrong("Plain-text log-in is not allowed without TLS.", "AUTH");
  }
  const account = await services.login(name, password, connection.address);
  const inbox = await account?.folders.open("INBOX");
  if (!inbox) return wrong("Authentication failed.", "AUTH");
  const { uidValidity, messages } = await inbox.refresh();
  session.maildrop = { mailbox: inbox, uidValidity, messages, deleted: new Set(), retrieved: new Set() };
  return good(`Logged in, ${messages.length} messages.`);
}

export const stls: Pop3Command = {
  state: "authorization",
  run: async ({ services, connection }) => {
    if (!services.tls || connection.secure) return wrong("TLS is not available here.");
    return good("Begin TLS negotiation now.");
  },
};
