import type { Account } from "../accounts.ts";
import type { Recipient, State } from "./state.ts";

/** `$user` and the others of forward_path and luser_relay (local(8)); undefined: not set for this recipient. */
export function personalValue(
  name: string,
  state: State,
  who: Recipient,
  account: Account | undefined,
): string | undefined {
  switch (name) {
    case "user":
      return who.user;
    case "home":
      return account?.home;
    case "shell":
      return account?.shell;
    case "domain":
      return who.domain;
    case "local":
    case "mailbox":
      return who.local;
    case "recipient":
      return state.address;
    case "extension":
      return who.extension;
    case "recipient_delimiter":
      return who.delimiter || undefined;
    default:
      return undefined;
  }
}
