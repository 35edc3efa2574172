/** maildir-index: the two files in which Dovecot keeps UIDs and keywords of a Maildir. */
import { appendFile, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

export interface UidList {
  /** 0 when the list does not exist yet. */
  readonly uidValidity: number;
  readonly uidNext: number;
  /** By base name: the file name without directory and `:2,FLAGS`. */
  readonly uids: ReadonlyMap<string, number>;
}

const letters: Readonly<Record<string, string>> = {
  D: "\\Draft",
  F: "\\Flagged",
  P: "$Forwarded",
  R: "\\Answered",
  S: "\\Seen",
  T: "\\Deleted",
};

/** `3 V<uidvalidity> N<next uid> G<guid>`, then `<uid> [extensions] :<base name>` lines. */
export async function readUidList(path: string): Promise<UidList> {
  const text = await readFile(join(path, "dovecot-uidlist"), "latin1").catch(() => "");
  const [head = "", ...lines] = text.split("\n");
  const validity = /\bV(\d+)/.exec(head)?.[1] ?? /^1 (\d+)/.exec(head)?.[1];
  const next = /\bN(\d+)/.exec(head)?.[1] ?? /^1 \d+ (\d+)/.exec(head)?.[1];
  const uids = new Map<string, number>();
  for (const line of lines) {
    const match = /^(\d+) (?:.*?:)?(.+)$/.exec(line);
    if (match?.[2]) uids.set(match[2].replace(/:2,[^:]*$/, ""), Number(match[1]));
  }
  return { uidValidity: Number(validity ?? 0), uidNext: Number(next ?? 1), uids };
}

/** The caller holds the lock of the list. */
export async function writeUidList(path: string, list: UidList): Promise<void> {
  const lines = [...list.uids].sort((a, b) => a[1] - b[1]).map(([base, uid]) => `${uid} :${base}\n`);
  const temporary = join(path, "dovecot-uidlist.tmp");
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(`3 V${list.uidValidity} N${list.uidNext}\n${lines.join("")}`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(path, "dovecot-uidlist"));
}

/** Keywords by number, which stands for the letters a to z. */
export async function readKeywords(path: string): Promise<readonly string[]> {
  const text = await readFile(join(path, "dovecot-keywords"), "latin1").catch(() => "");
  const keywords: string[] = [];
  for (const line of text.split("\n")) {
    const match = /^(\d+) (.+)$/.exec(line);
    if (match?.[2] && Number(match[1]) < 26) keywords[Number(match[1])] = match[2];
  }
  return keywords;
}

/** The flag behind a letter of a file name. */
export function keywordOf(letter: string, keywords: readonly string[]): string | undefined {
  return letters[letter] ?? keywords[letter.charCodeAt(0) - 97];
}

/** The letter for a flag; a new keyword is given a number. Empty when all 26 are taken, as Dovecot does. */
export async function letterOf(path: string, flag: string, keywords: readonly string[]): Promise<string> {
  const system = Object.entries(letters).find(([, name]) => name === flag);
  if (system) return system[0];
  if (flag.startsWith("\\")) return "";
  const known = [...keywords].indexOf(flag);
  if (known !== -1) return String.fromCharCode(97 + known);
  const current = await readKeywords(path);
  const number = current.includes(flag) ? current.indexOf(flag) : current.length;
  if (number > 25) return "";
  if (!current.includes(flag)) await appendFile(join(path, "dovecot-keywords"), `${number} ${flag}\n`);
  return String.fromCharCode(97 + number);
}
