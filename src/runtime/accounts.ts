/** accounts: local users as the mail readers' daemons see them */
import type { Folders } from "./store/folders.ts";

/** A user who is logged in. */
export interface Account {
  readonly name: string;
  readonly folders: Folders;
}
