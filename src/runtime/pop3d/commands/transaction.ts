/** transaction: STAT, LIST, UIDL, RETR, TOP, DELE, RSET */
import type { MessageEntry } from "../../store/mailbox.ts";
import { type Answer, good, type Maildrop, messageOf, type Pop3Command, wrong } from "../session.ts";

const inMaildrop = (run: (maildrop: Maildrop, argument: string) => Promise<Answer>): Pop3Command => ({
  state: "transaction",
  run: async (session, argument) => (session.maildrop ? run(session.maildrop, argument) : wrong("Log in first.")),
});

/** Messages that are not deleted, with their numbers. */
function kept(maildrop: Maildrop): readonly { number: number; entry: MessageEntry }[] {
  return maildrop.messages.flatMap((entry, at) => (maildrop.deleted.has(entry.uid) ? [] : [{ number: at + 1, entry }]));
}

function octets(maildrop: Maildrop): number {
  return kept(maildrop).reduce((sum, { entry }) => sum + entry.size, 0);
}

export const stat = inMaildrop(async (maildrop) => good(`${kept(maildrop).length} ${octets(maildrop)}`));

/** LIST and UIDL: of one message, or of all. */
const listing = (value: (maildrop: Maildrop, entry: MessageEntry) => string, head: (maildrop: Maildrop) => string) =>
  ({
    state: "transaction",
    run: async (session, argument) => {
      if (argument !== "") {
        const found = messageOf(session, argument);
        return "entry" in found ? good(`${Number(argument)} ${value(found.maildrop, found.entry)}`) : found;
      }
      const { maildrop } = session;
      if (!maildrop) return wrong("Log in first.");
      const lines = kept(maildrop).map(({ number, entry }) => `${number} ${value(maildrop, entry)}`);
      return { ok: true, text: head(maildrop), lines };
    },
  }) satisfies Pop3Command;

export const list: Pop3Command = listing(
  (_, entry) => String(entry.size),
  (maildrop) => `${kept(maildrop).length} messages (${octets(maildrop)} octets)`,
);

/** UID and UIDVALIDITY in hexadecimal, Dovecot's `pop3_uidl_format = %08Xu%08Xv`. */
export const uidl: Pop3Command = listing(
  (maildrop, entry) => `${hex(entry.uid)}${hex(maildrop.uidValidity)}`,
  () => "Unique IDs follow.",
);

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

export const retr: Pop3Command = {
  state: "transaction",
  run: async (session, argument) => {
    const found = messageOf(session, argument);
    if (!("entry" in found)) return found;
    const message = await found.maildrop.mailbox.read(found.entry.uid);
    if (!message) return wrong("The message was removed by another program.");
    found.maildrop.retrieved.add(found.entry.uid);
    return { ok: true, text: `${message.length} octets`, lines: message };
  },
};

/** Header, empty line and the first lines of the body. */
export const top: Pop3Command = {
  state: "transaction",
  run: async (session, argument) => {
    const [number = "", count = ""] = argument.split(/ +/);
    if (!/^\d{1,9}$/.test(count)) return wrong("TOP needs a message number and a number of lines.");
    const found = messageOf(session, number);
    if (!("entry" in found)) return found;
    const message = await found.maildrop.mailbox.read(found.entry.uid);
    if (!message) return wrong("The message was removed by another program.");
    const blank = message.indexOf("\r\n\r\n");
    let end = message.indexOf("\r\n") === 0 ? 2 : blank === -1 ? message.length : blank + 4;
    for (let lines = Number(count); lines > 0 && end < message.length; lines -= 1) {
      const next = message.indexOf("\r\n", end);
      end = next === -1 ? message.length : next + 2;
    }
    return { ok: true, text: "Top of message follows.", lines: message.subarray(0, end) };
  },
};

export const dele: Pop3Command = {
  state: "transaction",
  run: async (session, argument) => {
    const found = messageOf(session, argument);
    if (!("entry" in found)) return found;
    found.maildrop.deleted.add(found.entry.uid);
    return good("Marked to be deleted.");
  },
};

export const rset = inMaildrop(async (maildrop) => {
  maildrop.deleted.clear();
  return good(`${maildrop.messages.length} messages.`);
});
