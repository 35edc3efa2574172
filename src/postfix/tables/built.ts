import { readBerkeleyDb } from "../../source/berkeley-db.ts";
import { readCdb } from "../../source/cdb.ts";
import type { DatabaseReading } from "../../source/database-entry.ts";
import { readLmdb } from "../../source/lmdb.ts";
import type { PostfixFiles } from "../read/files.ts";
import { casefold } from "./casefold.ts";
import { found, none, type Table } from "./table.ts";

interface BuiltForm {
  /** What postmap(1) appends to the name of the text. */
  readonly ending: string;
  readonly read: (file: Buffer) => DatabaseReading;
}

const forms: Readonly<Record<string, BuiltForm>> = {
  hash: { ending: ".db", read: readBerkeleyDb },
  btree: { ending: ".db", read: readBerkeleyDb },
  cdb: { ending: ".cdb", read: readCdb },
  lmdb: { ending: ".lmdb", read: readLmdb },
};

/**
 * A table of which only the file that postmap(1) or postalias(1) built is left (`virtual.db`, `virtual.cdb`,
 * `virtual.lmdb`): its rows as they are stored, the first of equal keys. A text says why it cannot be read; undefined:
 * there is no such file.
 */
export function builtTable(
  reference: string,
  type: string,
  path: string,
  files: PostfixFiles,
  utf8: boolean,
): Table | string | undefined {
  const form = forms[type];
  if (!form || !files.exists(path + form.ending)) return undefined;
  const bytes = files.read(path + form.ending);
  if (!bytes.ok) return `${reference}: ${path}${form.ending} cannot be read: ${bytes.failure.reason}`;
  const reading = form.read(Buffer.from(bytes.file.text, "latin1"));
  if (!reading.ok) return `${reference}: ${path}${form.ending} cannot be read: ${reading.reason}`;
  const rows = new Map<string, string>();
  for (const { key, value } of reading.entries) if (!rows.has(key)) rows.set(key, value);
  return {
    reference,
    fixed: true,
    diagnostics: [],
    keys: () => rows.keys(),
    lookup: (key) => {
      const folded = casefold(key, utf8);
      const value = folded === undefined ? undefined : rows.get(folded);
      return value === undefined ? none : found(value);
    },
  };
}
