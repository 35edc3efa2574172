/**
 * `$name` expansion of main.cf values. Behaviour: postconf(5), "$name", "${name?value}"; Postfix
 * src/util/mac_expand.c and src/global/compat_level.c for the corners.
 */

/** What a reference names: undefined when nobody knows the name, else its value before expansion. */
export type Lookup = (name: string) => string | undefined;

export interface Expansion {
  readonly value: string;
  /** Names that were referred to and are unknown. */
  readonly undefinedNames: readonly string[];
  /** Syntax errors, each a sentence; the value is what could be expanded before the first one. */
  readonly problems: readonly string[];
}

interface State {
  readonly lookup: Lookup;
  /** Whether a looked-up value is expanded in turn (main.cf) or taken as it is (`$recipient` and the like). */
  readonly recurse: boolean;
  readonly undefinedNames: string[];
  readonly problems: string[];
  out: string;
}

/** postconf(1) gives up at this depth too ("unreasonable macro call nesting"). */
const DEPTH_LIMIT = 100;

export function expandValue(text: string, lookup: Lookup, recurse = true): Expansion {
  if (!text.includes("$")) return { value: text, undefinedNames: [], problems: [] };
  const state: State = { lookup, recurse, undefinedNames: [], problems: [], out: "" };
  expandText(text, state, 0);
  return { value: state.out, undefinedNames: state.undefinedNames, problems: state.problems };
}

/** Names that a value refers to, without looking at what they are. */
export function referredNames(text: string): readonly string[] {
  const names = new Set<string>();
  collectNames(text, names, 0);
  return [...names];
}

function collectNames(text: string, names: Set<string>, depth: number): void {
  if (depth > DEPTH_LIMIT) return;
  for (const piece of pieces(text)) {
    if (piece.kind !== "expression") continue;
    const name = /^[ \t\r\n]*([A-Za-z0-9_]+)/.exec(piece.text)?.[1];
    if (name !== undefined) names.add(name);
    if (piece.text.length > (name?.length ?? 0)) collectNames(piece.text, names, depth + 1);
  }
}

type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "expression"; readonly text: string }
  | { readonly kind: "problem"; readonly text: string };

/** Cuts a value at its references. `$$` is a dollar sign; a broken reference ends the value. */
function* pieces(value: string): Generator<Piece> {
  let literal = "";
  let at = 0;
  while (at < value.length) {
    if (value[at] !== "$") {
      literal += value[at];
      at += 1;
    } else if (value[at + 1] === "$") {
      literal += "$";
      at += 2;
    } else {
      if (literal !== "") yield { kind: "literal", text: literal };
      literal = "";
      const reference = referenceAt(value, at + 1);
      if (typeof reference === "string") {
        yield { kind: "problem", text: reference };
        return;
      }
      yield { kind: "expression", text: reference.text };
      at = reference.end;
    }
  }
  if (literal !== "") yield { kind: "literal", text: literal };
}

function referenceAt(value: string, at: number): { readonly text: string; readonly end: number } | string {
  const open = value[at];
  if (open === "{" || open === "(") {
    const end = closing(value, at, open, open === "{" ? "}" : ")");
    if (end === -1) return `truncated macro reference: "${value}"`;
    const text = value.slice(at + 1, end);
    return text === "" ? `empty macro name: "${value}"` : { text, end: end + 1 };
  }
  const name = /^[A-Za-z0-9_]*/.exec(value.slice(at))?.[0] ?? "";
  return name === "" ? `empty macro name: "${value}"` : { text: name, end: at + name.length };
}

/** Offset of the bracket that closes the one at `at`, or -1. */
function closing(text: string, at: number, open: string, close: string): number {
  let level = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text[index] === open) level += 1;
    else if (text[index] === close) {
      level -= 1;
      if (level === 0) return index;
    }
  }
  return -1;
}

function expandText(text: string, state: State, depth: number): void {
  for (const piece of pieces(text)) {
    if (state.problems.length > 0) return;
    if (depth > DEPTH_LIMIT) state.problems.push(`unreasonable macro call nesting: "${piece.text}"`);
    else if (piece.kind === "problem") state.problems.push(piece.text);
    else if (piece.kind === "literal") state.out += piece.text;
    else expandExpression(piece.text, state, depth + 1);
  }
}

function expandExpression(text: string, state: State, depth: number): void {
  const trimmed = text.trimStart();
  if (trimmed.startsWith("{")) {
    const condition = relation(trimmed, state, depth);
    if (condition === undefined) return;
    const rest = condition.rest;
    if (rest === "") state.out += condition.holds ? "true" : "";
    else if (rest.startsWith("?") || rest.startsWith(":")) choose(rest, condition.holds, state, depth);
    else state.problems.push(`"?" or ":" expected at: "...}>>>${rest.slice(0, 20)}"`);
    return;
  }
  const named = /^([A-Za-z0-9_]*)[ \t\r\n]*(.*)$/s.exec(trimmed);
  const name = named?.[1] ?? "";
  const rest = named?.[2] ?? "";
  if (rest !== "" && !/^[?:]/.test(rest)) {
    state.problems.push(`attribute name syntax error at: "...${name}>>>${rest.slice(0, 20)}"`);
    return;
  }
  const value = state.lookup(name);
  if (rest !== "") choose(rest, value !== undefined && value !== "", state, depth);
  else if (value === undefined) state.undefinedNames.push(name);
  else if (state.recurse) expandText(value, state, depth);
  else state.out += value;
}

/** `{left} operator {right}`: undefined when it is malformed (a problem was noted). */
function relation(
  text: string,
  state: State,
  depth: number,
): { readonly holds: boolean; readonly rest: string } | undefined {
  const left = braced(text, state);
  if (left === undefined) return undefined;
  const operator = /^[<>!=?+\-*/~&|%]*/.exec(left.rest)?.[0] ?? "";
  const afterOperator = left.rest.slice(operator.length);
  if (!isOperator(operator)) {
    state.problems.push(
      `"==" or "!=" or "<" or "<=" or ">=" or ">" expected at: "...${left.payload}}>>>${left.rest.slice(0, 20)}"`,
    );
    return undefined;
  }
  const suffix = /^[A-Za-z0-9]*/.exec(afterOperator)?.[0] ?? "";
  if (suffix !== "" && suffix !== "level") {
    state.problems.push(`bad operator suffix at: "...${operator}>>>${suffix}"`);
    return undefined;
  }
  const right = braced(afterOperator.slice(suffix.length).trimStart(), state);
  if (right === undefined) return undefined;
  const [a, b] = [operand(left.payload, state, depth), operand(right.payload, state, depth)];
  if (state.problems.length > 0) return undefined;
  const delta = suffix === "level" ? compareLevels(a, b) : compareOperands(a, b);
  if (delta === undefined) {
    state.problems.push(`malformed compatibility level syntax: "${a}" or "${b}"`);
    return undefined;
  }
  return { holds: holds(delta, operator), rest: right.rest };
}

function operand(text: string, state: State, depth: number): string {
  const inner: State = { ...state, out: "" };
  expandText(text, inner, depth);
  return inner.out;
}

/** The text between a `{` at the start and its `}`, and what follows without leading blanks. */
function braced(text: string, state: State): { readonly payload: string; readonly rest: string } | undefined {
  if (!text.startsWith("{")) {
    state.problems.push(`"{expression}" expected at: ">>>${text.slice(0, 20)}"`);
    return undefined;
  }
  const end = closing(text, 0, "{", "}");
  if (end === -1) {
    state.problems.push(`unbalanced {} in attribute expression: "${text}"`);
    return undefined;
  }
  return { payload: text.slice(1, end), rest: text.slice(end + 1).trimStart() };
}

/** `?yes`, `:no`, `?{yes}:{no}`: the older brace-less forms take all the rest as their text. */
function choose(text: string, condition: boolean, state: State, depth: number): void {
  let rest = text;
  if (rest.startsWith("?")) {
    const branch = branchOf(rest.slice(1), state);
    if (branch === undefined) return;
    if (condition) expandText(branch.payload, state, depth);
    rest = branch.rest;
    if (rest === "") return;
    if (!rest.startsWith(":")) {
      state.problems.push(`":" expected at: "...${branch.payload}}>>>${rest.slice(0, 20)}"`);
      return;
    }
  }
  const branch = branchOf(rest.slice(1), state);
  if (branch === undefined) return;
  if (!condition) expandText(branch.payload, state, depth);
  if (branch.rest !== "") {
    state.problems.push(`unexpected input at: "...${branch.payload}}>>>${branch.rest.slice(0, 20)}"`);
  }
}

function branchOf(text: string, state: State): { readonly payload: string; readonly rest: string } | undefined {
  const trimmed = text.trimStart();
  return trimmed.startsWith("{") ? braced(trimmed, state) : { payload: trimmed, rest: "" };
}

const operators = ["==", "!=", "<", "<=", ">=", ">"] as const;
type Operator = (typeof operators)[number];

function isOperator(text: string): text is Operator {
  return operators.some((operator) => operator === text);
}

function holds(delta: number, operator: Operator): boolean {
  switch (operator) {
    case "==":
      return delta === 0;
    case "!=":
      return delta !== 0;
    case "<":
      return delta < 0;
    case "<=":
      return delta <= 0;
    case ">=":
      return delta >= 0;
    case ">":
      return delta > 0;
  }
}

/** All digits on both sides compare as numbers, anything else byte by byte. */
function compareOperands(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of two compatibility levels (`3.6`, `2`); undefined when one is malformed. */
function compareLevels(a: string, b: string): number | undefined {
  const pattern = /^(\d+)(?:\.(\d+)(?:\.(\d+))?)?$/;
  const [left, right] = [pattern.exec(a), pattern.exec(b)];
  if (!left || !right) return undefined;
  for (const part of [1, 2, 3]) {
    const delta = Number(left[part] ?? 0) - Number(right[part] ?? 0);
    if (delta !== 0) return delta;
  }
  return 0;
}
