/** copy: COPY and MOVE (RFC 6851), with COPYUID of RFC 4315 */
import { printNumbers, readSequenceSet } from "../protocol/sequence-set.ts";
import {
  accountOf,
  type ImapCommand,
  type ImapSession,
  inMailbox,
  missingMailbox,
  no,
  ok,
  selectedOf,
  tell,
} from "../session.ts";
import { type Chosen, choose, isReply } from "./messages.ts";

const transfer = (moving: boolean): ImapCommand => ({
  states: inMailbox,
  uid: true,
  read: (cursor, byUid) => {
    cursor.space();
    const set = readSequenceSet(cursor);
    cursor.space();
    const name = cursor.mailbox();
    cursor.end();
    return async (session) => {
      const selected = selectedOf(session);
      if (moving && selected.readOnly) return no("The mailbox is open for reading only.");
      const chosen = choose(selected, set, byUid);
      if (isReply(chosen)) return chosen;
      const verb = moving ? "Move" : "Copy";
      if (chosen.length === 0) return ok(`${verb} completed.`);
      const copied = await copyAll(session, chosen, name);
      if (!copied) return no(missingMailbox(name), "TRYCREATE");
      if (!moving) return ok("Copy completed.", { code: copied.code });
      await tell(session, `* OK [${copied.code}] Moved.`);
      await selected.mailbox.expunge(new Set(copied.from));
      return ok("Move completed.", { update: "all" });
    };
  },
});

export const copy = transfer(false);
export const move = transfer(true);

async function copyAll(
  session: ImapSession,
  chosen: readonly Chosen[],
  name: string,
): Promise<{ readonly code: string; readonly from: readonly number[] } | undefined> {
  const target = await accountOf(session).folders.open(name);
  if (!target) return undefined;
  const { mailbox, entries } = selectedOf(session);
  const from: number[] = [];
  const to: number[] = [];
  for (const { uid } of chosen) {
    const entry = entries.get(uid);
    const message = await mailbox.read(uid);
    if (!entry || !message) continue;
    to.push(await target.append(message, entry.flags, entry.date));
    from.push(uid);
  }
  const { uidValidity } = await target.refresh();
  return { code: `COPYUID ${uidValidity} ${printNumbers(from)} ${printNumbers(to)}`, from };
}
