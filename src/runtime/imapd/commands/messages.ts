/** messages: which messages of the selected mailbox a command means */
import { exceeds, memberOf, type SequenceSet } from "../protocol/sequence-set.ts";
import type { Selected } from "../selected.ts";
import { bad, type Reply } from "../session.ts";

export interface Chosen {
  /** Sequence number. */
  readonly number: number;
  readonly uid: number;
}

/** The messages in order. A sequence number that does not exist is an error; a UID that does not exist is not. */
export function choose(selected: Selected, set: SequenceSet, byUid: boolean): readonly Chosen[] | Reply {
  const { uids } = selected;
  if (!byUid && exceeds(set, uids.length)) return bad("Invalid message sequence number.");
  const isMember = memberOf(set, byUid ? (uids.at(-1) ?? 0) : uids.length);
  return uids.flatMap((uid, at) => (isMember(byUid ? uid : at + 1) ? [{ number: at + 1, uid }] : []));
}

export function isReply(value: readonly Chosen[] | Reply): value is Reply {
  return "status" in value;
}
