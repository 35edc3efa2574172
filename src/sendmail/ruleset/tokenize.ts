/**
 * tokenize — text to atoms inside a run, with prescan's complaints said
 */
import { type Atom, internAll } from "./atoms.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import { type Session, userError } from "./session.ts";

/** A macro's value or a map's answer in tokens; complaints are said. Undefined without a token. */
export function tokenize(session: Session, text: string, internal = false): Atom[] | undefined {
  const { tables, atoms } = session.program;
  const scan = prescan(text, {
    table: internal ? tables.internal : tables.external,
    delimiter: "",
    room: ADDRESS_ROOM,
    lenient: false,
  });
  if (scan.errors.length > 0) sayScan(session, text, scan.errors);
  return scan.tokens && internAll(atoms, scan.tokens);
}

/** Complaints of prescan name the text they are about. */
export function sayScan(session: Session, text: string, errors: readonly string[]): void {
  const saved = session.to;
  session.to = text;
  for (const error of errors) userError(session, error);
  session.to = saved;
}
