/** idle: IDLE (RFC 2177) */
import { update } from "../selected.ts";
import { bad, type ImapCommand, loggedIn, ok, tell } from "../session.ts";

/** How often the mailbox on disk is looked at while a client idles, milliseconds. */
const LOOK_EVERY = 400;

export const idle: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      await session.connection.write("+ idling\r\n");
      const line = session.nextLine();
      for (;;) {
        const ended = await Promise.race([line.then((bytes) => ({ bytes })), pause()]);
        if (ended) {
          if (ended.bytes === undefined) session.leaving = true;
          const done = ended.bytes?.toString("latin1").trim().toUpperCase() === "DONE";
          return done ? ok("Idle completed.") : bad("Expected DONE.");
        }
        if (session.selected) await tell(session, ...(await update(session.selected, { expunge: true, uid: false })));
      }
    };
  },
};

function pause(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY, undefined));
}
