/**
 * classes — membership of words and of phrases of several tokens (macro.c, wordinclass; parseaddr.c, MATCHCLASS)
 *
 * A class is a trie over characters whose steps are cached by token: `$=w` walks it token by token and stops as soon
 * as no member begins with what it has.
 */
import { type Atom, type Atoms, type BlankSub, lowerCase } from "./atoms.ts";
import { META } from "./metasymbol.ts";

export interface TrieNode {
  member: boolean;
  readonly children: Map<number, TrieNode>;
  /** By folded token (doubled; plus one when a blank goes before it): where that token leads. */
  readonly steps: Map<number, TrieNode>;
}

export interface WordClass {
  /** Members in lower case. */
  readonly words: Set<string>;
  readonly root: TrieNode;
  /** By folded token: 1 where no member begins with it. Most tokens that are tested are such. */
  never: Uint8Array;
}

/** Classes by macro code, and every word's first spelling in the order of appearance (the symbol table of stab.c). */
export interface ClassTable {
  readonly byId: Map<number, WordClass>;
  readonly spellings: Map<string, string>;
}

export function classTable(): ClassTable {
  return { byId: new Map(), spellings: new Map() };
}

function trieNode(): TrieNode {
  return { member: false, children: new Map(), steps: new Map() };
}

export function classById(table: ClassTable, id: number): WordClass {
  let found = table.byId.get(id);
  if (!found) {
    found = { words: new Set(), root: trieNode(), never: new Uint8Array(0) };
    table.byId.set(id, found);
  }
  return found;
}

/** Adds a word (readcf.c, setclass); the first spelling of a word is the one that is printed. */
export function addWord(table: ClassTable, id: number, word: string): void {
  const lower = lowerCase(word);
  const target = classById(table, id);
  if (!table.spellings.has(lower)) table.spellings.set(lower, word);
  if (target.words.has(lower)) return;
  target.never = new Uint8Array(0);
  target.words.add(lower);
  let node = target.root;
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    let next = node.children.get(code);
    if (!next) {
      next = trieNode();
      node.children.set(code, next);
      node.steps.clear();
    }
    node = next;
  }
  node.member = true;
}

/** Everything of one class into another: `C{x}$=y` (readcf.c, copy_class). */
export function copyClass(table: ClassTable, from: number, to: number): void {
  for (const word of [...classById(table, from).words]) addWord(table, to, table.spellings.get(word) ?? word);
}

/** Symbol table size (stab.c, STABSIZE) and the type code of class words, which starts the hash. */
const BUCKETS = 2003;
const CLASS_SYMBOL = 1;

/** Members as `$=w` prints them: in the order of sendmail's symbol table (stab.c). */
export function membersInOrder(table: ClassTable, id: number): readonly string[] {
  const words = table.byId.get(id)?.words ?? new Set();
  const ordered: { readonly bucket: number; readonly text: string }[] = [];
  for (const [lower, text] of table.spellings) {
    if (words.has(lower)) ordered.push({ bucket: bucketOf(lower), text });
  }
  return ordered.sort((a, b) => a.bucket - b.bucket).map((entry) => entry.text);
}

function bucketOf(lower: string): number {
  let hash = CLASS_SYMBOL;
  for (let at = 0; at < lower.length; at += 1) hash = ((hash << 1) ^ (lower.charCodeAt(at) & 0xff)) % BUCKETS;
  return hash;
}

/** Remembers that no member begins with a token. */
export function noteNever(words: WordClass, folded: Atom): void {
  if (folded >= words.never.length) {
    const longer = new Uint8Array(Math.max(256, 2 * (folded + 1)));
    longer.set(words.never);
    words.never = longer;
  }
  words.never[folded] = 1;
}

/** Where a token leads from a node; null when no member goes on like that. */
export function stepToken(
  node: TrieNode,
  atoms: Atoms,
  atom: Atom,
  withBlank: boolean,
  blank: BlankSub,
): TrieNode | null {
  const folded = atoms.folded[atom] ?? atom;
  const key = folded * 2 + (withBlank ? 1 : 0);
  const known = node.steps.get(key);
  if (known !== undefined) return known;
  let at: TrieNode | undefined = node;
  const text = (withBlank ? lowerCase(blank ?? "") : "") + (atoms.texts[folded] ?? "");
  for (let index = 0; at && index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (code === META.quote && index + 1 < text.length) {
      index += 1;
      code = text.charCodeAt(index);
    }
    at = at.children.get(code);
  }
  if (!at) return null;
  node.steps.set(key, at);
  return at;
}
