/**
 * address-text — what an address must not contain (parseaddr.c, invalidaddr and hasctrlchar)
 */
import { MAX_NAME } from "./prescan.ts";
import { type Session, STATUS, setStatus, userError } from "./session.ts";

/** False, and said, for a text that is too long or holds bytes of the metasymbol range. */
export function checkedLength(session: Session, text: string, recipient: boolean): boolean {
  const eightBit = /[\x80-\x9f]/.test(text.slice(0, MAX_NAME - 1));
  if (eightBit) setStatus(session, STATUS.usage);
  if (text.length > MAX_NAME - 1) {
    const head = text.slice(0, MAX_NAME - 1).replace(/[\x80-\x9f]/g, "?");
    const saved = session.to;
    if (saved !== undefined) session.to = head;
    userError(session, `553 5.1.0 Address "${head}" too long (${MAX_NAME - 1} bytes max)`);
    session.to = saved;
    return false;
  }
  if (!eightBit) return true;
  const shown = text.replace(/[\x80-\x9f]/g, "?");
  userError(session, `501 5.1.${recipient ? 3 : 7} 8-bit character in mailbox address "${shown}"`);
  return false;
}

/** The user part of a triple, with what is not allowed in it replaced and said. */
export function repairedUser(
  session: Session,
  user: string,
  recipient: boolean,
): { readonly text: string; readonly ok: boolean } {
  if (/^[ !#-[\]-~]*$/.test(user) && user.length < MAX_NAME) return { text: user, ok: true };
  let text = "";
  let quoted = false;
  let problem: string | undefined;
  for (let at = 0; at < user.length; at += 1) {
    if (at >= MAX_NAME - 1) {
      const head = user.slice(0, MAX_NAME - 1);
      userError(session, `553 5.1.0 Address "${head}" too long (${MAX_NAME - 1} bytes max)`);
      return { text: head, ok: false };
    }
    const char = user[at] ?? "";
    const code = char.charCodeAt(0);
    if (!quoted && (code < 32 || code === 127)) {
      problem = "non-printable character";
      text += "?";
    } else if (char === "\\") {
      if (at + 1 >= user.length) {
        problem = "trailing \\ character";
        text += "?";
        break;
      }
      text += char + (user[at + 1] ?? "");
      at += 1;
    } else if (code >= 0x80 && code < 0xa0) {
      setStatus(session, STATUS.usage);
      problem = "8-bit character";
      text += "?";
    } else {
      if (char === '"') quoted = !quoted;
      text += char;
    }
  }
  if (quoted) problem = "unbalanced quote";
  if (problem === undefined) return { text: user, ok: true };
  userError(session, `501 5.1.${recipient ? 3 : 7} Syntax error in mailbox address "${text}" (${problem})`);
  return { text, ok: false };
}
