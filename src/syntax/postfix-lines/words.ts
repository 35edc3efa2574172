/** One word of a list, with its offset in the text. */
export interface Word {
  readonly text: string;
  readonly offset: number;
}

/**
 * Splits a value at separator characters, but not inside `{}` (Postfix mystrtokq): `{ a, b }` is one word, braces kept.
 * An unclosed brace takes the rest.
 */
export function splitWords(text: string, separators = ", \t\r\n"): readonly Word[] {
  const words: Word[] = [];
  let level = 0;
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (level === 0 && separators.includes(character)) {
      if (start !== -1) words.push({ text: text.slice(start, at), offset: start });
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (character === "{") level += 1;
    else if (character === "}" && level > 0) level -= 1;
  }
  if (start !== -1) words.push({ text: text.slice(start), offset: start });
  return words;
}

/** The text inside `{ ... }` without blanks at its ends, or the word itself when it has no braces. */
export function unbraced(word: string): string {
  return word.startsWith("{") && word.endsWith("}") ? word.slice(1, -1).trim() : word;
}
