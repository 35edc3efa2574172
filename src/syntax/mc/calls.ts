import type { CstNode, IToken } from "chevrotain";
import { allTokensOf, endOf, nodesOf, tokenOf } from "../sendmail-cf/cst.ts";
import type { McArgument, McCall } from "./ast.ts";
import { type McSource, spanIn } from "./place.ts";

/** A name alone that stands for a call. */
export function readPlainCall(source: McSource, token: IToken): McCall {
  const [from, to] = [token.startOffset, endOf(token)];
  return { kind: "call", name: token.image, args: [], span: spanIn(source, from, to), text: token.image, from, to };
}

/** `name(argument, ...)` as the grammar read it. */
export function readCall(source: McSource, node: CstNode): McCall {
  const opening = tokenOf(node, "CallOpen");
  const tokens = allTokensOf(node);
  const last = tokens.at(-1);
  const from = opening?.startOffset ?? 0;
  const to = last ? endOf(last) : from;
  const name = opening?.image.slice(0, -1) ?? "";
  const args = nodesOf(node, "argument").map((argument) => readArgument(source, argument, to));
  return { kind: "call", name, args, span: spanIn(source, from, to), text: source.file.text.slice(from, to), from, to };
}

function readArgument(source: McSource, node: CstNode, fallback: number): McArgument {
  const tokens = [...allTokensOf(node)];
  while (tokens[0] && tokens[0].image.trim() === "") tokens.shift();
  const [first] = tokens;
  const last = tokens.at(-1);
  const from = first?.startOffset ?? fallback;
  const to = last ? endOf(last) : from;
  const written = source.file.text.slice(from, to);
  const isString = tokens.length === 1 && first?.tokenType.name === "Quoted";
  return { text: isString ? written.slice(1, -1) : written.trimStart(), span: spanIn(source, from, to) };
}
