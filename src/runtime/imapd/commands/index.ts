/** index: the commands by name */
import type { ImapCommand } from "../session.ts";
import { capability, enable, id, logout, noop } from "./any.ts";
import { append } from "./append.ts";
import { authenticate, login, startTls } from "./authentication.ts";
import { copy, move } from "./copy.ts";
import { expunge } from "./expunge.ts";
import { fetch } from "./fetch.ts";
import { create, namespace, remove, rename, subscribe, unsubscribe } from "./folders.ts";
import { idle } from "./idle.ts";
import { list, lsub } from "./list.ts";
import { search } from "./search.ts";
import { check, close, examine, selectCommand, unselect } from "./select.ts";
import { status } from "./status.ts";
import { store } from "./store.ts";

export const commands: ReadonlyMap<string, ImapCommand> = new Map([
  ["APPEND", append],
  ["AUTHENTICATE", authenticate],
  ["CAPABILITY", capability],
  ["CHECK", check],
  ["CLOSE", close],
  ["COPY", copy],
  ["CREATE", create],
  ["DELETE", remove],
  ["ENABLE", enable],
  ["EXAMINE", examine],
  ["EXPUNGE", expunge],
  ["FETCH", fetch],
  ["ID", id],
  ["IDLE", idle],
  ["LIST", list],
  ["LOGIN", login],
  ["LOGOUT", logout],
  ["LSUB", lsub],
  ["MOVE", move],
  ["NAMESPACE", namespace],
  ["NOOP", noop],
  ["RENAME", rename],
  ["SEARCH", search],
  ["SELECT", selectCommand],
  ["STARTTLS", startTls],
  ["STATUS", status],
  ["STORE", store],
  ["SUBSCRIBE", subscribe],
  ["UNSELECT", unselect],
  ["UNSUBSCRIBE", unsubscribe],
]);
