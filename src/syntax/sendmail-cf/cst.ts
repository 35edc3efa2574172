import type { CstElement, CstNode, IToken } from "chevrotain";

/** The first token of that name below `node`, or undefined. */
export function tokenOf(node: CstNode, name: string): IToken | undefined {
  return tokensOf(node, name)[0];
}

/** All tokens of that name directly below `node`, in order. */
export function tokensOf(node: CstNode, name: string): readonly IToken[] {
  return (node.children[name] ?? []).filter(isToken);
}

/** All sub-trees of that rule directly below `node`, in order. */
export function nodesOf(node: CstNode, name: string): readonly CstNode[] {
  return (node.children[name] ?? []).filter((child): child is CstNode => !isToken(child));
}

/** Tokens and sub-trees directly below `node`, as they stand in the text. */
export function inOrder(node: CstNode): readonly CstElement[] {
  return Object.values(node.children)
    .flat()
    .sort((a, b) => startOf(a) - startOf(b));
}

/** Every token below `node`, as they stand in the text. */
export function allTokensOf(node: CstNode): readonly IToken[] {
  return inOrder(node).flatMap((child) => (isToken(child) ? [child] : allTokensOf(child)));
}

export function isToken(element: CstElement): element is IToken {
  return "image" in element;
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

function startOf(element: CstElement): number {
  if (isToken(element)) return element.startOffset;
  let start = Number.POSITIVE_INFINITY;
  for (const child of Object.values(element.children).flat()) start = Math.min(start, startOf(child));
  return start;
}
