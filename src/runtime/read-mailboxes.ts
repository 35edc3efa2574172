/** read-mailboxes: what lies in the mailboxes of a data directory, decoded by mailparser; nothing is changed there */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { presentedText } from "./store/mbox-format.ts";
import { readBytes } from "./store/mbox-rewrite.ts";
import { scanMbox } from "./store/mbox-scan.ts";

export interface Shown {
  readonly text: string;
  readonly json: unknown;
}

interface Place {
  readonly user: string;
  readonly path: string;
  readonly kind: "mbox" | "maildir";
}

/** Undefined when there is no such mailbox or message. */
export async function readMailboxes(
  data: string,
  user: string | undefined,
  number: number | undefined,
): Promise<Shown | undefined> {
  const places = mailboxes(data).filter((place) => user === undefined || place.user === user);
  if (user !== undefined && places.length === 0) return undefined;
  const found = await Promise.all(places.map(async (place) => ({ place, messages: await messagesOf(place) })));
  if (number === undefined) return listing(found);
  const message = found.flatMap(({ messages }) => messages)[number - 1];
  return message && showMessage(user ?? "", number, await simpleParser(message));
}

/** Spool files and directories, and Maildirs in homes. */
function mailboxes(data: string): readonly Place[] {
  const found: Place[] = [];
  for (const spool of ["var/mail", "var/spool/mail"]) {
    for (const name of namesIn(join(data, spool))) {
      const path = join(data, spool, name);
      const isMaildir = existsSync(join(path, "cur"));
      if (!/\.lock$/.test(name) && (isMaildir || statSync(path).isFile())) {
        found.push({ user: name, path, kind: isMaildir ? "maildir" : "mbox" });
      }
    }
  }
  for (const top of ["home", "root"]) {
    const homes =
      top === "root"
        ? [["root", join(data, "root")] as const]
        : namesIn(join(data, top)).map((name) => [name, join(data, top, name)] as const);
    for (const [user, home] of homes) {
      for (const name of namesIn(home)) {
        const path = join(home, name);
        if (existsSync(join(path, "cur"))) found.push({ user, path, kind: "maildir" });
        else if (/^(?:mbox|Mailbox)$/i.test(name)) found.push({ user, path, kind: "mbox" });
      }
    }
  }
  return found.sort((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : 0));
}

function namesIn(path: string): readonly string[] {
  return existsSync(path) && statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => !name.startsWith("."))
        .sort()
    : [];
}

async function messagesOf({ path, kind }: Place): Promise<readonly Buffer[]> {
  if (kind === "maildir") {
    const files = ["cur", "new"].flatMap((part) =>
      namesIn(join(path, part)).map((name) => ({ name, path: join(path, part, name) })),
    );
    files.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
    return files.map((file) => readFileSync(file.path));
  }
  const file = await open(path, "r");
  try {
    const places = await scanMbox(file, 0, (await file.stat()).size);
    const messages: Buffer[] = [];
    for (const place of places)
      messages.push(presentedText(await readBytes(file, place.headerStart, place.end), place.size));
    return messages;
  } finally {
    await file.close();
  }
}

async function listing(found: readonly { place: Place; messages: readonly Buffer[] }[]): Promise<Shown> {
  const lines: string[] = [];
  const boxes: unknown[] = [];
  for (const { place, messages } of found) {
    const rows = await Promise.all(messages.map((message) => simpleParser(message)));
    const list = rows.map((mail, at) => ({ number: at + 1, size: messages[at]?.length ?? 0, ...summary(mail) }));
    boxes.push({ user: place.user, kind: place.kind, messages: list });
    lines.push(`${place.user}: ${list.length} messages (${place.kind})`);
    for (const row of list) lines.push(`  ${row.number}  ${row.from}  ${row.subject}`);
  }
  return {
    text: lines.length === 0 ? "No mailboxes\n" : `${lines.join("\n")}\n`,
    json: { format_version: "1.0", mailboxes: boxes },
  };
}

function summary(mail: ParsedMail): Readonly<Record<string, string>> & { from: string; subject: string } {
  const header = (name: string): string =>
    mail.headerLines.find((line) => line.key === name)?.line.replace(/^[^:]*:\s*/, "") ?? "";
  return {
    from: mail.from?.text ?? "",
    to: header("to"),
    subject: mail.subject ?? "",
    date: mail.date?.toISOString() ?? "",
    messageId: mail.messageId ?? "",
    deliveredTo: header("delivered-to"),
    originalTo: header("x-original-to"),
  };
}

function showMessage(user: string, number: number, mail: ParsedMail): Shown {
  const facts = summary(mail);
  const attachments = mail.attachments.map(({ filename, contentType, size }) => ({
    filename: filename ?? "",
    contentType,
    size,
  }));
  const headers = mail.headerLines.map(({ line }) => line);
  const text = mail.text ?? "";
  const shown = [
    ...Object.entries(facts).flatMap(([name, value]) => (value === "" ? [] : [`${name}: ${value}`])),
    ...attachments.map(({ filename, contentType, size }) => `attachment: ${filename} (${contentType}, ${size} bytes)`),
    "",
    text,
  ];
  return {
    text: `${shown.join("\n").trimEnd()}\n`,
    json: { format_version: "1.0", user, number, ...facts, headers, text, html: mail.html || "", attachments },
  };
}
