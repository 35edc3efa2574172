/**
 * Regular expressions as GNU m4 uses them: re_compile_pattern() with syntax bits 0, which is Emacs syntax, in the C
 * locale. `* + ?` repeat; `\( \) \|` group and choose; `^ $` are anchors only where an expression can begin or end;
 * `\w \W \s \S \b \B \< \> \` \'` and `\1`..`\9` work; braces and `[:class:]` mean nothing special; `.` is no newline.
 */
export type Regex =
  | {
      readonly kind: "program";
      readonly program: readonly Instruction[];
      readonly groups: number;
      readonly references: boolean;
    }
  | { readonly kind: "broken"; readonly reason: string };

export type Anchor =
  | "line-start"
  | "line-end"
  | "text-start"
  | "text-end"
  | "word-edge"
  | "no-word-edge"
  | "word-start"
  | "word-end";

/** A set of bytes: `members[code]` is 1. */
export type ByteSet = Uint8Array;

export type Instruction =
  | { readonly op: "set"; readonly members: ByteSet }
  | { readonly op: "anchor"; readonly anchor: Anchor }
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "reference"; readonly group: number }
  | { readonly op: "match" };

type Node =
  | { readonly kind: "set"; readonly members: ByteSet }
  | { readonly kind: "anchor"; readonly anchor: Anchor }
  | { readonly kind: "reference"; readonly group: number }
  | { readonly kind: "group"; readonly number: number; readonly inner: Node }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly branches: readonly Node[] }
  | { readonly kind: "repeat"; readonly inner: Node; readonly least: 0 | 1; readonly many: boolean };

interface Parser {
  readonly pattern: string;
  at: number;
  groups: number;
  readonly complete: Set<number>;
  broken: string | undefined;
  depth: number;
}

const cache = new Map<string, Regex>();

export function compileRegex(pattern: string): Regex {
  const known = cache.get(pattern);
  if (known) return known;
  const regex = compile(pattern);
  if (cache.size > 200) cache.clear();
  cache.set(pattern, regex);
  return regex;
}

function compile(pattern: string): Regex {
  const parser: Parser = { pattern, at: 0, groups: 0, complete: new Set(), broken: undefined, depth: 0 };
  const tree = parseChoice(parser);
  if (parser.broken === undefined && parser.at < pattern.length) parser.broken = "Unmatched ) or \\)";
  if (parser.broken !== undefined) return { kind: "broken", reason: parser.broken };
  const program: Instruction[] = [];
  emit(program, tree);
  program.push({ op: "match" });
  return {
    kind: "program",
    program,
    groups: parser.groups,
    references: program.some(({ op }) => op === "reference"),
  };
}

function parseChoice(parser: Parser): Node {
  const branches = [parseSequence(parser)];
  while (parser.broken === undefined && parser.pattern.startsWith("\\|", parser.at)) {
    parser.at += 2;
    branches.push(parseSequence(parser));
  }
  const [only] = branches;
  return branches.length === 1 && only ? only : { kind: "choice", branches };
}

function parseSequence(parser: Parser): Node {
  const parts: Node[] = [];
  let canBegin = true;
  while (parser.broken === undefined && parser.at < parser.pattern.length) {
    if (parser.pattern.startsWith("\\|", parser.at)) break;
    if (parser.depth > 0 && parser.pattern.startsWith("\\)", parser.at)) break;
    const atom = parseAtom(parser, canBegin);
    if (!atom) break;
    // After an anchor an operator is an ordinary character (regcomp.c, parse_expression), and so is another `^`.
    canBegin = false;
    parts.push(atom.kind === "anchor" ? atom : parseRepeats(parser, atom));
  }
  return { kind: "sequence", parts };
}

function parseRepeats(parser: Parser, atom: Node): Node {
  let node = atom;
  for (;;) {
    const operator = parser.pattern.charAt(parser.at);
    if (operator === "*") node = { kind: "repeat", inner: node, least: 0, many: true };
    else if (operator === "+") node = { kind: "repeat", inner: node, least: 1, many: true };
    else if (operator === "?") node = { kind: "repeat", inner: node, least: 0, many: false };
    else return node;
    parser.at += 1;
  }
}

function parseAtom(parser: Parser, canBegin: boolean): Node | undefined {
  const { pattern } = parser;
  const character = pattern.charAt(parser.at);
  if (character === "\\") return parseEscape(parser);
  if (character === "[") return parseBracket(parser);
  parser.at += 1;
  if (character === ".") return { kind: "set", members: setOf((code) => code !== 10) };
  if (character === "^" && (canBegin || parser.at === 1)) return { kind: "anchor", anchor: "line-start" };
  if (character === "$" && canEnd(parser)) return { kind: "anchor", anchor: "line-end" };
  return single(character);
}

function canEnd(parser: Parser): boolean {
  const { pattern, at } = parser;
  return at === pattern.length || pattern.startsWith("\\)", at) || pattern.startsWith("\\|", at);
}

const anchors: Readonly<Record<string, Anchor>> = {
  "`": "text-start",
  "'": "text-end",
  b: "word-edge",
  B: "no-word-edge",
  "<": "word-start",
  ">": "word-end",
};

export function isWordByte(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  w: isWordByte,
  W: (code) => !isWordByte(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

function parseEscape(parser: Parser): Node | undefined {
  const letter = parser.pattern.charAt(parser.at + 1);
  if (letter === "") {
    parser.broken = "Trailing backslash";
    return undefined;
  }
  parser.at += 2;
  const anchor = Object.hasOwn(anchors, letter) ? anchors[letter] : undefined;
  if (anchor) return { kind: "anchor", anchor };
  const byteClass = Object.hasOwn(classes, letter) ? classes[letter] : undefined;
  if (byteClass) return { kind: "set", members: setOf(byteClass) };
  if (letter === "(") return parseGroup(parser);
  if (letter === ")") {
    parser.broken = "Unmatched ) or \\)";
    return undefined;
  }
  if (letter >= "1" && letter <= "9") {
    if (parser.complete.has(Number(letter))) return { kind: "reference", group: Number(letter) };
    parser.broken = "Invalid back reference";
    return undefined;
  }
  return single(letter);
}

function parseGroup(parser: Parser): Node | undefined {
  parser.groups += 1;
  const number = parser.groups;
  parser.depth += 1;
  if (parser.depth > 500) {
    parser.broken = "Regular expression too big";
    return undefined;
  }
  const inner = parseChoice(parser);
  parser.depth -= 1;
  if (parser.broken !== undefined) return undefined;
  if (!parser.pattern.startsWith("\\)", parser.at)) {
    parser.broken = "Unmatched ( or \\(";
    return undefined;
  }
  parser.at += 2;
  parser.complete.add(number);
  return { kind: "group", number, inner };
}

/** `[abc]`, `[^a-z]`: a backslash is itself, and so is `]` at the beginning. */
function parseBracket(parser: Parser): Node | undefined {
  const { pattern } = parser;
  let at = parser.at + 1;
  const negated = pattern.charAt(at) === "^";
  if (negated) at += 1;
  const members = new Uint8Array(256);
  for (let first = true; ; first = false) {
    if (at >= pattern.length) {
      parser.broken = first ? "Invalid regular expression" : "Unmatched [, [^, [:, [., or [=";
      return undefined;
    }
    if (pattern.charAt(at) === "]" && !first) break;
    const low = pattern.charCodeAt(at);
    at += 1;
    const ranged = pattern.charAt(at) === "-" && at + 1 < pattern.length && pattern.charAt(at + 1) !== "]";
    const high = ranged ? pattern.charCodeAt(at + 1) : low;
    if (ranged) at += 2;
    for (let code = low; code <= high; code += 1) members[code] = 1;
  }
  parser.at = at + 1;
  return { kind: "set", members: negated ? members.map((member) => 1 - member) : members };
}

function single(character: string): Node {
  const code = character.charCodeAt(0);
  return { kind: "set", members: setOf((other) => other === code) };
}

function setOf(test: (code: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, code) => (test(code) ? 1 : 0));
}

function emit(program: Instruction[], node: Node): void {
  switch (node.kind) {
    case "set":
      program.push({ op: "set", members: node.members });
      return;
    case "anchor":
      program.push({ op: "anchor", anchor: node.anchor });
      return;
    case "reference":
      program.push({ op: "reference", group: node.group });
      return;
    case "group":
      program.push({ op: "save", slot: 2 * node.number });
      emit(program, node.inner);
      program.push({ op: "save", slot: 2 * node.number + 1 });
      return;
    case "sequence":
      for (const part of node.parts) emit(program, part);
      return;
    case "choice":
      emitChoice(program, node.branches);
      return;
    case "repeat":
      emitRepeat(program, node.inner, node.least, node.many);
  }
}

function emitChoice(program: Instruction[], branches: readonly Node[]): void {
  const exits: { op: "jump"; to: number }[] = [];
  for (const [index, branch] of branches.entries()) {
    if (index === branches.length - 1) {
      emit(program, branch);
      break;
    }
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    program.push(split);
    emit(program, branch);
    const exit = { op: "jump" as const, to: 0 };
    exits.push(exit);
    program.push(exit);
    split.second = program.length;
  }
  for (const exit of exits) exit.to = program.length;
}

function emitRepeat(program: Instruction[], inner: Node, least: 0 | 1, many: boolean): void {
  // x+ is x x*, as in the GNU library: what the last round of the loop matched is remembered.
  if (least === 1) emit(program, inner);
  const split = { op: "split" as const, first: program.length + 1, second: 0 };
  const start = program.length;
  program.push(split);
  emit(program, inner);
  if (many) program.push({ op: "jump", to: start });
  split.second = program.length;
}
