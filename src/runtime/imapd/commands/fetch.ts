/** fetch: FETCH */
import type { MessageEntry } from "../../store/mailbox.ts";
import { printBodyStructure } from "../protocol/body-structure.ts";
import { printEnvelope } from "../protocol/envelope.ts";
import { type FetchItem, readFetchItems } from "../protocol/fetch-items.ts";
import { printDateTime } from "../protocol/print.ts";
import { sectionBytes } from "../protocol/section.ts";
import { readSequenceSet } from "../protocol/sequence-set.ts";
import { flagsOf, noteTold, readSelected, type Selected, withFlags } from "../selected.ts";
import { type ImapCommand, inMailbox, no, ok, selectedOf } from "../session.ts";
import { choose, isReply } from "./messages.ts";

export const fetch: ImapCommand = {
  states: inMailbox,
  uid: true,
  read: (cursor, byUid) => {
    cursor.space();
    const set = readSequenceSet(cursor);
    cursor.space();
    const asked = readFetchItems(cursor);
    cursor.end();
    const hasUid = asked.some((item) => item.kind === "simple" && item.name === "UID");
    const items: readonly FetchItem[] = byUid && !hasUid ? [{ kind: "simple", name: "UID" }, ...asked] : asked;
    return async (session) => {
      const selected = selectedOf(session);
      const chosen = choose(selected, set, byUid);
      if (isReply(chosen)) return chosen;
      let gone = false;
      const seen: number[] = [];
      for (const { number, uid } of chosen) {
        const answered = await answer(selected, uid, items);
        if (answered === undefined) gone = true;
        else
          await session.connection.write(
            Buffer.concat([Buffer.from(`* ${number} FETCH (`), answered, Buffer.from(")\r\n")]),
          );
        if (setsSeen(items) && !selected.entries.get(uid)?.flags.has("\\Seen")) seen.push(uid);
      }
      if (!selected.readOnly && seen.length > 0) await markSeen(selected, seen);
      if (gone) return no("Some of the messages no longer exist.", "EXPUNGEISSUED");
      return ok("Fetch completed.", { update: byUid ? "all" : "no-expunge" });
    };
  },
};

function setsSeen(items: readonly FetchItem[]): boolean {
  return items.some((item) => item.kind === "section" && !item.peek);
}

async function markSeen(selected: Selected, uids: readonly number[]): Promise<void> {
  const changes = new Map(
    uids.flatMap((uid) => {
      const entry = selected.entries.get(uid);
      return entry ? [[uid, withFlags(entry.flags, "add", ["\\Seen"])] as const] : [];
    }),
  );
  await selected.mailbox.setFlags(changes);
}

/** The list of items and values; undefined when the message is gone. */
async function answer(selected: Selected, uid: number, items: readonly FetchItem[]): Promise<Buffer | undefined> {
  const entry = selected.entries.get(uid);
  if (!entry) return undefined;
  const parts: Buffer[] = [];
  for (const item of items) {
    const value =
      item.kind === "simple" ? await simpleValue(selected, entry, item.name) : await bytesOf(selected, uid, item);
    if (value === undefined) return undefined;
    parts.push(Buffer.from(parts.length === 0 ? "" : " "), ...value);
  }
  return Buffer.concat(parts);
}

async function simpleValue(
  selected: Selected,
  entry: MessageEntry,
  name: Extract<FetchItem, { kind: "simple" }>["name"],
): Promise<readonly Buffer[] | undefined> {
  const value = (text: string): readonly Buffer[] => [Buffer.from(`${name} ${text}`, "latin1")];
  switch (name) {
    case "FLAGS":
      noteTold(selected, entry);
      return value(`(${flagsOf(selected, entry).join(" ")})`);
    case "UID":
      return value(String(entry.uid));
    case "INTERNALDATE":
      return value(printDateTime(entry.date));
    case "RFC822.SIZE":
      return value(String(entry.size));
  }
  const message = await readSelected(selected, entry.uid);
  if (!message) return undefined;
  const { bytes, tree } = message;
  return value(
    name === "ENVELOPE" ? printEnvelope(tree.fields) : printBodyStructure(bytes, tree, name === "BODYSTRUCTURE"),
  );
}

async function bytesOf(
  selected: Selected,
  uid: number,
  item: Extract<FetchItem, { kind: "section" }>,
): Promise<readonly Buffer[] | undefined> {
  const message = await readSelected(selected, uid);
  if (!message) return undefined;
  const whole = sectionBytes(message.bytes, message.tree, item.section);
  if (!whole) return [Buffer.from(`${item.label} NIL`)];
  const part = item.partial ? whole.subarray(item.partial.from, item.partial.from + item.partial.count) : whole;
  return [Buffer.from(`${item.label} {${part.length}}\r\n`, "latin1"), part];
}
