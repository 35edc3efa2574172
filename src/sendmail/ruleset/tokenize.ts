/**
 * tokenize — text to atoms inside a run, with prescan's complaints said
 */
import { type Atom, type Atoms, intern, internAll, internCode } from "./atoms.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import { type Session, userError } from "./session.ts";
import { ATOM, type TokenTable } from "./token-types.ts";

/** A macro's value or a map's answer in tokens; complaints are said. Undefined without a token. */
export function tokenize(session: Session, text: string, internal = false): Atom[] | undefined {
  const { tables } = session.program;
  return tokenizeBy(session, text, internal ? tables.internal : tables.external);
}

/** The same for a table of token types. */
export function tokenizeBy(session: Session, text: string, table: TokenTable): Atom[] | undefined {
  const { atoms } = session.program;
  const plain = plainAtoms(atoms, text, table);
  if (plain) return plain;
  const scan = prescan(text, { table, delimiter: "", room: ADDRESS_ROOM, lenient: false });
  if (scan.errors.length > 0) sayScan(session, text, scan.errors);
  return scan.tokens && internAll(atoms, scan.tokens);
}

/** A text in tokens without a word about what is wrong with it. */
export function atomsOf(atoms: Atoms, text: string, table: TokenTable): Atom[] | undefined {
  const plain = plainAtoms(atoms, text, table);
  if (plain) return plain;
  const { tokens } = prescan(text, { table, delimiter: "", room: ADDRESS_ROOM, lenient: false });
  return tokens && internAll(atoms, tokens);
}

/** Complaints of prescan name the text they are about. */
export function sayScan(session: Session, text: string, errors: readonly string[]): void {
  const saved = session.to;
  session.to = text;
  for (const error of errors) userError(session, error);
  session.to = saved;
}

/** Longer texts may meet prescan's limits. */
const PLAIN_LIMIT = 200;
const PLAIN = 1;
/** Printable characters that are tokens or parts of them and nothing else: no quotes, escapes, comments, commas. */
const plainTypes = Uint8Array.from({ length: 0x100 }, (_unused, code) =>
  code > 0x20 && code < 0x7f && !'"(),\\'.includes(String.fromCharCode(code)) ? PLAIN : 0,
);

/** Tokens of most addresses, without the care that others need; undefined for those others. */
export function plainAtoms(atoms: Atoms, text: string, table: TokenTable): Atom[] | undefined {
  const { length } = text;
  if (length === 0 || length > PLAIN_LIMIT) return undefined;
  const out: Atom[] = [];
  let open = 0;
  let from = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff || plainTypes[code] !== PLAIN) return undefined;
    if (table[code] === ATOM) continue;
    if (code === 0x3c) open += 1;
    else if (code === 0x3e) {
      if (open === 0) return undefined;
      open -= 1;
    }
    if (at > from)
      out.push(at - from === 1 ? internCode(atoms, text.charCodeAt(from)) : intern(atoms, text.slice(from, at)));
    out.push(internCode(atoms, code));
    from = at + 1;
  }
  if (open > 0) return undefined;
  if (from === 0) out.push(intern(atoms, text));
  else if (length > from) out.push(intern(atoms, text.slice(from)));
  return out;
}
