/**
 * RFC 822 address tokens as Postfix cuts them (src/global/tok822_parse.c): `%`, `!` and `|` are operators too, comments
 * keep their parentheses, a backslash makes the next character plain.
 */
export type Token =
  | { readonly kind: "atom" | "quoted" | "literal" | "comment"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string };

const OPERATORS = '|%!()<>@,;:\\".[]';
const isBlank = (character: string): boolean => " \t\r\n".includes(character);

export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const collect = (ends: (character: string) => boolean): string => {
    let out = "";
    for (; at < text.length; at += 1) {
      let character = text[at] ?? "";
      if (character === "\\") {
        at += 1;
        if (at >= text.length) break;
        character = text[at] ?? "";
      } else if (ends(character)) break;
      out += isBlank(character) ? " " : character;
    }
    return out;
  };
  while (at < text.length) {
    const character = text[at] ?? "";
    at += 1;
    if (isBlank(character)) continue;
    if (character === "(") {
      const end = commentEnd(text, at);
      tokens.push({ kind: "comment", text: text.slice(at - 1, end) });
      at = end;
    } else if (character === "[") {
      tokens.push({ kind: "literal", text: collect((each) => each === "]") });
      at += 1;
    } else if (character === '"') {
      tokens.push({ kind: "quoted", text: collect((each) => each === '"') });
      at += 1;
    } else if (character !== "\\" && OPERATORS.includes(character)) {
      tokens.push({ kind: "operator", text: character });
    } else {
      at -= 1;
      const word = collect((each) => isBlank(each) || OPERATORS.includes(each));
      tokens.push({ kind: needsQuotes(word) ? "quoted" : "atom", text: word });
    }
  }
  return tokens;
}

/** Offset after the comment whose `(` stands before `at`; comments nest. */
function commentEnd(text: string, at: number): number {
  let level = 1;
  let index = at;
  while (index < text.length) {
    const character = text[index] ?? "";
    index += character === "\\" && index + 1 < text.length ? 2 : 1;
    if (character === "(") level += 1;
    else if (character === ")") {
      level -= 1;
      if (level === 0) break;
    }
  }
  return index;
}

function needsQuotes(word: string): boolean {
  for (const character of word) {
    if (character <= " " || character === "\x7f" || OPERATORS.includes(character)) return true;
  }
  return false;
}

/** Tokens as text without quotes. `spaced`: words that stand side by side get a blank between them. */
export function internalForm(tokens: readonly Token[], spaced = true): string {
  let out = "";
  tokens.forEach((token, index) => {
    out += token.kind === "literal" ? `[${token.text}]` : token.text;
    if (spaced && spaceAfter(token, tokens[index + 1])) out += " ";
  });
  return out;
}

/** Tokens as text with the quotes that were there, as postalias stores the right-hand side of an alias. */
export function externalForm(tokens: readonly Token[]): string {
  let out = "";
  tokens.forEach((token, index) => {
    if (token.kind === "quoted") out += `"${token.text.replace(/["\\\r\n]/g, "\\$&")}"`;
    else if (token.kind === "literal") out += `[${token.text.replace(/[\\\r\n]/g, "\\$&")}]`;
    else out += token.text;
    if (token.kind === "operator" && token.text === ",") out += " ";
    else if (spaceAfter(token, tokens[index + 1])) out += " ";
  });
  return out;
}

function spaceAfter(token: Token, next: Token | undefined): boolean {
  if (!next) return false;
  if (token.kind === "operator" && token.text === ",") return true;
  if (next.kind === "operator" && next.text === "<") return true;
  return token.kind !== "operator" && next.kind !== "operator";
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}
