import { splitWords, unbraced } from "../../syntax/postfix-lines/words.ts";
import { casefold } from "./casefold.ts";
import { type Answer, failed, found, none, type Table } from "./table.ts";

/** Tables that are written in main.cf itself (DATABASE_README). A string instead of a table says what is wrong. */

/** `inline:{ key=value, { key = text with blanks } }` */
export function inlineTable(reference: string, name: string, utf8: boolean): Table | string {
  const inside = insideBraces(name);
  if (inside === undefined) return `${reference}: inline:{ key=value ... } is needed`;
  const rows = new Map<string, string>();
  for (const { text } of splitWords(inside)) {
    const pair = /^((?:[^\s="\\]|\\.|"(?:[^"\\]|\\.)*")+)\s*=\s*(.*)$/s.exec(unbraced(text));
    const key = casefold(pair?.[1] ?? "", utf8);
    if (!pair || key === undefined || key === "") return `${reference}: "${text}" is not key=value`;
    rows.set(key, (pair[2] ?? "").trimEnd());
  }
  if (rows.size === 0) return `${reference}: the table is empty`;
  return {
    reference,
    fixed: true,
    diagnostics: [],
    keys: () => rows.keys(),
    lookup: (key) => {
      const value = rows.get(casefold(key, utf8) ?? "");
      return value === undefined ? none : found(value);
    },
  };
}

/** `static:value`, `static:{ text with blanks }`: the same answer to every key. */
export function staticTable(reference: string, name: string): Table {
  return { reference, fixed: true, diagnostics: [], lookup: () => found(unbraced(name)) };
}

/** `fail:name`: never an answer, always an error. */
export function failTable(reference: string): Table {
  return { reference, fixed: true, diagnostics: [], lookup: () => failed(`${reference} always fails`) };
}

export function emptyTable(reference: string): Table {
  return { reference, fixed: true, diagnostics: [], lookup: () => none };
}

/** `environ:`: the environment of the program that asks; keys are folded (src/util/dict_env.c). */
export function environmentTable(reference: string, environment: Readonly<Record<string, string>>): Table {
  return {
    reference,
    fixed: true,
    diagnostics: [],
    lookup: (key) => {
      const value = environment[key.toLowerCase()];
      return value === undefined ? none : found(value);
    },
  };
}

/**
 * `unionmap:{a, b}`: the answers of all its tables, joined by commas; one that fails makes it fail. No text at all is no
 * answer (src/util/dict_union.c).
 */
export function unionTable(reference: string, tables: readonly Table[]): Table {
  return composite(reference, tables, (key) => {
    let value = "";
    for (const table of tables) {
      const answer = table.lookup(key);
      if (answer.kind === "failed") return answer;
      if (answer.kind === "found") value += `${value === "" ? "" : ","}${answer.value}`;
    }
    return value === "" ? none : found(value);
  });
}

/** `pipemap:{a, b}`: the answer of one table is the key of the next. */
export function pipeTable(reference: string, tables: readonly Table[]): Table {
  return composite(reference, tables, (key) => {
    let value = key;
    for (const table of tables) {
      const answer = table.lookup(value);
      if (answer.kind !== "found") return answer;
      value = answer.value;
    }
    return found(value);
  });
}

/** `randmap:{a, b}`: one of its words, braces and all; `choose` says which of how many. */
export function randomTable(reference: string, name: string, choose: (count: number) => number): Table | string {
  const inside = insideBraces(name);
  const words = splitWords(inside ?? "").map((word) => word.text);
  if (words.length === 0) return `${reference}: randmap:{ value ... } is needed`;
  return { reference, fixed: true, diagnostics: [], lookup: () => found(words[choose(words.length)] ?? "") };
}

/** The first table decides whether the whole takes exact keys. */
function composite(reference: string, tables: readonly Table[], lookup: (key: string) => Answer): Table {
  return {
    reference,
    fixed: tables[0]?.fixed ?? true,
    diagnostics: tables.flatMap((table) => table.diagnostics),
    lookup,
  };
}

/** The text between the braces of `{...}`; undefined when there are none, or when they are not each other's. */
export function insideBraces(name: string): string | undefined {
  if (!name.startsWith("{") || !name.endsWith("}")) return undefined;
  let level = 0;
  for (let at = 0; at < name.length - 1; at += 1) {
    if (name[at] === "{") level += 1;
    else if (name[at] === "}") level -= 1;
    if (level === 0) return undefined;
  }
  return level === 1 ? name.slice(1, -1) : undefined;
}
