/**
 * folders: the mailboxes of one user
 *
 * INBOX lies where local(8) delivers. Other folders lie beside it as Dovecot and c-client place them: mbox files in
 * `~/mail` with `/` between levels, or Maildir++ directories `.A.B` in the Maildir with `.` between levels. Names are in
 * modified UTF-7 (RFC 3501 section 5.1.3), as they are on the wire.
 */
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode, giveTo, type Locking, type Owner, withLockedFile } from "./locks.ts";
import type { Mailbox } from "./mailbox.ts";
import { createMaildir, openMaildir } from "./maildir.ts";
import { openMbox } from "./mbox.ts";

export interface InboxPlace {
  readonly kind: "mbox" | "maildir";
  readonly path: string;
  /** The user's home on this machine. */
  readonly home: string;
  readonly owner?: Owner;
}

export interface Folder {
  readonly name: string;
  readonly selectable: boolean;
}

/** Why a folder operation was refused, in words for the client. */
export class FolderRefused extends Error {
  readonly code: "ALREADYEXISTS" | "NONEXISTENT" | "CANNOT";
  constructor(code: "ALREADYEXISTS" | "NONEXISTENT" | "CANNOT", message: string) {
    super(message);
    this.code = code;
  }
}

export interface Folders {
  readonly separator: "/" | ".";
  /** All folders, INBOX first, then by name. */
  list(): Promise<readonly Folder[]>;
  /** The mailbox, or undefined when there is none of that name. */
  open(name: string): Promise<Mailbox | undefined>;
  create(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  subscriptions(): Promise<readonly string[]>;
  subscribe(name: string, on: boolean): Promise<void>;
}

/** Folders with an attribute of RFC 6154; made at log-in where they are missing. */
export const specialUse: Readonly<Record<string, string>> = {
  Drafts: "\\Drafts",
  Junk: "\\Junk",
  Sent: "\\Sent",
  Trash: "\\Trash",
};

/** Mailboxes that are open in this process, by path: sessions share what was scanned. */
const open = new Map<string, Mailbox>();

function shared(kind: "mbox" | "maildir", path: string, locking: Locking, owner: Owner | undefined): Mailbox {
  const known = open.get(`${kind}:${path}`);
  if (known) return known;
  const mailbox = kind === "mbox" ? openMbox(path, { locking, owner }) : openMaildir(path, { locking, owner });
  open.set(`${kind}:${path}`, mailbox);
  return mailbox;
}

export function openFolders(inbox: InboxPlace, locking: Locking): Folders {
  const layout = inbox.kind === "mbox" ? mboxLayout(inbox) : maildirLayout(inbox);
  const exists = async (name: string): Promise<boolean> => {
    if (name === "INBOX") return true;
    const path = layout.pathOf(name);
    return path !== undefined && (await layout.isMailbox(path));
  };
  const pathFor = (name: string): string => {
    const path = layout.pathOf(name);
    if (path === undefined) throw new FolderRefused("CANNOT", `"${name}" cannot be the name of a mailbox`);
    return path;
  };
  const self: Folders = {
    separator: layout.separator,
    async list() {
      const found = await layout.list();
      return [{ name: "INBOX", selectable: true }, ...found.toSorted((a, b) => (a.name < b.name ? -1 : 1))];
    },
    async open(name) {
      if (name === "INBOX") return shared(inbox.kind, inbox.path, locking, inbox.owner);
      const path = layout.pathOf(name);
      if (path === undefined || !(await layout.isMailbox(path))) return undefined;
      return shared(inbox.kind, path, locking, inbox.owner);
    },
    async create(name) {
      if (await exists(name)) throw new FolderRefused("ALREADYEXISTS", "the mailbox exists already");
      await layout.create(pathFor(name));
    },
    async remove(name) {
      if (name === "INBOX") throw new FolderRefused("CANNOT", "INBOX cannot be deleted");
      if (!(await exists(name))) throw new FolderRefused("NONEXISTENT", "there is no such mailbox");
      open.delete(`${inbox.kind}:${pathFor(name)}`);
      await layout.remove(pathFor(name));
    },
    async rename(from, to) {
      if (!(await exists(from))) throw new FolderRefused("NONEXISTENT", "there is no such mailbox");
      if (await exists(to)) throw new FolderRefused("ALREADYEXISTS", "the mailbox exists already");
      if (from === "INBOX") return moveInbox(self, to);
      for (const path of open.keys()) if (path.startsWith(`${inbox.kind}:${pathFor(from)}`)) open.delete(path);
      await layout.rename(pathFor(from), pathFor(to));
    },
    async subscriptions() {
      const text = await readFile(layout.subscriptionFile, "latin1").catch(() => "");
      return text.split("\n").filter((name) => name !== "");
    },
    subscribe: (name, on) =>
      withLockedFile(`${layout.subscriptionFile}.lock-file`, { locking, purpose: "write", create: true }, async () => {
        const others = (await self.subscriptions()).filter((each) => each !== name);
        const names = on ? [...others, name] : others;
        await writeFile(`${layout.subscriptionFile}.new`, names.map((each) => `${each}\n`).join(""), "latin1");
        await rename(`${layout.subscriptionFile}.new`, layout.subscriptionFile);
      }),
  };
  return self;
}

/** RENAME INBOX moves the messages and leaves INBOX empty (RFC 3501 section 6.3.5). */
async function moveInbox(folders: Folders, to: string): Promise<void> {
  await folders.create(to);
  const [inbox, target] = await Promise.all([folders.open("INBOX"), folders.open(to)]);
  if (!inbox || !target) return;
  const { messages } = await inbox.refresh();
  for (const { uid, flags, date } of messages) {
    const message = await inbox.read(uid);
    if (message) await target.append(message, flags, date);
  }
  await inbox.expunge(new Set(messages.map((message) => message.uid)));
}

interface Layout {
  readonly separator: "/" | ".";
  readonly subscriptionFile: string;
  /** Undefined for a name that the layout cannot hold. */
  pathOf(name: string): string | undefined;
  isMailbox(path: string): Promise<boolean>;
  list(): Promise<readonly Folder[]>;
  create(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

function mboxLayout({ home, owner }: InboxPlace): Layout {
  const top = join(home, "mail");
  const isFile = async (path: string): Promise<boolean> => (await statOf(path))?.isFile() ?? false;
  const makeParents = async (path: string): Promise<void> => {
    const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (made) await giveTo(made, owner);
  };
  async function walk(directory: string, prefix: string): Promise<readonly Folder[]> {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    const found = await Promise.all(
      entries.map(async (entry): Promise<readonly Folder[]> => {
        const name = `${prefix}${entry.name}`;
        if (entry.name.startsWith(".") || /\.lock(-file)?$/.test(entry.name)) return [];
        if (!entry.isDirectory()) return [{ name, selectable: true }];
        return [{ name, selectable: false }, ...(await walk(join(directory, entry.name), `${name}/`))];
      }),
    );
    return found.flat();
  }
  return {
    separator: "/",
    subscriptionFile: join(top, ".subscriptions"),
    pathOf: (name) => (isSafe(name, "/") && !/(^|\/)\./.test(name) ? join(top, name.replace(/\/$/, "")) : undefined),
    isMailbox: isFile,
    list: () => walk(top, ""),
    async create(path) {
      await makeParents(path);
      await writeFile(path, "", { flag: "a", mode: 0o600 });
      await giveTo(path, owner);
    },
    async remove(path) {
      await unlink(path);
      for (const side of ["imapbase", "rewrite"]) {
        await rm(join(dirname(path), `.${path.slice(dirname(path).length + 1)}.${side}`), { force: true });
      }
      await rmdir(dirname(path)).catch(() => undefined);
    },
    async rename(from, to) {
      await makeParents(to);
      await rename(from, to);
    },
  };
}

function maildirLayout({ path: top, owner }: InboxPlace): Layout {
  const isMaildir = async (path: string): Promise<boolean> => (await statOf(join(path, "cur")))?.isDirectory() ?? false;
  return {
    separator: ".",
    subscriptionFile: join(top, "subscriptions"),
    pathOf: (name) => (isSafe(name, ".") && !name.includes("/") ? join(top, `.${name.replace(/\.$/, "")}`) : undefined),
    isMailbox: isMaildir,
    async list() {
      const names = (await readdir(top).catch(() => [])).filter((name) => /^\.[^.]/.test(name));
      const there = await Promise.all(names.map((name) => isMaildir(join(top, name))));
      return names.filter((_, at) => there[at]).map((name) => ({ name: name.slice(1), selectable: true }));
    },
    create: (path) => createMaildir(path, owner),
    remove: (path) => rm(path, { recursive: true }),
    async rename(from, to) {
      await rename(from, to);
      const inner = (await readdir(top)).filter((name) => join(top, name).startsWith(`${from}.`));
      for (const name of inner) await rename(join(top, name), `${to}${join(top, name).slice(from.length)}`);
    },
  };
}

/** Printable ASCII, no empty level, no dots as a level: it cannot lead out of the directory. */
function isSafe(name: string, separator: string): boolean {
  const levels = name.split(separator);
  if (levels.at(-1) === "" && levels.length > 1) levels.pop();
  return /^[ -~]{1,200}$/.test(name) && levels.every((level) => level !== "" && level !== "." && level !== "..");
}

async function statOf(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  return stat(path).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return undefined;
    throw error;
  });
}
