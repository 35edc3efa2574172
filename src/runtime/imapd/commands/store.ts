/** store: STORE */
import type { Flags } from "../../store/mailbox.ts";
import { BadSyntax } from "../protocol/cursor.ts";
import { readSequenceSet } from "../protocol/sequence-set.ts";
import { noteTold, withFlags } from "../selected.ts";
import { type ImapCommand, inMailbox, no, ok, selectedOf } from "../session.ts";
import { choose, isReply } from "./messages.ts";

export const store: ImapCommand = {
  states: inMailbox,
  uid: true,
  read: (cursor, byUid) => {
    cursor.space();
    const set = readSequenceSet(cursor);
    cursor.space();
    const kind = cursor.accept("+") ? "add" : cursor.accept("-") ? "remove" : "set";
    const item = cursor.word();
    if (item !== "FLAGS" && item !== "FLAGS.SILENT") throw new BadSyntax(`unknown store item ${item}`);
    cursor.space();
    const flags: string[] = [];
    if (cursor.peek() === "(") flags.push(...cursor.list(() => cursor.flag()));
    else
      do flags.push(cursor.flag());
      while (cursor.accept(" "));
    cursor.end();
    return async (session) => {
      const selected = selectedOf(session);
      if (selected.readOnly) return no("The mailbox is open for reading only.");
      const chosen = choose(selected, set, byUid);
      if (isReply(chosen)) return chosen;
      const changes = new Map<number, Flags>();
      for (const { uid } of chosen) {
        const entry = selected.entries.get(uid);
        if (entry) changes.set(uid, withFlags(entry.flags, kind, flags));
      }
      const state = await selected.mailbox.setFlags(changes);
      selected.entries = new Map(state.messages.map((entry) => [entry.uid, entry]));
      for (const { uid } of chosen) {
        const entry = selected.entries.get(uid);
        // Silent: the client knows. Otherwise it is told even of flags that were set already.
        if (entry && item === "FLAGS.SILENT") noteTold(selected, entry);
        else selected.told.delete(uid);
      }
      return ok("Store completed.", { update: "no-expunge" });
    };
  },
};
