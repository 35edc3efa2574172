/**
 * supposed-world — tables and a name service that answer as is supposed at the time
 */
import type { Answers } from "../answers.ts";
import type { Dns, DnsAnswer } from "../dns.ts";
import type { Supposition } from "./suppositions.ts";

/** What every table is supposed to answer for a key; undefined: what it holds, null: nothing. */
export function supposedRow({ row, where, rows = [] }: Supposition, key: string): string | null | undefined {
  const single = rows.find(([text]) => holds(key, text));
  if (single) return single[1];
  return where === undefined || holds(key, where) ? row : undefined;
}

/** The same for suppositions that let tables and the name service answer the same. */
export function answersKey(supposition: Supposition): string {
  const known = answersKeys.get(supposition);
  if (known !== undefined) return known;
  const { row, where, rows, dns } = supposition;
  const key = JSON.stringify([row === undefined ? 0 : row, where ?? 0, rows ?? 0, dns ?? 0]);
  answersKeys.set(supposition, key);
  return key;
}

/** A state is supposed of thousands of texts. */
const answersKeys = new WeakMap<Supposition, string>();

/** Tables and a name service that answer as is supposed at the time. */
export interface SupposedWorld {
  readonly answers: Answers;
  readonly dns: Dns;
  suppose(supposition: Supposition): void;
}

const NO_ROWS: ReadonlyMap<string, string | null> = new Map();

/** `tables`: names of the maps that look a key up in a table; `usual`: what answers where nothing is supposed. */
export function supposedWorld(tables: ReadonlySet<string>, usual: { answers: Answers; dns: Dns }): SupposedWorld {
  let current: Supposition = {};
  const rowsOf = (name: string): ReadonlyMap<string, string | null> | undefined =>
    tables.has(name) ? (usual.answers.get(name) ?? NO_ROWS) : usual.answers.get(name);
  const supposedRows = (name: string): ReadonlyMap<string, string | null> =>
    withGet((key) => {
      const row = supposedRow(current, key);
      return row === undefined ? rowsOf(name)?.get(key) : row;
    });
  const byName = new Map([...tables].map((name) => [name, supposedRows(name)]));
  const answers = new Map<string, ReadonlyMap<string, string | null>>([...usual.answers, ...byName]);
  const found: DnsAnswer = { kind: "found", records: ["127.0.0.2"] };
  const dns: Dns = {
    assumed: usual.dns.assumed,
    changes: true,
    ask: (name, type) => {
      if (current.dns === undefined) return usual.dns.ask(name, type);
      return current.dns === "found" ? (type === "CNAME" ? { kind: "empty" } : found) : { kind: current.dns };
    },
    mx: (name) => (current.dns === undefined || current.dns === "found" ? usual.dns.mx(name) : []),
  };
  return {
    answers,
    dns,
    suppose: (supposition) => {
      current = supposition;
    },
  };
}

function holds(key: string, text: string): boolean {
  const folded = key.toLowerCase();
  return text.startsWith("=") ? folded === text.slice(1).toLowerCase() : folded.includes(text.toLowerCase());
}

function withGet(get: (key: string) => string | null | undefined): ReadonlyMap<string, string | null> {
  const rows = new Map<string, string | null>();
  rows.get = get;
  rows.has = (key) => get(key) !== undefined;
  return rows;
}
