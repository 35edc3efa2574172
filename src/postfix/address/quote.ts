/** Quoted (external) and unquoted (internal) forms of an address: Postfix src/global/quote_822_local.c, RFC 5321 4.1.2. */

/** What cannot stand in a local part without quotes (but for the dot, which may stand between words). */
const QUOTED = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= 32 || code === 127 || '()<>@,;:\\"[]'.includes(String.fromCharCode(code)) ? 1 : 0,
);
const DOT = 0x2e;

/** Offset at which the local part begins: after a source route. */
function localStart(address: string): number {
  return address.startsWith("@") ? address.indexOf(":") + 1 : 0;
}

/** The address with its local part quoted where it needs quotes. `bare`: it is a local part only. */
export function quoteLocal(address: string, bare = false): string {
  const start = localStart(address);
  const at = bare ? -1 : address.lastIndexOf("@");
  const end = at < start ? address.length : at;
  if (isDotString(address, start, end)) return address;
  const local = address.slice(start, end);
  return `${address.slice(0, start)}"${local.replace(/["\\\r]/g, "\\$&")}"${address.slice(end)}`;
}

/** Whether a stretch of text is words with single dots between them: every address passes here several times. */
function isDotString(text: string, start: number, end: number): boolean {
  let before = DOT;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128 && QUOTED[code] === 1) return false;
    if (code === DOT && before === DOT) return false;
    before = code;
  }
  return before !== DOT;
}

/** The address without quotes and backslashes in its local part. */
export function unquoteLocal(address: string): string {
  if (!address.includes('"') && !address.includes("\\")) return address;
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

/** What smtpd(8) makes of an address of MAIL or RCPT: no brackets, no source route, no quotes. */
export function envelopeAddress(written: string): string {
  const bare = written.startsWith("<") && written.endsWith(">") ? written.slice(1, -1) : written;
  return unquoteLocal(withoutRoute(bare));
}

/** `@a,@b:user@c` is `user@c` (RFC 5321 3.3). */
export function withoutRoute(address: string): string {
  return address.replace(/^@[^:"]*:(?=.)/, "");
}
