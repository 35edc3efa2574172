/**
 * macros — values of macros and their expansion (macro.c)
 *
 * Values keep their `$x` in internal form; `expand` resolves them when they are used, so a later definition of `$x`
 * changes what an earlier value says. Base values come from the configuration; a session writes into its own layer.
 */
import { isMeta, META, metaByLetter } from "./metasymbol.ts";

/** Room for one expansion (conf.h, MACBUFSIZE) and for the result of a rule side (MAXLINE). */
const EXPANSION_ROOM = 4095;
const LINE_ROOM = 2047;

export type MacroValues = Map<number, string>;

/** Values of the metasymbols themselves: `$*` is the macro `*`, whose value is the metasymbol (macro.c, initmacros). */
export function metaMacros(): MacroValues {
  const values: MacroValues = new Map();
  for (const [letter, code] of metaByLetter) values.set(letter.charCodeAt(0), String.fromCharCode(code));
  for (let digit = 0x30; digit <= 0x39; digit += 1) {
    values.set(digit, String.fromCharCode(META.position, digit));
  }
  return values;
}

export interface Expansion {
  readonly text: string;
  /** Expansion went deeper than MaxMacroRecursion. */
  readonly tooDeep: boolean;
}

/** Replaces `$x` and `$?x ... $| ... $.`; `$&x` and other metasymbols stay (macro.c, doexpand). */
export function expand(
  text: string,
  lookUp: (id: number) => string | undefined,
  limit = LINE_ROOM,
  recursionLimit = 10,
): Expansion {
  let current = text;
  for (let depth = 0; ; depth += 1) {
    const pass = expandOnce(current, lookUp);
    if (!pass.again) return { text: pass.text.slice(0, limit), tooDeep: false };
    if (depth >= recursionLimit) return { text: pass.text.slice(0, limit), tooDeep: true };
    current = pass.text;
  }
}

function expandOnce(
  text: string,
  lookUp: (id: number) => string | undefined,
): { readonly text: string; readonly again: boolean } {
  let out = "";
  let again = false;
  let skipping = false;
  let skipLevel = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === META.conditionalIf) {
      depth += 1;
      at += 1;
      if (skipping) skipLevel += 1;
      else skipping = (lookUp(text.charCodeAt(at)) ?? "") === "";
      continue;
    }
    if (code === META.conditionalElse && depth > 0) {
      if (skipLevel === 0) skipping = !skipping;
      continue;
    }
    if (code === META.conditionalEnd && depth > 0) {
      depth -= 1;
      if (skipLevel === 0) skipping = false;
      if (skipping) skipLevel -= 1;
      continue;
    }
    let piece = text[at] ?? "";
    if (code === META.macro) {
      at += 1;
      const value = at < text.length ? lookUp(text.charCodeAt(at)) : undefined;
      if (value === undefined) continue;
      piece = value;
      if (!skipping && hasMeta(value)) again = true;
    } else if (code === META.quote && at + 1 < text.length) {
      at += 1;
      piece += text[at];
    }
    if (!skipping && out.length < EXPANSION_ROOM) out += piece;
  }
  return { text: out.length > EXPANSION_ROOM ? out.slice(0, EXPANSION_ROOM) : out, again };
}

function hasMeta(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code === META.quote) at += 1;
    else if (isMeta(code)) return true;
  }
  return false;
}
