/** section: the bytes that BODY[section] means (RFC 3501 section 6.4.5) */
import type { HeaderField } from "../../mime/header.ts";
import { type MimePart, partByNumbers } from "../../mime/tree.ts";
import type { Section } from "./fetch-items.ts";

/** Undefined for a part that the message does not have. */
export function sectionBytes(message: Buffer, root: MimePart, section: Section): Buffer | undefined {
  const { numbers, text } = section;
  const part = numbers.length === 0 ? root : partByNumbers(root, numbers);
  if (!part) return undefined;
  if (text === "ALL") return message.subarray(numbers.length === 0 ? part.headerStart : part.bodyStart, part.end);
  if (text === "MIME") return message.subarray(part.headerStart, part.bodyStart);
  // HEADER and TEXT belong to messages: the whole one, or one inside a message/rfc822 part.
  const inner = numbers.length === 0 ? part : part.type === "message" ? part.children[0] : undefined;
  if (!inner) return undefined;
  if (text === "TEXT") return message.subarray(inner.bodyStart, inner.end);
  if (text === "HEADER") return message.subarray(inner.headerStart, inner.bodyStart);
  return chosenFields(message, inner.fields, section);
}

function chosenFields(message: Buffer, fields: readonly HeaderField[], section: Section): Buffer {
  const names = new Set(section.fields.map((name) => name.toLowerCase()));
  const wanted = section.text === "HEADER.FIELDS";
  const chosen = fields.filter((field) => names.has(field.name.toLowerCase()) === wanted);
  return Buffer.concat([...chosen.map((field) => message.subarray(field.start, field.end)), Buffer.from("\r\n")]);
}
