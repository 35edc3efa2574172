/** list: LIST (with CHILDREN of RFC 3348, attributes of RFC 6154, options of RFC 5258 and STATUS of RFC 5819) and LSUB */
import { type Folder, type Folders, specialUse } from "../../store/folders.ts";
import type { Cursor } from "../protocol/cursor.ts";
import { printMailbox } from "../protocol/print.ts";
import { accountOf, type ImapCommand, loggedIn, ok, tell } from "../session.ts";
import { readStatusItems, type StatusItem, statusLine } from "./status.ts";

interface ListArguments {
  readonly reference: string;
  readonly patterns: readonly string[];
  readonly selecting: readonly string[];
  readonly returning: readonly string[];
  /** RETURN (STATUS (...)); undefined when not asked for. */
  readonly status: readonly StatusItem[] | undefined;
}

function readArguments(cursor: Cursor): ListArguments {
  cursor.space();
  const selecting = cursor.peek() === "(" ? cursor.list(() => cursor.word()) : undefined;
  if (selecting) cursor.space();
  const reference = cursor.mailbox();
  cursor.space();
  const patterns = cursor.peek() === "(" ? cursor.list(() => cursor.listMailbox()) : [cursor.listMailbox()];
  let status: readonly StatusItem[] | undefined;
  const option = (): string => {
    const word = cursor.word();
    if (word !== "STATUS") return word;
    cursor.space();
    status = readStatusItems(cursor);
    return word;
  };
  const returning = cursor.accept(" RETURN ") ? cursor.list(option) : [];
  cursor.end();
  return { reference, patterns, selecting: selecting ?? [], returning, status };
}

export const list: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    const asked = readArguments(cursor);
    return async (session) => {
      const { folders } = accountOf(session);
      // An empty pattern asks for the separator (RFC 3501 section 6.3.8).
      if (asked.patterns.length === 1 && asked.patterns[0] === "") {
        await tell(session, `* LIST (\\Noselect) "${folders.separator}" ""`);
        return ok("List completed.");
      }
      const subscribed = new Set(await folders.subscriptions());
      const all = await folders.list();
      for (const folder of matching(all, folders.separator, asked)) {
        const attributes = attributesOf(folder, all, folders.separator);
        const use = specialUse[folder.name];
        if (asked.selecting.includes("SPECIAL-USE") && !use) continue;
        if (asked.selecting.includes("SUBSCRIBED") && !subscribed.has(folder.name)) continue;
        if (use) attributes.push(use);
        if (asked.returning.includes("SUBSCRIBED") && subscribed.has(folder.name)) attributes.push("\\Subscribed");
        await tell(session, `* LIST (${attributes.join(" ")}) "${folders.separator}" ${printMailbox(folder.name)}`);
        const mailbox = asked.status && folder.selectable ? await folders.open(folder.name) : undefined;
        if (asked.status && mailbox) await tell(session, await statusLine(session, folder.name, mailbox, asked.status));
      }
      return ok("List completed.");
    };
  },
};

export const lsub: ImapCommand = {
  states: loggedIn,
  read: (cursor) => {
    const asked = readArguments(cursor);
    return async (session) => {
      const { folders } = accountOf(session);
      const subscribed = (await folders.subscriptions()).map((name) => ({ name, selectable: true }));
      for (const folder of matching(subscribed, folders.separator, asked)) {
        const attributes = folder.selectable ? "" : "\\Noselect";
        await tell(session, `* LSUB (${attributes}) "${folders.separator}" ${printMailbox(folder.name)}`);
      }
      return ok("Lsub completed.");
    };
  },
};

function attributesOf(folder: Folder, all: readonly Folder[], separator: string): string[] {
  const hasChildren = all.some((other) => other.name.startsWith(`${folder.name}${separator}`));
  return [...(folder.selectable ? [] : ["\\Noselect"]), hasChildren ? "\\HasChildren" : "\\HasNoChildren"];
}

/** Folders that match; a level above that is no folder itself is shown where only `%` can reach it. */
function matching(all: readonly Folder[], separator: Folders["separator"], asked: ListArguments): readonly Folder[] {
  const names = new Map(all.map((folder) => [folder.name, folder]));
  if (asked.patterns.some((pattern) => pattern.includes("%"))) {
    for (const { name } of all) {
      for (let at = name.indexOf(separator); at !== -1; at = name.indexOf(separator, at + 1)) {
        const above = name.slice(0, at);
        if (!names.has(above)) names.set(above, { name: above, selectable: false });
      }
    }
  }
  const tests = asked.patterns.map((pattern) => patternTest(`${asked.reference}${pattern}`, separator));
  return [...names.values()].filter((folder) => tests.some((test) => test.test(folder.name)));
}

/** `*` matches everything, `%` everything but the separator; INBOX in any case. */
function patternTest(pattern: string, separator: string): RegExp {
  const inbox = pattern.replace(/^inbox(?=$|[./%*])/i, "INBOX");
  const source = [...inbox]
    .map((character) => {
      if (character === "*") return ".*";
      if (character === "%") return `[^${separator === "." ? "." : "/"}]*`;
      return character.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`);
}
