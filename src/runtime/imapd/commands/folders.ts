/** folders: CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, NAMESPACE */
import { FolderRefused, type Folders } from "../../store/folders.ts";
import { accountOf, type ImapCommand, loggedIn, no, ok, tell } from "../session.ts";

/** A command with mailbox names as its arguments. */
function onFolders(
  count: 1 | 2,
  verb: string,
  work: (folders: Folders, name: string, to: string) => Promise<void>,
): ImapCommand {
  return {
    states: loggedIn,
    read: (cursor) => {
      cursor.space();
      const name = cursor.mailbox();
      if (count === 2) cursor.space();
      const to = count === 2 ? cursor.mailbox() : "";
      cursor.end();
      return async (session) => {
        try {
          await work(accountOf(session).folders, name, to);
          return ok(`${verb} completed.`);
        } catch (error) {
          if (error instanceof FolderRefused) return no(`${verb} refused: ${error.message}.`, error.code);
          throw error;
        }
      };
    },
  };
}

export const create = onFolders(1, "Create", (folders, name) => folders.create(name));
export const remove = onFolders(1, "Delete", (folders, name) => folders.remove(name));
export const rename = onFolders(2, "Rename", (folders, name, to) => folders.rename(name, to));
export const subscribe = onFolders(1, "Subscribe", (folders, name) => folders.subscribe(name, true));
export const unsubscribe = onFolders(1, "Unsubscribe", (folders, name) => folders.subscribe(name, false));

/** RFC 2342: one personal namespace without a prefix. */
export const namespace: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    cursor.end();
    return async (session) => {
      await tell(session, `* NAMESPACE (("" "${accountOf(session).folders.separator}")) NIL NIL`);
      return ok("Namespace completed.");
    };
  },
};
