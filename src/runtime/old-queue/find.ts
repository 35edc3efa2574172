/** find: the messages of a sendmail queue directory, with its queue groups and their qf/ and df/ directories */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface FoundMessage {
  readonly id: string;
  /** The qf file. */
  readonly control: string;
  readonly kind: "ready" | "quarantined" | "broken";
}

const kinds: Readonly<Record<string, FoundMessage["kind"]>> = { q: "ready", h: "quarantined", Q: "broken" };

/** By directory and ID. Rejects when the directory cannot be read. */
export async function findMessages(directory: string, depth = 0): Promise<readonly FoundMessage[]> {
  const found: FoundMessage[] = [];
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && depth < 3) found.push(...(await findMessages(path, depth + 1)));
    const match = /^([qhQ])f([A-Za-z0-9]{5,})$/.exec(entry.name);
    const kind = kinds[match?.[1] ?? ""];
    if (match && kind && entry.isFile()) found.push({ id: match[2] ?? "", control: path, kind });
  }
  return found;
}

/** The df file beside the qf file, or in the df/ directory beside its qf/. Undefined when there is none. */
export async function textOf({ id, control }: FoundMessage, named: string | undefined): Promise<string | undefined> {
  for (const path of dataPaths(id, control, named)) {
    const text = await readFile(path, "latin1").catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Every file of a message that may be there. */
export function filesOf({ id, control }: FoundMessage, named: string | undefined): readonly string[] {
  const beside = basename(dirname(control)) === "qf" ? join(dirname(dirname(control)), "xf") : dirname(control);
  return [control, ...dataPaths(id, control, named), join(beside, `xf${id}`)];
}

function dataPaths(id: string, control: string, named: string | undefined): readonly string[] {
  const here = dirname(control);
  const places = [here, ...(basename(here) === "qf" ? [join(dirname(here), "df")] : [])];
  return [...(named === undefined ? [] : [named]), ...places].map((place) => join(place, `df${id}`));
}

/** Whether a sendmail works on it: it holds flock(2) on the qf file, which /proc/locks tells by its inode. */
export async function isLocked(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  const locks = await readFile("/proc/locks", "utf8").catch(() => "");
  return info !== undefined && new RegExp(`:${info.ino} `).test(locks);
}
