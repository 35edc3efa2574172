/** append: APPEND, with APPENDUID of RFC 4315 */
import { BadSyntax } from "../protocol/cursor.ts";
import { parseDateTime } from "../protocol/print.ts";
import { accountOf, type ImapCommand, loggedIn, missingMailbox, no, ok } from "../session.ts";

export const append: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    cursor.space();
    const name = cursor.mailbox();
    cursor.space();
    const flags = cursor.peek() === "(" ? cursor.list(() => cursor.flag()) : [];
    if (flags.length > 0 || cursor.peek() === " ") cursor.accept(" ");
    let date = Date.now();
    if (cursor.peek() === '"') {
      const parsed = parseDateTime(cursor.string().toString("latin1"));
      if (parsed === undefined) throw new BadSyntax("bad date-time");
      date = parsed;
      cursor.space();
    }
    const message = cursor.string();
    cursor.end();
    return async (session) => {
      const mailbox = await accountOf(session).folders.open(name);
      if (!mailbox) return no(missingMailbox(name), "TRYCREATE");
      if (message.length === 0) return no("An empty message is not stored.");
      const uid = await mailbox.append(message, new Set(flags.filter((flag) => flag !== "\\Recent")), date);
      const { uidValidity } = await mailbox.refresh();
      return ok("Append completed.", { code: `APPENDUID ${uidValidity} ${uid}` });
    };
  },
};
