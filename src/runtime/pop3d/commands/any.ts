/** any: CAPA (RFC 2449), NOOP, QUIT */
import type { Flags } from "../../store/mailbox.ts";
import { good, type Maildrop, type Pop3Command, wrong } from "../session.ts";

export const capa: Pop3Command = {
  state: "any",
  run: async ({ services, connection, maildrop }) => {
    const plain = connection.secure || services.plainAllowed(connection.address);
    const login = plain && !maildrop ? ["USER", "SASL PLAIN LOGIN"] : [];
    const tls = services.tls && !connection.secure && !maildrop ? ["STLS"] : [];
    const always = ["TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "EXPIRE NEVER"];
    return {
      ok: true,
      text: "Capability list follows.",
      lines: [...always, ...tls, ...login, "IMPLEMENTATION cf2postfix"],
    };
  },
};

export const noop: Pop3Command = { state: "transaction", run: async () => good("Nothing done.") };

/** QUIT removes what was marked (the update state of RFC 1939 section 6). */
export const quit: Pop3Command = {
  state: "any",
  run: async (session) => {
    session.leaving = true;
    if (!session.maildrop) return good("Bye.");
    try {
      await updateMaildrop(session.maildrop);
      return good(`Bye (${session.maildrop.deleted.size} messages deleted).`);
    } catch (error) {
      session.services.log(`pop3d: ${error instanceof Error ? error.message : String(error)}`);
      return wrong("Some deleted messages were not removed.", "SYS/TEMP");
    }
  },
};

/** Read messages are marked as seen, as poppers do in `Status`, then the deleted ones are taken out. */
async function updateMaildrop({ mailbox, messages, deleted, retrieved }: Maildrop): Promise<void> {
  const seen = messages.filter(({ uid, flags }) => retrieved.has(uid) && !deleted.has(uid) && !flags.has("\\Seen"));
  if (deleted.size > 0) await mailbox.expunge(deleted);
  const changes = new Map<number, Flags>(seen.map(({ uid, flags }) => [uid, new Set([...flags, "\\Seen"])]));
  if (changes.size > 0) await mailbox.setFlags(changes);
}
