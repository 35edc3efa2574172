/** index: the commands by name */
import type { Pop3Command } from "../session.ts";
import { capa, noop, quit } from "./any.ts";
import { auth, pass, stls, user } from "./authorization.ts";
import { dele, list, retr, rset, stat, top, uidl } from "./transaction.ts";

export const commands: ReadonlyMap<string, Pop3Command> = new Map([
  ["AUTH", auth],
  ["CAPA", capa],
  ["DELE", dele],
  ["LIST", list],
  ["NOOP", noop],
  ["PASS", pass],
  ["QUIT", quit],
  ["RETR", retr],
  ["RSET", rset],
  ["STAT", stat],
  ["STLS", stls],
  ["TOP", top],
  ["UIDL", uidl],
  ["USER", user],
]);
