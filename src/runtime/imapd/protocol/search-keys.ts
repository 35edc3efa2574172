/** search-keys: the tree of a SEARCH (RFC 3501 section 6.4.4) */
import { BadSyntax, type Cursor } from "./cursor.ts";
import { parseDay } from "./print.ts";
import { readSequenceSet, type SequenceSet } from "./sequence-set.ts";

export type SearchKey =
  | { readonly kind: "all" }
  | { readonly kind: "and" | "or"; readonly keys: readonly SearchKey[] }
  | { readonly kind: "not"; readonly key: SearchKey }
  | { readonly kind: "flag"; readonly flag: string; readonly set: boolean }
  | { readonly kind: "recent"; readonly set: boolean }
  | { readonly kind: "numbers" | "uid"; readonly set: SequenceSet }
  | { readonly kind: "date"; readonly order: DayOrder; readonly day: number }
  | { readonly kind: "sent"; readonly order: DayOrder; readonly day: number }
  | { readonly kind: "size"; readonly order: "larger" | "smaller"; readonly octets: number }
  | { readonly kind: "header"; readonly name: string; readonly text: Buffer }
  | { readonly kind: "body" | "text"; readonly text: Buffer };

export type DayOrder = "before" | "on" | "since";

export interface Search {
  readonly charset: string;
  /** Result options of RFC 4731; undefined for a plain SEARCH response. */
  readonly returning: readonly string[] | undefined;
  readonly key: SearchKey;
}

const flagKeys: Readonly<Record<string, string>> = {
  ANSWERED: "\\Answered",
  DELETED: "\\Deleted",
  DRAFT: "\\Draft",
  FLAGGED: "\\Flagged",
  SEEN: "\\Seen",
};

const addressKeys = new Set(["BCC", "CC", "FROM", "SUBJECT", "TO"]);

export function readSearch(cursor: Cursor): Search {
  cursor.space();
  let returning: readonly string[] | undefined;
  if (cursor.accept("RETURN ")) {
    const options = cursor.list(() => cursor.word());
    returning = options.length === 0 ? ["ALL"] : options;
    const unknown = returning.find((option) => !["MIN", "MAX", "ALL", "COUNT"].includes(option));
    if (unknown) throw new BadSyntax(`unknown result option ${unknown}`);
    cursor.space();
  }
  let charset = "US-ASCII";
  if (cursor.accept("CHARSET ")) {
    charset = cursor.astring().toString("latin1");
    cursor.space();
  }
  const keys = [readKey(cursor, 0)];
  while (cursor.accept(" ")) keys.push(readKey(cursor, 0));
  cursor.end();
  return { charset, returning, key: { kind: "and", keys } };
}

const DEPTH_LIMIT = 100;

function readKey(cursor: Cursor, depth: number): SearchKey {
  if (depth > DEPTH_LIMIT) throw new BadSyntax("search keys nested too deeply");
  if (cursor.peek() === "(") return { kind: "and", keys: cursor.list(() => readKey(cursor, depth + 1)) };
  if (/[\d*]/.test(cursor.peek())) return { kind: "numbers", set: readSequenceSet(cursor) };
  const word = cursor.word();
  const flag = flagKeys[word];
  if (flag) return { kind: "flag", flag, set: true };
  const unset = word.startsWith("UN") ? flagKeys[word.slice(2)] : undefined;
  if (unset) return { kind: "flag", flag: unset, set: false };
  return readDateKey(cursor, word) ?? readTextKey(cursor, word) ?? readOtherKey(cursor, word, depth);
}

function readDateKey(cursor: Cursor, word: string): SearchKey | undefined {
  const match = /^(SENT)?(BEFORE|ON|SINCE)$/.exec(word);
  if (!match) return undefined;
  cursor.space();
  const day = parseDay(cursor.astring().toString("latin1"));
  if (day === undefined) throw new BadSyntax("bad date");
  const order = match[2] === "BEFORE" ? "before" : match[2] === "ON" ? "on" : "since";
  return { kind: match[1] ? "sent" : "date", order, day };
}

function readTextKey(cursor: Cursor, word: string): SearchKey | undefined {
  const isHeader = word === "HEADER";
  if (!isHeader && !addressKeys.has(word) && word !== "BODY" && word !== "TEXT") return undefined;
  cursor.space();
  const name = isHeader ? cursor.astring().toString("latin1") : word;
  if (isHeader) cursor.space();
  const text = cursor.astring();
  if (word === "BODY" || word === "TEXT") return { kind: word === "BODY" ? "body" : "text", text };
  return { kind: "header", name: name.toLowerCase(), text };
}

function readOtherKey(cursor: Cursor, word: string, depth: number): SearchKey {
  switch (word) {
    case "ALL":
      return { kind: "all" };
    case "NEW":
      return {
        kind: "and",
        keys: [
          { kind: "recent", set: true },
          { kind: "flag", flag: "\\Seen", set: false },
        ],
      };
    case "OLD":
      return { kind: "recent", set: false };
    case "RECENT":
      return { kind: "recent", set: true };
    case "NOT":
      cursor.space();
      return { kind: "not", key: readKey(cursor, depth + 1) };
    case "OR": {
      cursor.space();
      const left = readKey(cursor, depth + 1);
      cursor.space();
      return { kind: "or", keys: [left, readKey(cursor, depth + 1)] };
    }
    case "UID":
      cursor.space();
      return { kind: "uid", set: readSequenceSet(cursor) };
    case "KEYWORD":
    case "UNKEYWORD":
      cursor.space();
      return { kind: "flag", flag: cursor.flag(), set: word === "KEYWORD" };
    case "LARGER":
    case "SMALLER":
      cursor.space();
      return { kind: "size", order: word === "LARGER" ? "larger" : "smaller", octets: cursor.number() };
  }
  throw new BadSyntax(`unknown search key ${word}`);
}
