import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan } from "../../source/source-file.ts";
import { type LogicalLine, logicalLinesOf } from "../../syntax/postfix-lines/logical-lines.ts";
import { externalForm, internalForm, isOperator, scan } from "../address/tokens.ts";
import { casefold, isUtf8Text } from "./casefold.ts";
import { found, none, type Table, type TableForm } from "./table.ts";

interface Row {
  readonly key: string;
  readonly value: string;
}

/** Why a line is no row: Postfix warns and goes on. */
interface BadRow {
  readonly problem: string;
}

/** Findings of one table that are kept; a table with a million bad lines says so once. */
const FINDINGS = 100;

/**
 * A hash, btree, lmdb, cdb or texthash table from its text (postmap(1), postalias(1)). Keys are folded; of rows with
 * the same key the first counts, as when the table is built anew.
 */
export function indexedTable(
  reference: string,
  path: string,
  lines: Iterable<{ readonly number: number; readonly text: string }>,
  form: TableForm,
  utf8: boolean,
): Table {
  const rows = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const parse = form === "aliases" ? parseAliasRow : parsePostmapRow;
  const note = (code: "PF4021" | "PF4022", line: number, message: string): void => {
    if (diagnostics.length < FINDINGS) diagnostics.push(diagnose(code, lineSpan(path, line), message));
  };
  for (const logical of logicalLinesOf(numbered(lines))) {
    const row = logical.orphan ? { problem: "the line begins with white space" } : parse(logical);
    if ("problem" in row) {
      if (row.problem !== "") note("PF4021", logical.line, `${path}: ${row.problem}`);
      continue;
    }
    // postmap(1) and postalias(1) leave out lines that are not UTF-8, whichever part is not.
    const key = utf8 && !isUtf8Text(logical.text) ? undefined : casefold(row.key, utf8);
    if (key === undefined) note("PF4021", logical.line, `${path}: the line is not UTF-8`);
    else if (rows.has(key)) note("PF4022", logical.line, `${path}: ${key} was there before; this row is not used`);
    else rows.set(key, row.value);
  }
  if (form === "aliases" && !rows.has("@")) rows.set("@", "@");
  return {
    reference,
    fixed: true,
    diagnostics,
    keys: () => rows.keys(),
    lookup: (key) => {
      const folded = casefold(key, utf8);
      const value = folded === undefined ? undefined : rows.get(folded);
      return value === undefined ? none : found(value);
    },
  };
}

function* numbered(
  lines: Iterable<{ readonly number: number; readonly text: string }>,
): Generator<{ readonly line: number; readonly text: string }> {
  for (const line of lines) yield { line: line.number, text: line.text };
}

const simpleRow = /^([^\s"\\]+)\s+(\S.*?)\s*$/s;

function parsePostmapRow(logical: LogicalLine): Row | BadRow {
  const simple = simpleRow.exec(logical.text);
  if (simple?.[1] !== undefined && simple[2] !== undefined) return { key: simple[1], value: simple[2] };
  const end = keyEnd(logical.text);
  if (end === -1) return { problem: `a quote is not closed in ${logical.text.trim()}` };
  const key = logical.text.slice(0, end);
  const value = logical.text.slice(end).trim();
  return key === "" || value === "" ? { problem: "a row has a key, white space and a value" } : { key, value };
}

/** Offset of the first blank outside quotes; -1 when a quote is not closed. */
function keyEnd(text: string): number {
  let inQuotes = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\") at += 1;
    else if (character === '"') inQuotes = !inQuotes;
    else if (!inQuotes && /\s/.test(character)) return at;
  }
  return inQuotes ? -1 : text.length;
}

const simpleAlias = /^([\w.+/=-]+):\s*([\w.+@/=-]+(?:, [\w.+@/=-]+)*)\s*$/;

function parseAliasRow(logical: LogicalLine): Row | BadRow {
  const simple = simpleAlias.exec(logical.text);
  if (simple?.[1] !== undefined && simple[2] !== undefined) return { key: simple[1], value: simple[2] };
  const tokens = scan(logical.text);
  if (tokens.length === 0) return { problem: "" };
  const colon = tokens.findIndex((token) => isOperator(token, ":"));
  const name = tokens.slice(0, Math.max(colon, 0));
  const value = tokens.slice(colon + 1);
  if (name.length === 0 || value.length === 0 || name.some((token) => isOperator(token, ","))) {
    return { problem: "an alias is NAME: VALUE" };
  }
  if (name.some((token) => isOperator(token, "@") || isOperator(token, "%"))) {
    return { problem: "an alias name must be local" };
  }
  return { key: internalForm(name), value: externalForm(value) };
}
