import { isOperator, scan, type Token } from "./tokens.ts";

/**
 * The addresses of a list, each as its tokens: `a, Full Name <b@c>, group: d, e;` gives a, b@c, d, e. Words without a
 * comma between them are addresses of their own; display names, comments and group names are dropped. Read from right
 * to left, as Postfix does (tok822_parse), which decides what broken lists mean.
 */
export function parseAddresses(text: string): readonly (readonly Token[])[] {
  const tokens = scan(text).filter((token) => token.kind !== "comment");
  const found: (readonly Token[])[] = [];
  let current: Token[] = [];
  let wordIsFine = true;
  let inGroup = false;
  const flush = (): void => {
    if (current.length > 0) found.push(current.reverse());
    current = [];
  };
  let at = tokens.length - 1;
  const skipTo = (stops: string): void => {
    while (at >= 0 && !isOneOf(tokens[at], stops)) at -= 1;
  };
  while (at >= 0) {
    const token = tokens[at];
    if (!token) break;
    if (isOperator(token, ";")) {
      flush();
      inGroup = true;
      wordIsFine = true;
      at -= 1;
    } else if (isOperator(token, ":") && inGroup) {
      flush();
      skipTo(",");
    } else if (isOperator(token, ">")) {
      flush();
      at -= 1;
      for (; at >= 0 && !isOperator(tokens[at], "<"); at -= 1) current.push(tokens[at] ?? token);
      flush();
      skipTo(">;,:");
      wordIsFine = true;
    } else if (token.kind !== "operator") {
      if (!wordIsFine) flush();
      wordIsFine = false;
      current.push(token);
      at -= 1;
    } else {
      if (token.text === ",") flush();
      else current.push(token);
      wordIsFine = true;
      at -= 1;
    }
  }
  flush();
  return found.reverse();
}

function isOneOf(token: Token | undefined, operators: string): boolean {
  return token?.kind === "operator" && operators.includes(token.text);
}
