/** What a built table holds: bytes as Latin-1 characters, without the NUL that makemap and newaliases may add. */
export interface DatabaseEntry {
  readonly key: string;
  readonly value: string;
}

export type DatabaseReading =
  | { readonly ok: true; readonly format: string; readonly entries: Generator<DatabaseEntry> }
  | { readonly ok: false; readonly reason: string };

/** How numbers of a file are written: most files carry the byte order of the machine that made them. */
export interface Numbers {
  u16(at: number): number;
  u32(at: number): number;
}

/** One entry: a NUL at the end of both belongs to the way they were stored (makemap -N, alias.c MF_INCLNULL). */
export function entryOf(key: Buffer, value: Buffer): DatabaseEntry {
  return { key: withoutNul(key), value: withoutNul(value) };
}

function withoutNul(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  return text.endsWith("\0") ? text.slice(0, -1) : text;
}
