import { isUtf8 } from "node:buffer";

/**
 * A key in lower case as Postfix folds it: ASCII always; other characters when the text is UTF-8 (`utf8`, by
 * smtputf8_enable). Undefined for text that is not UTF-8 while `utf8` is on: Postfix then does not look at all
 * (src/util/dict_utf8.c).
 */
export function casefold(text: string, utf8: boolean): string | undefined {
  if (isAscii(text)) return text.toLowerCase();
  if (!utf8) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const bytes = Buffer.from(text, "latin1");
  return isUtf8(bytes) ? Buffer.from(folded(bytes.toString("utf8")), "utf8").toString("latin1") : undefined;
}

/**
 * Unicode's full case folding, which ICU does for Postfix (src/util/casefold.c): `STRASSE` finds `straße`. For nearly
 * every character it is the small letter of its capital; the dotless i and the capital sharp s are not so in
 * CaseFolding.txt, and Cherokee folds to capitals.
 */
function folded(text: string): string {
  return Array.from(text, (character) => {
    if (character === "\u0131") return character;
    if (character === "\u1e9e") return "ss";
    const capital = character.toUpperCase();
    return capital >= "\u13a0" && capital <= "\u13f5" ? capital : capital.toLowerCase();
  }).join("");
}

/** Whether bytes are UTF-8 text. */
export function isUtf8Text(text: string): boolean {
  return isAscii(text) || isUtf8(Buffer.from(text, "latin1"));
}

/** Keys are short and many: a loop is faster than a regular expression. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
