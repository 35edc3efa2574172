import type { CstNode, IToken } from "chevrotain";
import { cfParser } from "../../../grammars/sendmail-cf/parser.ts";
import { type CfMode, cfLexer } from "../../../grammars/sendmail-cf/tokens.ts";
import { endOf } from "./cst.ts";

/** Rules of the grammar that a text can be read with. */
type CfRule =
  | "versionLine"
  | "macroLine"
  | "classLine"
  | "fileClassLine"
  | "rulesetLine"
  | "equatesLine"
  | "mapLine"
  | "headerLine"
  | "optionLine"
  | "settingLine"
  | "template";

export type Reading =
  | { readonly ok: true; readonly tree: CstNode }
  /** Where the notation breaks: offsets in the text. */
  | { readonly ok: false; readonly from: number; readonly to: number };

/** Reads `text` as one rule of the grammar, its first token in lexer mode `mode`. */
export function readNotation(text: string, mode: CfMode, rule: CfRule): Reading {
  const { tokens, errors } = cfLexer().tokenize(text, mode);
  const lexError = errors[0];
  if (lexError) return { ok: false, from: lexError.offset, to: lexError.offset + Math.max(1, lexError.length) };
  const parser = cfParser();
  parser.input = tokens;
  const tree = parser[rule]();
  const error = parser.errors[0];
  if (!error) return { ok: true, tree };
  const offset = error.token.startOffset;
  if (Number.isNaN(offset)) return { ok: false, from: text.length, to: text.length };
  return { ok: false, from: offset, to: endOf(error.token) };
}

/** Flat tokens of one side of a rule, with tabs: R lines have no tree. */
export function lexSides(text: string): readonly IToken[] {
  return cfLexer().tokenize(text, "sides").tokens;
}
