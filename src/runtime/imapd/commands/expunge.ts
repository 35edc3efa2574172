/** expunge: EXPUNGE, and UID EXPUNGE of RFC 4315 */
import { memberOf, readSequenceSet } from "../protocol/sequence-set.ts";
import { type ImapCommand, inMailbox, no, ok, selectedOf } from "../session.ts";

export const expunge: ImapCommand = {
  states: inMailbox,
  uid: true,
  read: (cursor, byUid) => {
    if (byUid) cursor.space();
    const set = byUid ? readSequenceSet(cursor) : undefined;
    cursor.end();
    return async (session) => {
      const { mailbox, readOnly, uids } = selectedOf(session);
      if (readOnly) return no("The mailbox is open for reading only.");
      const isMember = set ? memberOf(set, uids.at(-1) ?? 0) : () => true;
      const { messages } = await mailbox.refresh();
      const deleted = messages.filter(({ uid, flags }) => flags.has("\\Deleted") && isMember(uid));
      if (deleted.length > 0) await mailbox.expunge(new Set(deleted.map((entry) => entry.uid)));
      return ok("Expunge completed.", { update: "all" });
    };
  },
};
