import type { CstNode, IToken } from "chevrotain";
import type { Span } from "../../source/source-file.ts";
import { allTokensOf, endOf } from "../sendmail-cf/cst.ts";
import type { WidePiece } from "./ast.ts";

/** A word of the shell: its place, and its tokens. */
export interface ShellWord {
  readonly from: number;
  readonly to: number;
  readonly tokens: readonly IToken[];
}

export function wordOf(node: CstNode): ShellWord {
  const tokens = allTokensOf(node);
  const last = tokens.at(-1);
  return { from: tokens[0]?.startOffset ?? 0, to: last ? endOf(last) : 0, tokens };
}

/** `NAME=` at the start of a word: the name, and the tokens of the value; undefined: it is no assignment. */
export function assignmentOf(
  word: ShellWord,
): { readonly name: string; readonly value: readonly IToken[]; readonly valueFrom: number } | undefined {
  const [first, second] = word.tokens;
  if (first?.tokenType.name !== "Plain" || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(first.image)) return undefined;
  if (second?.tokenType.name !== "Plain" || second.image !== "=") return undefined;
  return { name: first.image, value: word.tokens.slice(2), valueFrom: endOf(second) };
}

/** The pieces of a value. A backslash in front of a newline is removed in double quotes (XCU 2.2.3). */
export function piecesOf(tokens: readonly IToken[], spanOf: (from: number, to: number) => Span): readonly WidePiece[] {
  return tokens.flatMap((token) => pieces(token, spanOf));
}

function pieces(token: IToken, spanOf: (from: number, to: number) => Span): readonly WidePiece[] {
  const { image } = token;
  const span = spanOf(token.startOffset, endOf(token));
  switch (token.tokenType.name) {
    case "SingleQuoted":
      return [{ kind: "text", text: image.slice(1, -1), span }];
    case "DoubleQuoted":
      return insideDoubleQuotes(image.slice(1, -1), token.startOffset + 1, spanOf);
    case "TypographicQuoted": {
      const width = image.startsWith("\xe2") ? 3 : 2;
      return [{ kind: "typographic", text: image.slice(width, -width), span }];
    }
    case "BackQuoted":
    case "Substitution":
      return [{ kind: "opaque", text: image, span }];
    case "Expansion":
      return [expansion(image, span)];
    case "Escaped":
      return [{ kind: "text", text: image.slice(1), span }];
    case "UnclosedQuote":
      return [{ kind: "unclosed", text: image, span }];
    default:
      return [{ kind: "text", text: image, span }];
  }
}

function expansion(image: string, span: Span): WidePiece {
  const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(image)?.[1];
  return name === undefined ? { kind: "opaque", text: image, span } : { kind: "variable", name, span };
}

const insidePattern =
  /\\([$`"\\])|\\\r?\n|`(?:\\[\s\S]|[^`\\])*`|\$\((?:[^()]|\([^()]*\))*\)|\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^}]*\}|[0-9*@#?$!-])/g;

function insideDoubleQuotes(
  text: string,
  offset: number,
  spanOf: (from: number, to: number) => Span,
): readonly WidePiece[] {
  const found: WidePiece[] = [];
  let at = 0;
  const addText = (part: string, from: number, to: number): void => {
    if (part !== "") found.push({ kind: "text", text: part, span: spanOf(offset + from, offset + to) });
  };
  for (const match of text.matchAll(insidePattern)) {
    const [image] = match;
    const from = match.index;
    addText(text.slice(at, from), at, from);
    at = from + image.length;
    const span = spanOf(offset + from, offset + at);
    if (match[1] !== undefined) addText(match[1], from, at);
    else if (image.startsWith("$") && !image.startsWith("$(")) found.push(expansion(image, span));
    else if (!image.startsWith("\\")) found.push({ kind: "opaque", text: image, span });
  }
  addText(text.slice(at), at, text.length);
  return found;
}
