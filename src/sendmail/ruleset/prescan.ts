/**
 * prescan — text to tokens (parseaddr.c, prescan)
 *
 * Removes blanks and, where the table says so, comments; repairs unbalanced quotes, parentheses and angle brackets and
 * says so. `\` stays in the token, but `\!` outside quotes loses it: addresses of people who escaped it for csh.
 */
import { ATOM, OPERATOR, PAIR, QUOTE, SPACE, type TokenTable, typeOf } from "./token-types.ts";

/** Most tokens an address may have (conf.h, MAXATOM). */
export const MAX_TOKENS = 1000;
/** Longest token (conf.h, MAXNAME). */
export const MAX_NAME = 256;
/** Room for the tokens of an address with a NUL each (PSBUFSIZE). */
export const ADDRESS_ROOM = MAX_NAME + MAX_TOKENS;
/** The same for one side of a rule (readcf.c). */
export const RULE_ROOM = 2048 + MAX_TOKENS;

export interface PrescanOptions {
  readonly table: TokenTable;
  /** Ends the text outside quotes, comments and brackets; "" for none. */
  readonly delimiter: string;
  readonly room: number;
  /** Unbalanced text is left as it is, without a word. */
  readonly lenient: boolean;
}

export interface Scan {
  /** Undefined after an error that leaves no address, and for a text without a token. */
  readonly tokens: readonly string[] | undefined;
  /** Offset of the delimiter that ended the text, or where reading stopped. */
  readonly end: number;
  /** What is wrong, as usrerr() is called with it: `553 Unbalanced '<'`. */
  readonly errors: readonly string[];
}

const NONE = -1;
/** Next state and action by state and character type; an action of 1 ends the token, 2 drops the character. */
const ENDS = 1;
const DROPS = 2;

interface Step {
  readonly state: number;
  readonly action: number;
}

const step = (state: number, action = 0): Step => ({ state, action });
// Rows: the state before; columns: type of the character (operator, atom, quote, space, pair).
const steps: readonly (readonly Step[])[] = [
  [step(OPERATOR, ENDS), step(ATOM, ENDS), step(QUOTE, ENDS), step(SPACE, ENDS | DROPS), step(PAIR, ENDS)],
  [step(OPERATOR, ENDS), step(ATOM), step(QUOTE, ENDS), step(SPACE, ENDS | DROPS), step(PAIR, ENDS)],
  [step(QUOTE), step(QUOTE), step(OPERATOR), step(QUOTE), step(QUOTE)],
  [step(OPERATOR), step(ATOM), step(QUOTE), step(SPACE, DROPS), step(PAIR)],
  [step(OPERATOR), step(OPERATOR), step(OPERATOR), step(OPERATOR), step(OPERATOR)],
];

/** What prescan carries from character to character. */
interface Scanner {
  at: number;
  used: number;
  tokens: string[];
  errors: string[];
  escaped: boolean;
  route: boolean;
  comments: number;
  angles: number;
  state: number;
}

type Failure = "too-long" | "failed";

export function prescan(text: string, options: PrescanOptions): Scan {
  const scanner: Scanner = {
    at: 0,
    used: 0,
    tokens: [],
    errors: [],
    escaped: false,
    route: false,
    comments: 0,
    angles: 0,
    state: ATOM,
  };
  const delimiter = options.delimiter === "" ? 0 : options.delimiter.charCodeAt(0);
  let pending = NONE;
  do {
    const token = readToken(scanner, text, options, delimiter, pending);
    if (token === "failed") return { tokens: undefined, end: Math.max(scanner.at - 1, 0), errors: scanner.errors };
    pending = token.next;
    if (token.text === "") continue;
    const failure = keepToken(scanner, token.text, options.room);
    if (failure) return { tokens: undefined, end: Math.max(scanner.at - 1, 0), errors: scanner.errors };
  } while (pending !== 0 && (pending !== delimiter || scanner.angles > 0));
  const end = Math.max(scanner.at - 1, 0);
  return { tokens: scanner.tokens.length === 0 ? undefined : scanner.tokens, end, errors: scanner.errors };
}

function keepToken(scanner: Scanner, token: string, room: number): Failure | undefined {
  if (scanner.used >= room - 5) return tooLong(scanner);
  scanner.used += 1;
  if (scanner.tokens.length >= MAX_TOKENS) {
    scanner.errors.push("553 5.1.0 prescan: too many tokens");
    return "failed";
  }
  if (token.length > MAX_NAME) {
    scanner.errors.push("553 5.1.0 prescan: token too long");
    return "failed";
  }
  scanner.tokens.push(token);
  return undefined;
}

function tooLong(scanner: Scanner): "failed" {
  scanner.errors.push("553 5.1.1 Address too long");
  return "failed";
}

/** Reads up to the character that ends a token; that character is `next`, to be stored first the next time. */
function readToken(
  scanner: Scanner,
  text: string,
  options: PrescanOptions,
  delimiter: number,
  pending: number,
): { readonly text: string; readonly next: number } | "failed" {
  let token = "";
  let code = pending;
  for (;;) {
    if (code !== NONE && !scanner.escaped) {
      if (scanner.used >= options.room - 5) return tooLong(scanner);
      // A METAQUOTE that gets this far is a DEL (ALLOW_255 is not compiled in).
      token += String.fromCharCode(code === 0xff ? 0x7f : code);
      scanner.used += 1;
    }
    code = scanner.at < text.length ? text.charCodeAt(scanner.at) : 0;
    scanner.at += 1;
    if (code === 0) {
      code = repair(scanner, options.lenient);
      if (code === 0) return { text: token, next: 0 };
      scanner.at -= 1;
    } else if (code === delimiter && scanner.comments <= 0 && scanner.state !== QUOTE) {
      if (scanner.angles <= 0) return { text: token, next: code };
      if (options.delimiter === "," && !scanner.route && !options.lenient) {
        scanner.errors.push("553 Unbalanced '<'");
        code = 0x3e;
        scanner.at -= 1;
      }
    }
    if (scanner.escaped) {
      scanner.escaped = false;
      if (scanner.comments > 0) {
        code = NONE;
        continue;
      }
      if (code !== 0x21 || scanner.state === QUOTE) {
        if (scanner.used >= options.room - 5) return tooLong(scanner);
        token += "\\";
        scanner.used += 1;
        continue;
      }
    }
    code = special(scanner, text, options, code);
    if (code === NONE) continue;
    if (code === delimiter && scanner.angles <= 0 && scanner.state !== QUOTE) return { text: token, next: code };
    const next = steps[scanner.state]?.[typeOf(options.table, code)] ?? step(ATOM);
    scanner.state = next.state;
    if ((next.action & DROPS) !== 0) code = NONE;
    if ((next.action & ENDS) !== 0) return { text: token, next: code };
  }
}

/** At the end of the text: the character that closes what is open, with its complaint; 0 when nothing is. */
function repair(scanner: Scanner, lenient: boolean): number {
  if (lenient) return 0;
  if (scanner.state === QUOTE) {
    scanner.errors.push("553 Unbalanced '\"'");
    return 0x22;
  }
  if (scanner.comments > 0) {
    scanner.errors.push("553 Unbalanced '('");
    return 0x29;
  }
  if (scanner.angles > 0) {
    scanner.errors.push("553 Unbalanced '<'");
    return 0x3e;
  }
  return 0;
}

/** Escapes, comments and angle brackets: the character to go on with, or NONE when it is swallowed. */
function special(scanner: Scanner, text: string, options: PrescanOptions, code: number): number {
  const stripsComments = options.table[0x28] === SPACE;
  if (code === 0x5c) {
    scanner.escaped = true;
    return code;
  }
  if (scanner.state === QUOTE) return code;
  if (code === 0x28 && stripsComments) {
    scanner.comments += 1;
    return NONE;
  }
  if (code === 0x29 && stripsComments) {
    if (scanner.comments > 0) scanner.comments -= 1;
    else if (!options.lenient) {
      scanner.errors.push("553 Unbalanced ')'");
      return NONE;
    }
    return code;
  }
  if (scanner.comments > 0) return NONE;
  if (code === 0x3c) {
    scanner.angles += 1;
    if (/^[\t\n\v\f\r ]*@/.test(text.slice(scanner.at, scanner.at + 300))) scanner.route = true;
  } else if (code === 0x3e) {
    if (scanner.angles > 0) scanner.angles -= 1;
    else if (!options.lenient) {
      scanner.errors.push("553 Unbalanced '>'");
      return NONE;
    }
    scanner.route = false;
  } else if (options.delimiter === " " && code >= 0x09 && code <= 0x0d) return 0x20;
  return code;
}
