/** envelope: ENVELOPE of RFC 3501 section 7.4.2 */
import { type Group, type Mailbox, readAddressList } from "../../mime/address.ts";
import { fieldValue, type HeaderField } from "../../mime/header.ts";
import { printList, printNString } from "./print.ts";

export function printEnvelope(fields: readonly HeaderField[]): string {
  const text = (name: string): string => printNString(fieldValue(fields, name));
  const from = addresses(fields, "from");
  const orFrom = (name: string): string => {
    const list = addresses(fields, name);
    return list === "NIL" ? from : list;
  };
  return printList([
    text("date"),
    text("subject"),
    from,
    orFrom("sender"),
    orFrom("reply-to"),
    addresses(fields, "to"),
    addresses(fields, "cc"),
    addresses(fields, "bcc"),
    text("in-reply-to"),
    text("message-id"),
  ]);
}

/** All fields of the name count as one list. */
function addresses(fields: readonly HeaderField[], name: string): string {
  const values = fields.filter((field) => field.name.toLowerCase() === name).map((field) => field.value);
  const list = readAddressList(values.join(", "));
  return list.length === 0 ? "NIL" : `(${list.map(printEntry).join("")})`;
}

function printEntry(entry: Mailbox | Group): string {
  if (entry.kind === "mailbox") return printMailboxAddress(entry);
  const start = printList(["NIL", "NIL", printNString(entry.name), "NIL"]);
  return `${start}${entry.members.map(printMailboxAddress).join("")}(NIL NIL NIL NIL)`;
}

function printMailboxAddress({ name, route, local, domain }: Mailbox): string {
  // An address without a domain shows an empty host: NIL would mean a group (RFC 3501, c-client's MISSING_DOMAIN).
  return printList([printNString(name), printNString(route), printNString(local), printNString(domain ?? "")]);
}
