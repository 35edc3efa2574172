import { splitWords } from "../../syntax/postfix-lines/words.ts";

/** A value cut at commas and blanks; words for which `opens` holds are replaced by the words inside their `{}`. */
export function valueWords(value: string, opens: (word: string) => boolean = () => true): readonly string[] {
  return splitWords(value).flatMap(({ text }) =>
    text.startsWith("{") && text.endsWith("}") && opens(text) ? valueWords(text.slice(1, -1), opens) : [text],
  );
}
