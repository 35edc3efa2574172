import {
  type CharacterTest,
  classEscape,
  inRange,
  negated,
  posixClass,
  propertyTest,
  sameCharacter,
} from "./characters.ts";
import { type ParsedPattern, type PatternFlags, type PatternNode, PatternProblem } from "./syntax.ts";

/** Reads a Perl pattern (pcrepattern(3)). Throws PatternProblem for what is malformed or not known here. */
export function parsePattern(text: string, flags: PatternFlags): ParsedPattern {
  const reader = new Reader(text);
  const root = reader.choice(flags);
  if (!reader.done()) throw new PatternProblem(`unmatched ")" at offset ${reader.at}`);
  return { root, groups: reader.groups };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class Reader {
  at = 0;
  groups = 0;
  private readonly names = new Map<string, number>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  done(): boolean {
    return this.at >= this.text.length;
  }

  /** `resets`: groups of each branch are counted from the same number on (branch reset). */
  choice(outer: PatternFlags, resets = false): PatternNode {
    const branches: PatternNode[] = [];
    const before = this.groups;
    let most = before;
    // An option setting holds to the end of its group, over `|` too.
    const scope = { flags: outer };
    for (;;) {
      branches.push(this.sequence(scope));
      most = Math.max(most, this.groups);
      if (this.peek() !== "|") break;
      this.at += 1;
      if (resets) this.groups = before;
    }
    this.groups = most;
    const [only] = branches;
    return branches.length === 1 && only ? only : { kind: "choice", branches };
  }

  private sequence(scope: { flags: PatternFlags }): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.done() && this.peek() !== "|" && this.peek() !== ")") {
      if (scope.flags.extended && this.skipExtended()) continue;
      if (this.take("(?#")) this.at = this.find(")") + 1;
      else if (this.take("\\Q")) parts.push(...this.literalRun(scope.flags));
      else if (this.take("\\E")) continue;
      else if (!this.optionSetting(scope)) parts.push(this.repeated(this.atom(scope.flags), scope.flags));
    }
    return { kind: "sequence", parts };
  }

  private literalRun(flags: PatternFlags): readonly PatternNode[] {
    const end = this.text.indexOf("\\E", this.at);
    const run = this.text.slice(this.at, end === -1 ? undefined : end);
    this.at = end === -1 ? this.text.length : end + 2;
    return [...run].map((each) => characters(sameCharacter(each, flags.ignoreCase)));
  }

  /** `(?i)`, `(?s-i)`: true when one was read. */
  private optionSetting(scope: { flags: PatternFlags }): boolean {
    const setting = /^\(\?([imsxU]*)(?:-([imsxU]*))?\)/.exec(this.text.slice(this.at));
    if (!setting) return false;
    this.at += setting[0].length;
    scope.flags = withOptions(scope.flags, setting[1] ?? "", setting[2] ?? "");
    return true;
  }

  private repeated(body: PatternNode, flags: PatternFlags): PatternNode {
    let node = body;
    for (;;) {
      if (flags.extended) while (this.skipExtended());
      const bounds = this.quantifier();
      if (!bounds) return node;
      const possessive = this.take("+");
      const lazy = !possessive && this.take("?") !== flags.ungreedy;
      const repeat: PatternNode = { kind: "repeat", body: node, min: bounds.min, max: bounds.max, lazy };
      node = possessive ? { kind: "atomic", body: { ...repeat, lazy: false } } : repeat;
    }
  }

  private quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.take("*")) return { min: 0, max: -1 };
    if (this.take("+")) return { min: 1, max: -1 };
    if (this.take("?")) return { min: 0, max: 1 };
    const counted = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at));
    if (!counted) return undefined;
    this.at += counted[0].length;
    const min = Number(counted[1]);
    if (counted[2] === undefined) return { min, max: min };
    const max = counted[3] ? Number(counted[3]) : -1;
    if (max !== -1 && max < min) throw new PatternProblem("the numbers of a {} count are out of order");
    return { min, max };
  }

  private atom(flags: PatternFlags): PatternNode {
    const character = this.text[this.at] ?? "";
    switch (character) {
      case "(":
        return this.group(flags);
      case "[":
        return characters(this.characterClass(flags));
      case ".":
        this.at += 1;
        return characters(flags.dotAll ? () => true : (each) => each !== "\n");
      case "^":
        this.at += 1;
        return { kind: "assertion", test: flags.multiline ? "line-start" : "start" };
      case "$":
        this.at += 1;
        return { kind: "assertion", test: flags.multiline ? "line-end" : "before-end" };
      case "\\":
        return this.escape(flags);
      case "*":
      case "+":
      case "?":
        throw new PatternProblem(`nothing to repeat at offset ${this.at}`);
      default:
        this.at += 1;
        return characters(sameCharacter(character, flags.ignoreCase));
    }
  }

  private group(flags: PatternFlags): PatternNode {
    const kinds: readonly (readonly [string, (body: PatternNode) => PatternNode])[] = [
      ["(?:", (body) => body],
      ["(?>", (body) => ({ kind: "atomic", body })],
      ["(?=", (body) => ({ kind: "look", ahead: true, negative: false, body })],
      ["(?!", (body) => ({ kind: "look", ahead: true, negative: true, body })],
      ["(?<=", (body) => ({ kind: "look", ahead: false, negative: false, body })],
      ["(?<!", (body) => ({ kind: "look", ahead: false, negative: true, body })],
    ];
    const known = kinds.find(([opening]) => this.text.startsWith(opening, this.at));
    if (known) {
      this.at += known[0].length;
      return known[1](this.body(flags));
    }
    const options = /^\(\?([imsxU]*)(?:-([imsxU]*))?:/.exec(this.text.slice(this.at));
    if (options) {
      this.at += options[0].length;
      return this.body(withOptions(flags, options[1] ?? "", options[2] ?? ""));
    }
    if (this.take("(?|")) return this.closed(this.choice(flags, true));
    const conditional = this.condition(flags);
    if (conditional) return conditional;
    const fail = /^\(\*F(?:AIL)?\)/.exec(this.text.slice(this.at));
    if (fail) {
      this.at += fail[0].length;
      return { kind: "choice", branches: [] };
    }
    const again = /^\(\?P=(\w+)\)/.exec(this.text.slice(this.at));
    if (again) return this.backreference(again, flags);
    const name = /^\(\?(?:P?<(\w+)>|'(\w+)')/.exec(this.text.slice(this.at));
    if (!name && this.text.startsWith("(?", this.at)) {
      throw new PatternProblem(`"${this.text.slice(this.at, this.at + 4)}" is not supported`);
    }
    this.at += name ? name[0].length : 1;
    this.groups += 1;
    const index = this.groups;
    if (name) this.names.set(name[1] ?? name[2] ?? "", index);
    return { kind: "group", index, body: this.body(flags) };
  }

  /** `(?(1)...)`, `(?(<name>)...)`, `(?(?=...)...)`: one or two branches. */
  private condition(flags: PatternFlags): PatternNode | undefined {
    const named = /^\(\?\((?:(\d+)|<(\w+)>|'(\w+)')\)/.exec(this.text.slice(this.at));
    const look = /^\(\?(?=\(\?<?[=!])/.exec(this.text.slice(this.at));
    if (!named && !look) return undefined;
    this.at += (named ?? look)?.[0].length ?? 0;
    const name = named?.[2] ?? named?.[3];
    const group = name === undefined ? Number(named?.[1]) : this.names.get(name);
    if (named && group === undefined) throw new PatternProblem(`a condition names no group`);
    const asked = named ? (group ?? 0) : this.group(flags);
    const body = this.body(flags);
    const [yes = body, no = empty, third] = body.kind === "choice" ? body.branches : [body];
    if (third) throw new PatternProblem("a condition has more than two branches");
    return { kind: "condition", asked, yes, no };
  }

  private body(flags: PatternFlags): PatternNode {
    return this.closed(this.choice(flags));
  }

  private closed(node: PatternNode): PatternNode {
    if (!this.take(")")) throw new PatternProblem('")" is missing');
    return node;
  }

  private escape(flags: PatternFlags): PatternNode {
    const letter = this.text[this.at + 1] ?? "";
    const property = /^\\([pP])(?:\{(\^?)([\w&]+)\}|([A-Z]))/.exec(this.text.slice(this.at));
    if (property) {
      this.at += property[0].length;
      const name = property[3] ?? property[4] ?? "";
      const test = propertyTest(name);
      if (!test) throw new PatternProblem(`\\p{${name}} is not known`);
      return characters((property[1] === "P") === (property[2] === "^") ? test : negated(test));
    }
    const named = /^\\(?:k[<{'](\w+)[>}']|g\{?(-?\d+)\}?|([1-9]))/.exec(this.text.slice(this.at));
    if (named) return this.backreference(named, flags);
    const assertion = escapedAssertions[letter];
    if (assertion) {
      this.at += 2;
      return { kind: "assertion", test: assertion };
    }
    if (letter === "R") {
      this.at += 2;
      const crlf: PatternNode = { kind: "sequence", parts: ["\r", "\n"].map((c) => characters((each) => each === c)) };
      const one = classEscape("v") ?? (() => false);
      return { kind: "atomic", body: { kind: "choice", branches: [crlf, characters(one)] } };
    }
    // \K moves where the match begins, which no answer of a table shows.
    if (letter === "K") {
      this.at += 2;
      return { kind: "sequence", parts: [] };
    }
    const test = classEscape(letter);
    if (test) {
      this.at += 2;
      return characters(test);
    }
    return characters(sameCharacter(this.escapedCharacter(), flags.ignoreCase));
  }

  private backreference(match: RegExpExecArray, flags: PatternFlags): PatternNode {
    this.at += match[0].length;
    const number = Number(match[2] ?? match[3] ?? 0);
    const index =
      match[1] !== undefined ? (this.names.get(match[1]) ?? 0) : number < 0 ? this.groups + 1 + number : number;
    if (index < 1) throw new PatternProblem("a back reference names no group");
    return { kind: "backreference", index, ignoreCase: flags.ignoreCase };
  }

  /** The character that an escape stands for; used in and outside of classes. */
  private escapedCharacter(): string {
    const rest = this.text.slice(this.at);
    const numeric = /^\\(?:x\{([0-9a-fA-F]{1,2})\}|x([0-9a-fA-F]{0,2})|o\{([0-7]+)\}|(0[0-7]{0,2}))/.exec(rest);
    if (numeric) {
      this.at += numeric[0].length;
      const hexadecimal = numeric[1] ?? numeric[2];
      return String.fromCharCode(
        hexadecimal !== undefined
          ? Number.parseInt(hexadecimal || "0", 16)
          : Number.parseInt(numeric[3] ?? numeric[4] ?? "0", 8),
      );
    }
    const control = /^\\c(.)/s.exec(rest)?.[1];
    if (control !== undefined) {
      this.at += 3;
      return String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 64);
    }
    const letter = rest[1];
    if (letter === undefined) throw new PatternProblem("a backslash ends the pattern");
    const simple = simpleEscapes[letter];
    if (simple === undefined && /[A-Za-z0-9]/.test(letter)) throw new PatternProblem(`\\${letter} is not supported`);
    this.at += 2;
    return simple ?? letter;
  }

  private characterClass(flags: PatternFlags): CharacterTest {
    this.at += 1;
    const isNegative = this.take("^");
    const tests: CharacterTest[] = [];
    let isFirst = true;
    while (isFirst || this.peek() !== "]") {
      if (this.done()) throw new PatternProblem('"]" is missing');
      isFirst = false;
      tests.push(this.classItem(flags));
    }
    this.at += 1;
    const any: CharacterTest = (c) => tests.some((test) => test(c));
    return isNegative ? negated(any) : any;
  }

  /** A class cannot begin a range (pcre2compat(3)). */
  private refuseRange(): void {
    if (this.peek() === "-" && this.text[this.at + 1] !== "]") throw new PatternProblem("a range begins with a class");
  }

  private classItem(flags: PatternFlags): CharacterTest {
    const posix = /^\[:(\^?)(\w+):\]/.exec(this.text.slice(this.at));
    if (posix) {
      this.at += posix[0].length;
      const folded = flags.ignoreCase && /^(?:upper|lower)$/.test(posix[2] ?? "") ? "alpha" : (posix[2] ?? "");
      const test = posixClass(folded);
      if (!test) throw new PatternProblem(`[:${posix[2]}:] is not a class`);
      this.refuseRange();
      return posix[1] ? negated(test) : test;
    }
    const escaped = this.peek() === "\\" ? classEscape(this.text[this.at + 1] ?? "") : undefined;
    if (escaped) {
      this.at += 2;
      this.refuseRange();
      return escaped;
    }
    const from = this.classCharacter();
    const isRange = this.peek() === "-" && this.text[this.at + 1] !== "]" && this.at + 1 < this.text.length;
    if (!isRange) return sameCharacter(from, flags.ignoreCase);
    if (this.text[this.at + 1] === "\\" && classEscape(this.text[this.at + 2] ?? ""))
      throw new PatternProblem("a range ends with a class");
    this.at += 1;
    const to = this.classCharacter();
    if (to < from) throw new PatternProblem("a range in [] is out of order");
    return inRange(from, to, flags.ignoreCase);
  }

  private classCharacter(): string {
    if (this.peek() === "\\") {
      if (this.text[this.at + 1] === "b") {
        this.at += 2;
        return "\b";
      }
      return this.escapedCharacter();
    }
    this.at += 1;
    return this.text[this.at - 1] ?? "";
  }

  /** White space and comments of the x flag: true when some was skipped. */
  private skipExtended(): boolean {
    const skipped = /^(?:[ \t\r\n\f\v]+|#[^\n]*\n?)/.exec(this.text.slice(this.at));
    if (!skipped) return false;
    this.at += skipped[0].length;
    return true;
  }

  private find(character: string): number {
    const found = this.text.indexOf(character, this.at);
    if (found === -1) throw new PatternProblem(`"${character}" is missing`);
    return found;
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}

const escapedAssertions: Readonly<
  Record<string, "start" | "end" | "before-end" | "boundary" | "no-boundary" | undefined>
> = { A: "start", Z: "before-end", z: "end", b: "boundary", B: "no-boundary" };

const empty: PatternNode = { kind: "sequence", parts: [] };

function characters(test: CharacterTest): PatternNode {
  return { kind: "characters", test };
}

function withOptions(flags: PatternFlags, on: string, off: string): PatternFlags {
  const set = (letter: string, now: boolean): boolean => (off.includes(letter) ? false : now || on.includes(letter));
  return {
    ignoreCase: set("i", flags.ignoreCase),
    multiline: set("m", flags.multiline),
    dotAll: set("s", flags.dotAll),
    extended: set("x", flags.extended),
    ungreedy: set("U", flags.ungreedy),
  };
}
