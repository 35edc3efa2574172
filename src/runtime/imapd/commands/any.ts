/** any: CAPABILITY, NOOP, LOGOUT, ID, ENABLE */
import { printList, printNString, printString } from "../protocol/print.ts";
import { anyState, capabilities, type ImapCommand, loggedIn, ok, tell } from "../session.ts";

export const capability: ImapCommand = {
  states: anyState,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      await tell(session, `* CAPABILITY ${capabilities(session)}`);
      return ok("Capability completed.", { update: "none" });
    };
  },
};

export const noop: ImapCommand = {
  states: anyState,
  read: (cursor) => {
    cursor.end();
    return async () => ok("NOOP completed.");
  },
};

export const logout: ImapCommand = {
  states: anyState,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      session.leaving = true;
      await tell(session, "* BYE Logging out");
      return ok("Logout completed.", { update: "none" });
    };
  },
};

/** RFC 2971. */
export const id: ImapCommand = {
  states: anyState,
  read: (cursor) => {
    cursor.space();
    if (!cursor.accept("NIL")) cursor.list(() => (cursor.accept("NIL") ? undefined : cursor.string()));
    cursor.end();
    return async (session) => {
      const fields = [printString("name"), printNString("cf2postfix")];
      await tell(session, `* ID ${printList(fields)}`);
      return ok("ID completed.");
    };
  },
};

/** RFC 5161; there is nothing to enable yet, and asking for unknown things is allowed. */
export const enable: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    do cursor.space();
    while (cursor.word() && !cursor.done);
    return async (session) => {
      await tell(session, "* ENABLED");
      return ok("Enabled.");
    };
  },
};
