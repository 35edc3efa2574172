/**
 * A key in lower case as Postfix folds it: ASCII always; other characters when the text is UTF-8 (`utf8`, by
 * smtputf8_enable). Undefined for text that is not UTF-8 while `utf8` is on: Postfix then does not look at all
 * (src/util/dict_utf8.c).
 */
export function casefold(text: string, utf8: boolean): string | undefined {
  if (isAscii(text)) return text.toLowerCase();
  if (!utf8) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const decoded = decodeUtf8(text);
  return decoded === undefined ? undefined : encodeUtf8(decoded.toLowerCase());
}

export function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

function decodeUtf8(bytes: string): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function encodeUtf8(text: string): string {
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}
