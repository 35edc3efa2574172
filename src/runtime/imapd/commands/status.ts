/** status: STATUS (RFC 3501 section 6.3.10), with SIZE of RFC 8438 and DELETED of RFC 9051 */
import type { Mailbox } from "../../store/mailbox.ts";
import { BadSyntax, type Cursor } from "../protocol/cursor.ts";
import { printList, printMailbox } from "../protocol/print.ts";
import { accountOf, type ImapCommand, type ImapSession, loggedIn, missingMailbox, no, ok, tell } from "../session.ts";

const items = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "SIZE", "DELETED"] as const;

export type StatusItem = (typeof items)[number];

/** `(MESSAGES UNSEEN ...)` */
export function readStatusItems(cursor: Cursor): readonly StatusItem[] {
  return cursor.list(() => {
    const word = cursor.word();
    const item = items.find((each) => each === word);
    if (!item) throw new BadSyntax(`unknown status item ${word}`);
    return item;
  });
}

/** `* STATUS name (...)` */
export async function statusLine(
  session: ImapSession,
  name: string,
  mailbox: Mailbox,
  asked: readonly StatusItem[],
): Promise<string> {
  const state = await mailbox.refresh();
  const values = {
    MESSAGES: state.messages.length,
    // Recent messages are given to the session that selects the mailbox; none are known before.
    RECENT: session.selected?.mailbox === mailbox ? session.selected.recent.size : 0,
    UIDNEXT: state.uidNext,
    UIDVALIDITY: state.uidValidity,
    UNSEEN: state.messages.filter((entry) => !entry.flags.has("\\Seen")).length,
    SIZE: state.messages.reduce((sum, entry) => sum + entry.size, 0),
    DELETED: state.messages.filter((entry) => entry.flags.has("\\Deleted")).length,
  };
  return `* STATUS ${printMailbox(name)} ${printList(asked.map((item) => `${item} ${values[item]}`))}`;
}

export const status: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    cursor.space();
    const name = cursor.mailbox();
    cursor.space();
    const asked = readStatusItems(cursor);
    cursor.end();
    return async (session) => {
      const mailbox = await accountOf(session).folders.open(name);
      if (!mailbox) return no(missingMailbox(name), "NONEXISTENT");
      await tell(session, await statusLine(session, name, mailbox, asked));
      return ok("Status completed.");
    };
  },
};
