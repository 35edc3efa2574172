/**
 * atoms — tokens as small integers
 *
 * A workspace is an array of these numbers. What matching and joining ask of a token (its text without case, whether
 * it joins with a blank, whether it begins with a metasymbol) is looked up once, when the token is first seen.
 */
import { META } from "./metasymbol.ts";
import { ATOM, type TokenTable, typeOf } from "./token-types.ts";

export type Atom = number;

export interface Atoms {
  readonly ids: Map<string, Atom>;
  /** Atoms of one character by its code; -1 where it has not been seen. */
  readonly single: Int32Array;
  readonly texts: string[];
  /** The atom of the same text in lower case. */
  readonly folded: Atom[];
  /** First character: the metasymbol code where the token is one. */
  readonly heads: number[];
  /** 1: two such tokens side by side are joined with BlankSub between them (parseaddr.c, cataddr). */
  readonly joins: number[];
  /** One bit of 32, by the folded text: a cheap "cannot contain". */
  readonly bits: number[];
  /** 1: begins a map lookup; 2: calls a ruleset. */
  readonly acts: number[];
  readonly table: TokenTable;
}

export function newAtoms(table: TokenTable): Atoms {
  return {
    ids: new Map(),
    single: new Int32Array(0x100).fill(-1),
    texts: [],
    folded: [],
    heads: [],
    joins: [],
    bits: [],
    acts: [],
    table,
  };
}

export function intern(atoms: Atoms, text: string): Atom {
  const known = atoms.ids.get(text);
  if (known !== undefined) return known;
  const id = atoms.texts.length;
  atoms.ids.set(text, id);
  const head = text === "" ? 0 : text.charCodeAt(0);
  atoms.texts.push(text);
  atoms.heads.push(head);
  atoms.joins.push(typeOf(atoms.table, head) === ATOM ? 1 : 0);
  atoms.acts.push(head === META.hostBegin || head === META.mapBegin ? 1 : head === META.call ? 2 : 0);
  atoms.folded.push(id);
  atoms.bits.push(0);
  const lower = lowerCase(text);
  const folded = lower === text ? id : intern(atoms, lower);
  atoms.folded[id] = folded;
  atoms.bits[id] = 1 << (Math.imul(folded + 1, 0x9e3779b1) >>> 27);
  return id;
}

/** The atom of one character below 0x100. */
export function internCode(atoms: Atoms, code: number): Atom {
  const known = atoms.single[code] ?? -1;
  if (known !== -1) return known;
  const atom = intern(atoms, String.fromCharCode(code));
  atoms.single[code] = atom;
  return atom;
}

/** Lower case of A-Z alone, as strcasecmp(3) folds in sendmail (libsm, strcasecmp.c). */
export function lowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

export function internAll(atoms: Atoms, texts: readonly string[]): Atom[] {
  const out: Atom[] = [];
  for (const text of texts) out.push(intern(atoms, text));
  return out;
}

/** What cataddr puts between tokens that would otherwise run together; undefined: nothing. */
export type BlankSub = string | undefined;

export interface JoinOptions {
  readonly blank: BlankSub;
  /** METAQUOTE is removed from before the byte it protects. */
  readonly external: boolean;
  /** Size of sendmail's buffer: one less than this many characters at most. */
  readonly room: number;
}

/** Tokens back to text (parseaddr.c, cataddr): atoms side by side get the blank between them. */
export function join(atoms: Atoms, tokens: ArrayLike<Atom>, from: number, to: number, options: JoinOptions): string {
  let out = "";
  let previous = 0;
  for (let at = from; at < to; at += 1) {
    const atom = tokens[at] ?? 0;
    const joins = atoms.joins[atom] ?? 0;
    if (previous === 1 && joins === 1 && options.blank !== undefined) out += options.blank;
    out += atoms.texts[atom];
    previous = joins;
  }
  if (out.length > options.room - 3) return joinWithin(atoms, Array.prototype.slice.call(tokens, from, to), options);
  if (options.external && out.includes("\xff")) out = out.replace(/\xff([\s\S])/g, "$1");
  return out;
}

/** The same as far as there is room: a blank may still be the last but two, another character only before it. */
function joinWithin(atoms: Atoms, tokens: readonly Atom[], { blank, external, room }: JoinOptions): string {
  let out = "";
  let left = room - 2;
  let previous = 0;
  for (const atom of tokens) {
    if (left <= 0) break;
    const joins = atoms.joins[atom] ?? 0;
    if (previous === 1 && joins === 1 && blank !== undefined) {
      out += blank;
      left -= 1;
    }
    const text = atoms.texts[atom] ?? "";
    for (let at = 0; at < text.length && left > 0; at += 1) {
      left -= 1;
      if (left <= 0) break;
      if (external && text.charCodeAt(at) === META.quote && at + 1 < text.length) at += 1;
      out += text[at];
    }
    previous = joins;
  }
  return out;
}

/** Text without its quotation marks; a backslash goes too, and keeps what it protects (util.c, stripquotes). */
export function stripQuotes(text: string): string {
  if (!/["\\]/.test(text)) return text;
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === '"') continue;
    if (char === "\\") {
      at += 1;
      out += text[at] ?? "";
    } else out += char;
  }
  return out;
}
