/** search-match: does a message answer a search key? */
import { decodeCharset, decodeHeader, decodeTransfer } from "../mime/decode.ts";
import { fieldValue } from "../mime/header.ts";
import type { MimePart } from "../mime/tree.ts";
import type { MessageEntry } from "../store/mailbox.ts";
import { dayOf, monthNumber } from "./protocol/print.ts";
import type { DayOrder, SearchKey } from "./protocol/search-keys.ts";
import { memberOf } from "./protocol/sequence-set.ts";

/** A message under search; `read` is called only when a key needs its text. */
export interface Candidate {
  readonly number: number;
  readonly entry: MessageEntry;
  readonly recent: boolean;
  read(): Promise<{ readonly bytes: Buffer; readonly tree: MimePart } | undefined>;
}

export interface SearchScope {
  readonly charset: string;
  readonly largestNumber: number;
  readonly largestUid: number;
}

export async function matches(key: SearchKey, candidate: Candidate, scope: SearchScope): Promise<boolean> {
  const { entry, number } = candidate;
  switch (key.kind) {
    case "all":
      return true;
    case "and":
      for (const each of key.keys) if (!(await matches(each, candidate, scope))) return false;
      return true;
    case "or":
      for (const each of key.keys) if (await matches(each, candidate, scope)) return true;
      return false;
    case "not":
      return !(await matches(key.key, candidate, scope));
    case "flag":
      return hasFlag(entry.flags, key.flag) === key.set;
    case "recent":
      return candidate.recent === key.set;
    case "numbers":
      return memberOf(key.set, scope.largestNumber)(number);
    case "uid":
      return memberOf(key.set, scope.largestUid)(entry.uid);
    case "date":
      return inOrder(dayOf(entry.date), key.order, key.day);
    case "size":
      return key.order === "larger" ? entry.size > key.octets : entry.size < key.octets;
    default:
      return matchesText(key, candidate, scope);
  }
}

async function matchesText(
  key: Extract<SearchKey, { kind: "sent" | "header" | "body" | "text" }>,
  candidate: Candidate,
  scope: SearchScope,
): Promise<boolean> {
  const message = await candidate.read();
  if (!message) return false;
  const { bytes, tree } = message;
  if (key.kind === "sent") {
    const day = sentDay(fieldValue(tree.fields, "date"));
    return day !== undefined && inOrder(day, key.order, key.day);
  }
  const wanted = fold(decodeCharset(key.text, scope.charset));
  if (key.kind === "header") {
    const values = tree.fields.filter((field) => field.name.toLowerCase() === key.name);
    return values.some((field) => fold(decodeHeader(field.value)).includes(wanted));
  }
  if (key.kind === "text" && headerText(tree).includes(wanted)) return true;
  return bodyIncludes(bytes, tree, wanted);
}

function headerText(part: MimePart): string {
  return fold(part.fields.map((field) => `${field.name}: ${decodeHeader(field.value)}`).join("\n"));
}

/** Looks through every text part, decoded, and the headers of messages inside. */
function bodyIncludes(bytes: Buffer, part: MimePart, wanted: string): boolean {
  if (part.children.length > 0) {
    return part.children.some(
      (child) => (part.type === "message" && headerText(child).includes(wanted)) || bodyIncludes(bytes, child, wanted),
    );
  }
  if (part.type !== "text" && part.type !== "message") return false;
  const encoding = fieldValue(part.fields, "content-transfer-encoding") ?? "";
  const charset = part.contentType.parameters.find(([name]) => name === "charset")?.[1] ?? "us-ascii";
  return fold(decodeCharset(decodeTransfer(bytes.subarray(part.bodyStart, part.end), encoding), charset)).includes(
    wanted,
  );
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function hasFlag(flags: ReadonlySet<string>, flag: string): boolean {
  return flags.has(flag) || [...flags].some((each) => each.toLowerCase() === flag.toLowerCase());
}

function inOrder(day: number, order: DayOrder, than: number): boolean {
  return order === "before" ? day < than : order === "on" ? day === than : day >= than;
}

/** The day as it stands in the Date field, without regard to its zone (RFC 3501 section 6.4.4). */
function sentDay(date: string | undefined): number | undefined {
  const match = /(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{2,4})/.exec(date ?? "");
  const month = monthNumber(match?.[2]);
  if (!match || month === -1) return undefined;
  const year = Number(match[3]);
  return dayOf(Date.UTC(year < 50 ? year + 2000 : year < 1000 ? year + 1900 : year, month, Number(match[1])));
}
