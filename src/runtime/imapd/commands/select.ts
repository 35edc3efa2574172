/** select: SELECT, EXAMINE, CHECK, CLOSE, UNSELECT */
import { systemFlags } from "../../store/mailbox.ts";
import { printList } from "../protocol/print.ts";
import { type Selected, select, usedFlags } from "../selected.ts";
import {
  accountOf,
  type ImapCommand,
  type ImapSession,
  inMailbox,
  loggedIn,
  missingMailbox,
  no,
  ok,
  selectedOf,
  tell,
} from "../session.ts";

const opening = (readOnly: boolean): ImapCommand => ({
  states: loggedIn,
  read: (cursor) => {
    cursor.space();
    const name = cursor.mailbox();
    cursor.end();
    return async (session) => {
      session.selected = undefined;
      const mailbox = await accountOf(session).folders.open(name);
      if (!mailbox) return no(missingMailbox(name), "NONEXISTENT");
      session.selected = await select(name, mailbox, readOnly);
      await introduce(session, session.selected);
      const code = readOnly ? "READ-ONLY" : "READ-WRITE";
      return ok(`${readOnly ? "Examine" : "Select"} completed.`, { code, update: "none" });
    };
  },
});

export const selectCommand = opening(false);
export const examine = opening(true);

async function introduce(session: ImapSession, selected: Selected): Promise<void> {
  const flags = [...systemFlags, ...usedFlags(selected)];
  const unseen = selected.uids.findIndex((uid) => !selected.entries.get(uid)?.flags.has("\\Seen"));
  await tell(
    session,
    `* FLAGS ${printList(flags)}`,
    `* OK [PERMANENTFLAGS ${selected.readOnly ? "()" : printList([...flags, "\\*"])}] Flags permitted.`,
    `* ${selected.uids.length} EXISTS`,
    `* ${selected.recent.size} RECENT`,
    ...(unseen === -1 ? [] : [`* OK [UNSEEN ${unseen + 1}] First unseen.`]),
    `* OK [UIDVALIDITY ${selected.uidValidity}] UIDs valid`,
    `* OK [UIDNEXT ${selected.uidNext}] Predicted next UID`,
  );
}

export const check: ImapCommand = {
  states: inMailbox,
  read: (cursor) => {
    cursor.end();
    return async () => ok("Check completed.");
  },
};

/** CLOSE removes what is marked as deleted, and says nothing of it (RFC 3501 section 6.4.2). */
export const close: ImapCommand = {
  states: inMailbox,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      const selected = selectedOf(session);
      if (!selected.readOnly) {
        const { messages } = await selected.mailbox.refresh();
        const deleted = messages.filter((entry) => entry.flags.has("\\Deleted")).map((entry) => entry.uid);
        if (deleted.length > 0) await selected.mailbox.expunge(new Set(deleted));
      }
      session.selected = undefined;
      return ok("Close completed.", { update: "none" });
    };
  },
};

/** RFC 3691. */
export const unselect: ImapCommand = {
  states: inMailbox,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      session.selected = undefined;
      return ok("Unselect completed.", { update: "none" });
    };
  },
};
