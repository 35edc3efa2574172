/** fetch-items: what FETCH asks for (RFC 3501 section 6.4.5) */
import { BadSyntax, type Cursor } from "./cursor.ts";
import { printList, printString } from "./print.ts";

export const simpleItems = [
  "FLAGS",
  "UID",
  "INTERNALDATE",
  "RFC822.SIZE",
  "ENVELOPE",
  "BODYSTRUCTURE",
  "BODY",
] as const;

export interface Section {
  /** Part numbers, `1.2`. */
  readonly numbers: readonly number[];
  readonly text: "ALL" | "HEADER" | "HEADER.FIELDS" | "HEADER.FIELDS.NOT" | "TEXT" | "MIME";
  /** Field names of HEADER.FIELDS, as the client wrote them. */
  readonly fields: readonly string[];
}

export type FetchItem =
  | { readonly kind: "simple"; readonly name: (typeof simpleItems)[number] }
  | {
      readonly kind: "section";
      /** The name that the response carries. */
      readonly label: string;
      readonly section: Section;
      readonly partial: { readonly from: number; readonly count: number } | undefined;
      /** False where reading sets \Seen. */
      readonly peek: boolean;
    };

const macros: Readonly<Record<string, readonly (typeof simpleItems)[number][]>> = {
  ALL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
  FAST: ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
  FULL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"],
};

export function readFetchItems(cursor: Cursor): readonly FetchItem[] {
  if (cursor.peek() === "(") return cursor.list(() => readItem(cursor, cursor.word())).flat();
  const word = cursor.word();
  return macros[word]?.map((name) => ({ kind: "simple", name })) ?? readItem(cursor, word);
}

function readItem(cursor: Cursor, word: string): readonly FetchItem[] {
  if ((word === "BODY" || word === "BODY.PEEK") && cursor.accept("["))
    return [readSection(cursor, word === "BODY.PEEK")];
  const whole = old[word];
  if (whole)
    return [{ kind: "section", label: word, section: { numbers: [], text: whole.text, fields: [] }, ...whole.rest }];
  const name = simpleItems.find((item) => item === word);
  if (!name) throw new BadSyntax(`unknown fetch item ${word}`);
  return [{ kind: "simple", name }];
}

const old: Readonly<
  Record<string, { text: Section["text"]; rest: { readonly partial: undefined; readonly peek: boolean } }>
> = {
  RFC822: { text: "ALL", rest: { partial: undefined, peek: false } },
  "RFC822.HEADER": { text: "HEADER", rest: { partial: undefined, peek: true } },
  "RFC822.TEXT": { text: "TEXT", rest: { partial: undefined, peek: false } },
};

function readSection(cursor: Cursor, peek: boolean): FetchItem {
  const numbers: number[] = [];
  while (/\d/.test(cursor.peek())) {
    numbers.push(cursor.number());
    if (!cursor.accept(".")) break;
  }
  const text = cursor.peek() === "]" ? "ALL" : readSectionText(cursor, numbers.length > 0);
  const named = text === "HEADER.FIELDS" || text === "HEADER.FIELDS.NOT";
  if (named) cursor.space();
  const fields = named ? cursor.list(() => cursor.astring().toString("latin1")) : [];
  cursor.expect("]");
  const partial = cursor.accept("<") ? readPartial(cursor) : undefined;
  const words = [...numbers.map(String), ...(text === "ALL" ? [] : [text])].join(".");
  const list = named ? ` ${printList(fields.map(printFieldName))}` : "";
  const label = `BODY[${words}${list}]${partial ? `<${partial.from}>` : ""}`;
  return { kind: "section", label, section: { numbers, text, fields }, partial, peek };
}

function readSectionText(cursor: Cursor, inPart: boolean): Section["text"] {
  const word = cursor.word();
  switch (word) {
    case "HEADER":
    case "HEADER.FIELDS":
    case "HEADER.FIELDS.NOT":
    case "TEXT":
      return word;
    case "MIME":
      if (inPart) return word;
  }
  throw new BadSyntax(`unknown section ${word}`);
}

function readPartial(cursor: Cursor): { from: number; count: number } {
  const from = cursor.number();
  cursor.expect(".");
  const count = cursor.number();
  cursor.expect(">");
  return { from, count };
}

function printFieldName(name: string): string {
  return /^[!#$&'+,./0-9:;<=>?@A-Z[^_`a-z|}~-]+$/.test(name) ? name : printString(name);
}
