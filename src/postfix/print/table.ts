import type { IndexedType, LookupRow, LookupTable } from "../config.ts";

export interface TablePrinting {
  readonly mapType: IndexedType;
  /** A row that no form of the table can hold: it is left out, and this says why. */
  readonly onDropped?: (row: LookupRow, reason: string) => void;
}

/** Tables up to this many rows name the source line above each row. */
const SMALL = 200;
const CHUNK = 64 * 1024;

type RowForm = (row: LookupRow) => { readonly text: string } | { readonly dropped: string };

/**
 * A lookup table as text in pieces of about 64 KiB, one character a byte; rows are never held as a whole. Keys of
 * indexed tables come out as postmap stores them: ASCII lower case, quoted where they hold blanks. Continued values get
 * indented lines. Behaviour: postmap(1), "TABLE FILE FORMAT"; aliases(5); regexp_table(5), cidr_table(5).
 */
export function* printTable(table: LookupTable, printing: TablePrinting): Generator<string> {
  const form = rowForm(table, printing.mapType);
  let chunk = table.comment.map((line) => `# ${line}\n`).join("");
  const first: { readonly row: LookupRow; readonly text: string }[] = [];
  let count = 0;
  for (const row of table.rows()) {
    const printed = form(row);
    if ("dropped" in printed) {
      printing.onDropped?.(row, printed.dropped);
      continue;
    }
    count += 1;
    if (count <= SMALL) {
      first.push({ row, text: printed.text });
      continue;
    }
    if (count === SMALL + 1) chunk += first.map((each) => withComment(each.row, each.text, false)).join("");
    chunk += withComment(row, printed.text, false);
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = "";
    }
  }
  if (count <= SMALL) chunk += first.map((each) => withComment(each.row, each.text, true)).join("");
  if (chunk !== "") yield chunk;
}

function withComment(row: LookupRow, text: string, named: boolean): string {
  const comment = row.comment === undefined ? "" : `# ${row.comment.replace(/\n/g, "\n# ")}\n`;
  return named && row.at ? `${comment}# ${row.at.file}:${row.at.line}\n${text}` : comment + text;
}

function rowForm(table: LookupTable, mapType: IndexedType): RowForm {
  if (table.type === "pcre" || table.type === "regexp" || table.type === "cidr") return patternRow;
  if (table.format === "aliases" && table.type === "indexed" && mapType !== "texthash") return aliasRow;
  return table.format === "aliases" ? aliasAsPostmapRow : postmapRow;
}

const patternRow: RowForm = (row) => ({ text: `${row.key} ${continued(row.value)}\n` });

const postmapRow: RowForm = (row) => {
  const value = continued(row.value);
  if (value === "") return { dropped: "the value is empty" };
  const key = postmapKey(row.key);
  return typeof key === "string" ? { text: `${key} ${value}\n` } : key;
};

const aliasRow: RowForm = (row) => {
  const value = continued(row.value);
  if (value === "") return { dropped: "the value is empty" };
  const key = asciiLower(row.key.trim());
  if (key === "") return { dropped: "the key is empty" };
  if (/[@%]/.test(key)) return { dropped: "an alias name must be local" };
  return { text: `${/^[\w.+=/'*!?{}|~^$-]+$/.test(key) ? key : quoted(key)}: ${value}\n` };
};

/** A texthash alias file is looked up with the bare name, so the name must fit postmap's unquoted form. */
const aliasAsPostmapRow: RowForm = (row) => {
  const key = row.key.trim();
  if (/[\s"\\]/.test(key)) return { dropped: "texthash cannot hold an alias name with blanks or quotes" };
  return postmapRow({ ...row, key });
};

const plainKey = /^[^\s"\\#A-Z][^\s"\\A-Z]*$/;

function postmapKey(key: string): string | { readonly dropped: string } {
  if (plainKey.test(key)) return key;
  const lower = asciiLower(key.trim());
  if (lower === "") return { dropped: "the key is empty" };
  if (lower.startsWith("#")) return { dropped: 'postmap takes a key that begins with "#" for a comment' };
  if (!/[\s"\\]/.test(lower)) return lower;
  if (isBalanced(lower)) return lower;
  const at = lower.lastIndexOf("@");
  const [local, domain] = at === -1 ? [lower, ""] : [lower.slice(0, at), lower.slice(at)];
  return /\s/.test(domain) ? { dropped: "the domain holds blanks" } : `${quoted(local)}${domain}`;
}

/** Whether every blank of the key is inside quotes that close. */
function isBalanced(key: string): boolean {
  return /^(?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")*$/s.test(key);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Only ASCII: bytes above 127 may be half of a UTF-8 character. */
function asciiLower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}

function continued(value: string): string {
  const text = value.trim();
  return text.includes("\n") ? text.replace(/[ \t\r]*\n\s*/g, "\n    ") : text;
}
