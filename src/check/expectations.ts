import { LineCounter, type Node, parseDocument } from "yaml";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { lineSpan, type SourceFile, type Span } from "../source/source-file.ts";
import { type Leaf, parseLeaf } from "./leaf.ts";

/** The client of an SMTP session as `name[ip]`. */
export interface ClientName {
  readonly name: string;
  readonly address: string;
}

/** What an SMTP client must be told: a class of answers, a code, or a code with an enhanced one. */
export type WantedAnswer =
  | { readonly kind: "accept" | "reject" | "tempfail" }
  | { readonly kind: "code"; readonly code: number; readonly enhanced: string | undefined };

interface ExpectationBase {
  readonly name: string;
  /** The item in the file. */
  readonly at: Span;
}

/** One item of an expectations file (design.md section 4). */
export type Expectation =
  | (ExpectationBase & { readonly kind: "recipient"; readonly recipient: string; readonly leaves: readonly Leaf[] })
  | (ExpectationBase & {
      readonly kind: "answer";
      readonly client: ClientName;
      readonly helo: string | undefined;
      readonly sender: string;
      readonly recipient: string;
      readonly answer: WantedAnswer;
    })
  | (ExpectationBase & {
      readonly kind: "sender";
      readonly sender: string;
      readonly becomes: string;
      readonly where: "envelope" | "header";
      readonly via: string | undefined;
    });

export interface ExpectationsFile {
  readonly expectations: readonly Expectation[];
  /** Path of the DNS file that the expectations are to be asked with, as written, or the answers themselves. */
  readonly dns: unknown;
  /** Local users besides those of the passwd file. */
  readonly users: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** False when it is not YAML at all. */
  readonly read: boolean;
}

/** Reads a YAML expectations file; each item that cannot be read is a finding at its own line and column. */
export function parseExpectations(file: SourceFile): ExpectationsFile {
  const counter = new LineCounter();
  const text = Buffer.from(file.text, "latin1").toString("utf8");
  const document = parseDocument(text, { lineCounter: counter });
  const spanAt = (offset: number): Span => {
    const { line, col } = counter.linePos(offset);
    return lineSpan(file.path, line, col, col + 1);
  };
  const diagnostics = document.errors.map((error) =>
    diagnose("CK5010", spanAt(error.pos[0]), error.message.split("\n", 1)[0] ?? "not YAML"),
  );
  const read = diagnostics.length === 0;
  const value: unknown = read ? document.toJS() : {};
  const top = isRecord(value) ? value : {};
  const items = Array.isArray(top.expect) ? top.expect : [];
  if (!Array.isArray(top.expect) && read) {
    diagnostics.push(diagnose("CK5010", spanAt(0), "The file has no list `expect`."));
  }
  const expectations: Expectation[] = [];
  items.forEach((item: unknown, index) => {
    const node = document.getIn(["expect", index], true) as Node | undefined;
    const read = readItem(item, spanAt(node?.range?.[0] ?? 0), index);
    if (typeof read === "string") diagnostics.push(diagnose("CK5010", spanAt(node?.range?.[0] ?? 0), read));
    else expectations.push(read);
  });
  const users = Array.isArray(top.users) ? top.users.map(String) : [];
  return { expectations, dns: top.dns ?? undefined, users, diagnostics, read };
}

/** The expectation that an item states, or a sentence saying why it states none. */
function readItem(item: unknown, at: Span, index: number): Expectation | string {
  if (!isRecord(item)) return "An expectation is a mapping.";
  // Addresses hold one character a byte, as they do in the files.
  const text = (key: string): string | undefined =>
    item[key] === undefined || item[key] === null ? undefined : bytesOf(String(item[key]));
  const name = text("name");
  if (item.leaves !== undefined) return readRecipient(item, bare(text("recipient")), at, name);
  if (item.answer !== undefined) return readAnswer(text, at, name);
  if (item.becomes !== undefined) return readSender(text, at, name);
  return `Expectation ${index + 1} has neither \`leaves\`, \`answer\` nor \`becomes\`.`;
}

type Field = (key: string) => string | undefined;

function readRecipient(
  item: Readonly<Record<string, unknown>>,
  recipient: string | undefined,
  at: Span,
  name: string | undefined,
): Expectation | string {
  if (recipient === undefined) return "`leaves` needs a `recipient`.";
  const listed = (Array.isArray(item.leaves) ? item.leaves : [item.leaves]).map((leaf) => bytesOf(String(leaf)));
  const leaves: Leaf[] = [];
  for (const one of listed) {
    const leaf = parseLeaf(one);
    if (!leaf) return `\`${one}\` is no leaf: local USER, virtual ADDRESS, smtp NEXTHOP ADDRESS, ..., reject CODE.`;
    leaves.push(leaf);
  }
  return { kind: "recipient", name: name ?? recipient, at, recipient, leaves };
}

function readAnswer(text: Field, at: Span, name: string | undefined): Expectation | string {
  const client = /^([^[\]\s]+)\[([^[\]\s]+)\]$/.exec(text("client") ?? "");
  const sender = bare(text("sender"));
  const recipient = bare(text("recipient"));
  const answer = readWantedAnswer(text("answer") ?? "");
  if (!client?.[1] || !client[2]) return '`answer` needs a `client` such as "mail.example.com[192.0.2.1]".';
  if (sender === undefined || recipient === undefined) return "`answer` needs a `sender` and a `recipient`.";
  if (!answer) return "`answer` is accept, reject, tempfail, a code such as 550, or a code with an enhanced one.";
  return {
    kind: "answer",
    name: name ?? `${client[0]} ${sender} -> ${recipient}`,
    at,
    client: { name: client[1], address: client[2] },
    helo: text("helo"),
    sender,
    recipient,
    answer,
  };
}

function readWantedAnswer(text: string): WantedAnswer | undefined {
  if (text === "accept" || text === "reject" || text === "tempfail") return { kind: text };
  const code = /^([245]\d\d)(?: ([245]\.\d{1,3}\.\d{1,3}))?$/.exec(text);
  return code?.[1] ? { kind: "code", code: Number(code[1]), enhanced: code[2] } : undefined;
}

function readSender(text: Field, at: Span, name: string | undefined): Expectation | string {
  const sender = bare(text("sender"));
  const becomes = bare(text("becomes"));
  const where = text("in") ?? "envelope";
  if (sender === undefined || becomes === undefined) return "`becomes` needs a `sender`.";
  if (where !== "envelope" && where !== "header") return "`in` is envelope or header.";
  return { kind: "sender", name: name ?? `${sender} (${where})`, at, sender, becomes, where, via: text("via") };
}

/** An address may be written in angle brackets; `<>` is the null sender. */
function bare(address: string | undefined): string | undefined {
  return address?.startsWith("<") && address.endsWith(">") ? address.slice(1, -1) : address;
}

function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
