/**
 * token-types — which characters end a token (parseaddr.c, the three tables that prescan is given)
 */

export const OPERATOR = 0;
export const ATOM = 1;
export const QUOTE = 2;
export const SPACE = 3;
/** Takes the next character with it, whatever it is: `$=x`, `$1`, METAQUOTE. */
export const PAIR = 4;

export type TokenTable = Uint8Array;

export interface TokenTables {
  /** Addresses and what maps answer: comments go, metasymbol bytes are ordinary. */
  readonly external: TokenTable;
  /** Rules below level 9, defaults of map lookups: comments go, metasymbols are tokens. */
  readonly internal: TokenTable;
  /** Rules of level 9 and up, check_* input: parentheses are operators. */
  readonly keepComments: TokenTable;
}

/** Operators without asking: parseaddr.c, DELIMCHARS. */
const ALWAYS = "()<>,;\r\n";
/** At most this many operator characters count (prescan's obuf). */
const OPERATOR_LIMIT = 50 - ALWAYS.length - 2;

/** The tables for a value of OperatorChars (already expanded). */
export function tokenTables(operatorChars: string): TokenTables {
  const external = plainTable(SPACE, false);
  const internal = plainTable(SPACE, true);
  const keepComments = plainTable(OPERATOR, true);
  for (const char of operatorChars.slice(0, OPERATOR_LIMIT) + ALWAYS) {
    const code = char.charCodeAt(0) & 0xff;
    for (const table of [external, internal, keepComments]) {
      if (table[code] === ATOM) table[code] = OPERATOR;
    }
  }
  return { external, internal, keepComments };
}

function plainTable(parenthesis: number, metasymbols: boolean): TokenTable {
  const table = new Uint8Array(256).fill(ATOM);
  for (const code of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]) table[code] = SPACE;
  table[0x22] = QUOTE;
  table[0x28] = parenthesis;
  table[0x29] = parenthesis;
  if (!metasymbols) return table;
  for (let code = 0x80; code < 0xa0; code += 1) table[code] = OPERATOR;
  for (const code of [0x82, 0x93, 0x94, 0x95, 0xff]) table[code] = PAIR;
  return table;
}

/** Type of a character code in a table; codes above 0xff (long macro names) are atoms. */
export function typeOf(table: TokenTable, code: number): number {
  return code > 0xff ? ATOM : (table[code] ?? ATOM);
}
