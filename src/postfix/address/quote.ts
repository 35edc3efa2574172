/** Quoted (external) and unquoted (internal) forms of an address: Postfix src/global/quote_822_local.c, RFC 5321 4.1.2. */

/** Offset at which the local part begins: after a source route. */
function localStart(address: string): number {
  return address.startsWith("@") ? address.indexOf(":") + 1 : 0;
}

/** The address with its local part quoted where it needs quotes. `bare`: it is a local part only. */
export function quoteLocal(address: string, bare = false): string {
  const start = localStart(address);
  const at = bare ? -1 : address.lastIndexOf("@");
  const end = at < start ? address.length : at;
  const local = address.slice(start, end);
  if (isDotString(local)) return address;
  return `${address.slice(0, start)}"${local.replace(/["\\\r]/g, "\\$&")}"${address.slice(end)}`;
}

function isDotString(local: string): boolean {
  return local !== "" && !/^\.|\.\.|\.$|[\x00-\x20\x7f()<>@,;:\\"[\]]/.test(local);
}

/** The address without quotes and backslashes in its local part. */
export function unquoteLocal(address: string): string {
  const start = localStart(address);
  let out = address.slice(0, start);
  let inQuotes = false;
  let domainAt = -1;
  let outAt = -1;
  for (let at = start; at < address.length; at += 1) {
    const character = address[at] ?? "";
    if (character === '"') {
      inQuotes = !inQuotes;
      continue;
    }
    if (character === "@" && !inQuotes) {
      outAt = out.length;
      domainAt = at;
    } else if (character === "\\") {
      if (at + 1 >= address.length) continue;
      at += 1;
    }
    out += address[at] ?? "";
  }
  return domainAt === -1 ? out : out.slice(0, outAt) + address.slice(domainAt);
}
