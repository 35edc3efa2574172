/** body-structure: BODY and BODYSTRUCTURE of RFC 3501 section 7.4.2 */
import { fieldValue, type Parameterised, readParameters } from "../../mime/header.ts";
import { countLines, isMultipart, type MimePart } from "../../mime/tree.ts";
import { printEnvelope } from "./envelope.ts";
import { printList, printNString, printString } from "./print.ts";

/** `extended`: BODYSTRUCTURE with its extension data, else BODY. */
export function printBodyStructure(message: Buffer, part: MimePart, extended: boolean): string {
  if (isMultipart(part)) return printMultipart(message, part, extended);
  const field = (name: string): string | undefined => fieldValue(part.fields, name);
  const encoding = field("content-transfer-encoding")?.split(/[\s;(]/)[0] || "7BIT";
  const basic = [
    printString(part.type.toUpperCase()),
    printString(part.subtype.toUpperCase()),
    parameters(part.contentType.parameters, part.type === "text"),
    printNString(field("content-id")),
    printNString(field("content-description")),
    printString(encoding.toUpperCase()),
    String(part.end - part.bodyStart),
  ];
  const lines = String(countLines(message, part.bodyStart, part.end));
  const inner = part.type === "message" ? part.children[0] : undefined;
  if (inner) basic.push(printEnvelope(inner.fields), printBodyStructure(message, inner, extended), lines);
  else if (part.type === "text") basic.push(lines);
  if (extended) basic.push(printNString(field("content-md5")), ...extension(part));
  return printList(basic);
}

function printMultipart(message: Buffer, part: MimePart, extended: boolean): string {
  const children = part.children.map((child) => printBodyStructure(message, child, extended)).join("");
  const rest = [printString(part.subtype.toUpperCase())];
  if (extended) rest.push(parameters(part.contentType.parameters, false), ...extension(part));
  return `(${children} ${rest.join(" ")})`;
}

/** Disposition, language, location. */
function extension(part: MimePart): readonly string[] {
  const disposition = fieldValue(part.fields, "content-disposition");
  const language = fieldValue(part.fields, "content-language")
    ?.split(",")
    .map((tag) => tag.trim());
  return [
    disposition === undefined ? "NIL" : dispositionOf(readParameters(disposition)),
    !language ? "NIL" : language.length === 1 ? printString(language[0] ?? "") : printList(language.map(printString)),
    printNString(fieldValue(part.fields, "content-location")),
  ];
}

function dispositionOf({ value, parameters: list }: Parameterised): string {
  return printList([printString(value.toUpperCase()), parameters(list, false)]);
}

function parameters(list: Parameterised["parameters"], isText: boolean): string {
  const charset = isText && !list.some(([name]) => name === "charset" || name.startsWith("charset*"));
  const all = charset ? [...list, ["charset", "US-ASCII"] as const] : list;
  if (all.length === 0) return "NIL";
  return printList(all.flatMap(([name, value]) => [printString(name.toUpperCase()), printString(value)]));
}
