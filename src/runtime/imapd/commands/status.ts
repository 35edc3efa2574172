/** status: STATUS */
import { BadSyntax } from "../protocol/cursor.ts";
import { printList, printMailbox } from "../protocol/print.ts";
import { accountOf, type ImapCommand, loggedIn, missingMailbox, no, ok, tell } from "../session.ts";

const items = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"] as const;

export const status: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    cursor.space();
    const name = cursor.mailbox();
    cursor.space();
    const asked = cursor.list(() => {
      const word = cursor.word();
      const item = items.find((each) => each === word);
      if (!item) throw new BadSyntax(`unknown status item ${word}`);
      return item;
    });
    cursor.end();
    return async (session) => {
      const mailbox = await accountOf(session).folders.open(name);
      if (!mailbox) return no(missingMailbox(name), "NONEXISTENT");
      const state = await mailbox.refresh();
      const values = {
        MESSAGES: state.messages.length,
        // Recent messages are given to the session that selects the mailbox; none are known before.
        RECENT: session.selected?.mailbox === mailbox ? session.selected.recent.size : 0,
        UIDNEXT: state.uidNext,
        UIDVALIDITY: state.uidValidity,
        UNSEEN: state.messages.filter((entry) => !entry.flags.has("\\Seen")).length,
      };
      await tell(
        session,
        `* STATUS ${printMailbox(name)} ${printList(asked.map((item) => `${item} ${values[item]}`))}`,
      );
      return ok("Status completed.");
    };
  },
};
