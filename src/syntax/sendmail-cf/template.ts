import type { CstNode, IToken } from "chevrotain";
import type { Template, TemplatePart } from "./ast.ts";
import { inOrder, isToken, nodesOf, tokenOf } from "./cst.ts";
import { munch } from "./munch.ts";
import { readNotation } from "./read-notation.ts";

/** Nobody writes conditionals this deep; beyond it a text is not taken apart. */
const DEEPEST = 100;

/** Offset of the conditional that is nested too deep, if there is one. */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\$[?.]/g)) {
    depth += mark === "$?" ? 1 : -1;
    if (depth > DEEPEST) return index;
    if (depth < 0) depth = 0;
  }
  return undefined;
}

/** Reads a folded text with macros, conditionals included (macro.c, expand). Every text has a reading. */
export function parseTemplate(text: string): Template {
  if (!text.includes("$")) return text === "" ? [] : [{ kind: "text", text }];
  if (tooDeepAt(text) !== undefined) return [{ kind: "text", text }];
  const reading = readNotation(text, "template", "template");
  return reading.ok ? templateOf(reading.tree) : [{ kind: "text", text }];
}

/** The parts of a `template` or `branch` tree, neighbouring texts joined. */
export function templateOf(tree: CstNode): Template {
  const parts: TemplatePart[] = [];
  for (const child of inOrder(tree)) {
    if (isToken(child)) addPart(parts, partOf(child));
    else if (child.name === "conditional") parts.push(conditionalOf(child));
    else for (const token of inOrder(child)) if (isToken(token)) addPart(parts, partOf(token));
  }
  return parts;
}

function addPart(parts: TemplatePart[], part: TemplatePart): void {
  const last = parts.at(-1);
  if (part.kind === "text" && last?.kind === "text") {
    parts[parts.length - 1] = { kind: "text", text: last.text + part.text };
  } else {
    parts.push(part);
  }
}

function partOf(token: IToken): TemplatePart {
  switch (token.tokenType.name) {
    case "TemplateText":
      return { kind: "text", text: token.image };
    case "Dollar":
      return { kind: "text", text: "$" };
    case "Macro":
      return { kind: "macro", name: symbolName(token.image.slice(1)), deferred: false };
    case "DeferredMacro":
      return { kind: "macro", name: symbolName(token.image.slice(2)), deferred: true };
    default:
      return { kind: "metasymbol", text: token.image };
  }
}

/** Each further `$|` of a conditional turns to the other branch again (macro.c, CONDELSE). */
function conditionalOf(tree: CstNode): TemplatePart {
  const branches = nodesOf(tree, "branch").map(templateOf);
  return {
    kind: "conditional",
    macro: symbolName(tokenOf(tree, "If")?.image.slice(2) ?? ""),
    deferred: false,
    whenSet: branches.filter((_, index) => index % 2 === 0).flat(),
    otherwise: branches.filter((_, index) => index % 2 === 1).flat(),
  };
}

/** `{name}` and `x` as plain names; sendmail drops characters that are no letter, digit or underscore. */
export function symbolName(written: string): string {
  if (!written.startsWith("{")) return written;
  const inner = written.replace(/^\{|\}$/g, "");
  return inner.replace(/[^A-Za-z0-9_]/g, "");
}

/** A template whose texts have quotes and backslashes undone, as sendmail stores the value of a D line. */
export function munchedTemplate(template: Template): Template {
  return template
    .map((part): TemplatePart => {
      if (part.kind === "text") return { kind: "text", text: munch(part.text) };
      if (part.kind !== "conditional") return part;
      return { ...part, whenSet: munchedTemplate(part.whenSet), otherwise: munchedTemplate(part.otherwise) };
    })
    .filter((part) => part.kind !== "text" || part.text !== "");
}
