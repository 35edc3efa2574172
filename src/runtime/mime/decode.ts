/** decode: bytes to text, for searching (RFC 2045 section 6, RFC 2047) */

/** Text in any charset that the platform knows; unknown charsets are read byte by byte. */
export function decodeCharset(bytes: Buffer, charset: string): string {
  const label = charset.toLowerCase().replace(/^"|"$/g, "");
  try {
    return new TextDecoder(label === "us-ascii" || label === "" ? "utf-8" : label).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/** True when text can be decoded from it. */
export function isKnownCharset(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== "";
  } catch {
    return false;
  }
}

/** Undoes a Content-Transfer-Encoding; an unknown one leaves the bytes as they are. */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case "base64":
      return Buffer.from(bytes.toString("latin1"), "base64");
    case "quoted-printable":
      return decodeQuotedPrintable(bytes.toString("latin1").replaceAll(/[ \t]+(?=\r?\n|$)/g, ""), false);
    default:
      return bytes;
  }
}

function decodeQuotedPrintable(text: string, inHeader: boolean): Buffer {
  const soft = inHeader ? text.replaceAll("_", " ") : text.replaceAll(/=\r?\n/g, "");
  const bytes = soft.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

/** Encoded words become text; raw 8-bit bytes are read as UTF-8 where they are valid UTF-8. */
export function decodeHeader(value: string): string {
  const joined = value.replaceAll(/(=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)/g, "$1");
  let out = "";
  let plainFrom = 0;
  for (const match of joined.matchAll(/=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\s]*)\?=/g)) {
    const [whole, charset = "", encoding = "", text = ""] = match;
    const bytes = encoding.toLowerCase() === "b" ? Buffer.from(text, "base64") : decodeQuotedPrintable(text, true);
    out += rawText(joined.slice(plainFrom, match.index)) + decodeCharset(bytes, charset);
    plainFrom = match.index + whole.length;
  }
  return out + rawText(joined.slice(plainFrom));
}

function rawText(latin1: string): string {
  return /^[ -~\t]*$/.test(latin1) ? latin1 : decodeCharset(Buffer.from(latin1, "latin1"), "utf-8");
}
