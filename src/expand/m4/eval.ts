import type { Machine } from "./machine.ts";
import { complain } from "./messages.ts";

/**
 * `eval`: 32-bit integers that wrap around, with GNU m4's operators and precedence (src/eval.c): `||`, `&&`, `|`, `^`,
 * `&`, `== != =`, `> >= < <=`, `<< >>`, `+ -`, `* / %`, `**` (to the right), unary `+ - ~ !`.
 */
type Failure =
  | "divide by zero"
  | "modulo by zero"
  | "negative exponent"
  | "syntax"
  | "missing right parenthesis"
  | "bad input"
  | "excess input"
  | "invalid operator"
  | "too deep";

/** All failures that a branch which does not count may have. */
const pardonable: readonly Failure[] = ["divide by zero", "modulo by zero", "negative exponent"];

type Outcome = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly failure: Failure };

type Token =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "end" | "error" | "refused" };

interface Reader {
  readonly machine: Machine;
  readonly text: string;
  at: number;
  /** Where the last token began, the blanks before it left out. */
  start: number;
  depth: number;
}

const deepest = 2000;

/** The value, or undefined after a complaint. */
export function evaluate(machine: Machine, expression: string): number | undefined {
  const reader: Reader = { machine, text: expression, at: 0, start: 0, depth: 0 };
  let outcome = binary(reader, nextToken(reader), 0);
  if (outcome.ok && reader.at < expression.length) {
    outcome = failed(nextToken(reader).kind === "refused" ? "invalid operator" : "excess input");
  }
  if (outcome.ok) return outcome.value;
  complain(machine, message(outcome.failure, expression), "MC1031");
  // The only one of them that GNU m4 lets end in a failure (src/eval.c, evaluate).
  if (outcome.failure === "invalid operator") machine.status = 1;
  return undefined;
}

function message(failure: Failure, expression: string): string {
  switch (failure) {
    case "syntax":
      return `bad expression in eval: ${expression}`;
    case "missing right parenthesis":
    case "bad input":
    case "excess input":
      return `bad expression in eval (${failure}): ${expression}`;
    case "too deep":
      return `bad expression in eval (too many parentheses): ${expression.slice(0, 40)}...`;
    default:
      return `${failure} in eval: ${expression}`;
  }
}

function failed(failure: Failure): Outcome {
  return { ok: false, failure };
}

function success(value: number): Outcome {
  return { ok: true, value };
}

/** From loosest to tightest. `**` is read on its own, because it goes to the right. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "="],
  [">", ">=", "<", "<="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

function binary(reader: Reader, first: Token, level: number): Outcome {
  const operators = levels[level];
  if (!operators) return power(reader, first);
  let left = binary(reader, first, level + 1);
  while (left.ok) {
    const token = nextToken(reader);
    if (token.kind === "error") return failed("bad input");
    if (token.kind !== "operator" || !operators.includes(token.text)) {
      reader.at = reader.start;
      return left;
    }
    const next = nextToken(reader);
    if (next.kind === "error") return failed("bad input");
    const right = binary(reader, next, level + 1);
    left = combine(reader, token.text, left.value, right);
  }
  return left;
}

function combine(reader: Reader, operator: string, left: number, right: Outcome): Outcome {
  if (!right.ok) {
    const decided = (operator === "||" && left !== 0) || (operator === "&&" && left === 0);
    if (decided && pardonable.includes(right.failure)) return success(operator === "||" ? 1 : 0);
    return right;
  }
  if (operator === "=") {
    complain(reader.machine, "Warning: recommend ==, not =, for equality operator");
    return success(left === right.value ? 1 : 0);
  }
  return apply(operator, left, right.value);
}

function apply(operator: string, a: number, b: number): Outcome {
  switch (operator) {
    case "||":
      return success(a !== 0 || b !== 0 ? 1 : 0);
    case "&&":
      return success(a !== 0 && b !== 0 ? 1 : 0);
    case "|":
      return success(a | b);
    case "^":
      return success(a ^ b);
    case "&":
      return success(a & b);
    case "==":
      return success(a === b ? 1 : 0);
    case "!=":
      return success(a !== b ? 1 : 0);
    case ">":
      return success(a > b ? 1 : 0);
    case ">=":
      return success(a >= b ? 1 : 0);
    case "<":
      return success(a < b ? 1 : 0);
    case "<=":
      return success(a <= b ? 1 : 0);
    case "<<":
      return success(a << (b & 31));
    case ">>":
      return success(a >> (b & 31));
    case "+":
      return success((a + b) | 0);
    case "-":
      return success((a - b) | 0);
    case "*":
      return success(Math.imul(a, b));
    case "/":
      return b === 0 ? failed("divide by zero") : success((a / b) | 0);
    default:
      return b === 0 ? failed("modulo by zero") : success((a % b) | 0);
  }
}

function power(reader: Reader, first: Token): Outcome {
  let left = unary(reader, first);
  while (left.ok) {
    const token = nextToken(reader);
    if (token.kind === "error") return failed("bad input");
    if (token.kind !== "operator" || token.text !== "**") {
      reader.at = reader.start;
      return left;
    }
    const next = nextToken(reader);
    if (next.kind === "error") return failed("bad input");
    if (reader.depth > deepest) return failed("too deep");
    reader.depth += 1;
    const right = power(reader, next);
    reader.depth -= 1;
    if (!right.ok) return right;
    left = raise(left.value, right.value);
  }
  return left;
}

function raise(base: number, exponent: number): Outcome {
  if (exponent < 0) return failed("negative exponent");
  if (base === 0 && exponent === 0) return failed("divide by zero");
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left >>= 1) {
    if (left & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return success(result);
}

function unary(reader: Reader, token: Token): Outcome {
  if (token.kind !== "operator" || !["+", "-", "~", "!"].includes(token.text)) return simple(reader, token);
  if (reader.depth > deepest) return failed("too deep");
  const next = nextToken(reader);
  if (next.kind === "error") return failed("bad input");
  reader.depth += 1;
  const inner = unary(reader, next);
  reader.depth -= 1;
  if (!inner.ok) return inner;
  if (token.text === "-") return success(-inner.value | 0);
  if (token.text === "~") return success(~inner.value);
  if (token.text === "!") return success(inner.value === 0 ? 1 : 0);
  return inner;
}

function simple(reader: Reader, token: Token): Outcome {
  if (token.kind === "number") return success(token.value);
  if (token.kind === "refused") return failed("invalid operator");
  if (token.kind !== "operator" || token.text !== "(") return failed("syntax");
  if (reader.depth > deepest) return failed("too deep");
  const next = nextToken(reader);
  if (next.kind === "error") return failed("bad input");
  reader.depth += 1;
  const inner = binary(reader, next, 0);
  reader.depth -= 1;
  if (!inner.ok) return inner;
  const closing = nextToken(reader);
  if (closing.kind === "error") return failed("bad input");
  if (closing.kind !== "operator" || closing.text !== ")") return failed("missing right parenthesis");
  return inner;
}

const blanks = /[\t-\r ]*/y;
const numbers = /0[xX]([0-9a-zA-Z]*)|0[bB]([0-9a-zA-Z]*)|0[rR]([0-9]+):([0-9a-zA-Z]*)|([0-9][0-9a-zA-Z]*)/y;
/** Assignments and `++`, `--` are known, and refused. */
const refusals = /\+\+|--|\*=|\/=|%=|\+=|-=|>>=|<<=|\^=|&=|\|=/y;
const operators = /\|\||&&|==|!=|>=|<=|<<|>>|\*\*|[-+*/%|^&=<>~!()]/y;

function nextToken(reader: Reader): Token {
  blanks.lastIndex = reader.at;
  blanks.test(reader.text);
  reader.at = blanks.lastIndex;
  reader.start = reader.at;
  if (reader.at >= reader.text.length) return { kind: "end" };
  const code = reader.text.charCodeAt(reader.at);
  if (code >= 48 && code <= 57) return numberToken(reader);
  refusals.lastIndex = reader.at;
  const refusal = refusals.exec(reader.text);
  if (refusal) {
    reader.at += refusal[0].length - 1;
    return { kind: "refused" };
  }
  operators.lastIndex = reader.at;
  const operator = operators.exec(reader.text);
  reader.at += operator ? operator[0].length : 1;
  return operator ? { kind: "operator", text: operator[0] } : { kind: "error" };
}

/** Digits are read as far as the radix knows them; what follows is another token. */
function numberToken(reader: Reader): Token {
  const start = reader.at;
  numbers.lastIndex = start;
  const match = numbers.exec(reader.text);
  if (!match || /^0[rR]$/.test(reader.text.slice(start, start + 2)) !== (match[3] !== undefined)) {
    reader.at = start + 2;
    return { kind: "error" };
  }
  const [radix, digits] = radixOf(match);
  if (radix < 1 || radix > 36) {
    reader.at = start + 2;
    return { kind: "error" };
  }
  let value = 0;
  let used = 0;
  for (; used < digits.length; used += 1) {
    const digit = Number.parseInt(digits.charAt(used), 36);
    if (radix === 1) {
      if (digit === 1) value += 1;
      else if (digit !== 0 || value !== 0) break;
    } else if (digit >= radix) break;
    else value = (Math.imul(value, radix) + digit) | 0;
  }
  reader.at = start + match[0].length - digits.length + used;
  return { kind: "number", value };
}

function radixOf(match: RegExpExecArray): readonly [number, string] {
  if (match[1] !== undefined) return [16, match[1]];
  if (match[2] !== undefined) return [2, match[2]];
  if (match[3] !== undefined) return [Number(match[3]), match[4] ?? ""];
  const digits = match[5] ?? "";
  return digits.startsWith("0") ? [8, digits] : [10, digits];
}
