import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan } from "../../source/source-file.ts";
import { type LinePart, logicalLinesOf } from "../../syntax/postfix-lines/logical-lines.ts";
import { compilePerl, compilePosix, type Pattern } from "./patterns/compile.ts";
import { shadowsOf } from "./shadows.ts";
import { type Answer, failed, found, none, type Table } from "./table.ts";

/**
 * regexp: and pcre: tables (regexp_table(5), pcre_table(5)): the first rule that matches answers; `!` negates;
 * `if`...`endif` skip what does not concern the key; `$1` puts in what a group matched. A bad rule is dropped with a
 * finding, as Postfix drops it with a warning.
 */
interface Rule {
  readonly kind: "match" | "if" | "endif";
  readonly patterns: readonly Condition[];
  readonly replacement: Replacement;
  /** The patterns as written, with signs and flags. */
  readonly written: string;
  /** For `if`: index of the rule that ends it, or the number of rules. */
  end: number;
}

interface Condition {
  readonly pattern: Pattern;
  readonly negative: boolean;
}

/** Literal text and group numbers in turn. */
type Replacement = readonly (string | number)[];

export interface PatternTableOptions {
  readonly dialect: "regexp" | "pcre";
  /** Tables that decide who gets the mail take no `$1` (postconf(5), alias_maps: DICT_FLAG_NO_REGSUB). */
  readonly substitution: boolean;
}

export function patternTable(
  reference: string,
  path: string,
  lines: Iterable<LinePart>,
  options: PatternTableOptions,
): Table {
  const { rules, diagnostics } = readRules(path, lines, options);
  return { reference, fixed: false, diagnostics, lookup: (key) => answer(rules, key) };
}

function answer(rules: readonly Rule[], key: string): Answer {
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (!rule || rule.kind === "endif") continue;
    const groups = matches(rule.patterns, key);
    if (groups === "limit") return failed("a pattern took too many steps");
    if (rule.kind === "if") {
      if (!groups) index = rule.end;
    } else if (groups) {
      return found(rule.replacement.map((part) => (typeof part === "string" ? part : (groups[part] ?? ""))).join(""));
    }
  }
  return none;
}

/** Groups of the first pattern when all conditions hold. */
function matches(conditions: readonly Condition[], key: string): readonly (string | undefined)[] | undefined | "limit" {
  let first: readonly (string | undefined)[] | undefined;
  for (const { pattern, negative } of conditions) {
    const groups = pattern.search(key);
    if (groups === "limit") return "limit";
    if ((groups !== undefined) === negative) return undefined;
    first ??= groups ?? [];
  }
  return first;
}

function readRules(
  path: string,
  lines: Iterable<LinePart>,
  options: PatternTableOptions,
): { readonly rules: readonly Rule[]; readonly diagnostics: readonly Diagnostic[] } {
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  const open: Rule[] = [];
  const shadows = shadowsOf(path);
  for (const logical of logicalLinesOf(lines)) {
    const note = (message: string, code: "PF4021" | "PF4023" = "PF4021"): void => {
      diagnostics.push(diagnose(code, lineSpan(path, logical.line), message));
    };
    if (logical.orphan) {
      note("The line begins with white space and continues nothing");
      continue;
    }
    const rule = readRule(logical.text.trimEnd(), options, open.length, note);
    if (!rule) continue;
    if (rule.kind === "if") open.push(rule);
    if (rule.kind === "endif") {
      const start = open.pop();
      if (start) start.end = rules.length;
    }
    if (rule.kind === "match" && open.length === 0) shadows.pattern(logical.line, rule.written);
    rules.push(rule);
  }
  for (const rule of open) {
    rule.end = rules.length;
    diagnostics.push(diagnose("PF4021", lineSpan(path, 1), `${path}: an if has no endif`));
  }
  return { rules, diagnostics: [...diagnostics, ...shadows.findings] };
}

type Note = (message: string, code?: "PF4021" | "PF4023") => void;

function readRule(text: string, options: PatternTableOptions, nesting: number, note: Note): Rule | undefined {
  if (!/^[A-Za-z0-9]/.test(text)) return readMatch(text, options, note);
  const keyword = /^(if|endif)(?![A-Za-z0-9])(.*)$/is.exec(text);
  const rest = (keyword?.[2] ?? "").trimStart();
  if (keyword?.[1]?.toLowerCase() === "if") {
    const condition = readCondition(rest, options.dialect, note);
    if (!condition) return undefined;
    if (condition.rest.trim() !== "") note("There is text after the pattern of an if; it is not used");
    return { kind: "if", patterns: [condition], replacement: [], written: "", end: 0 };
  }
  if (keyword) {
    if (nesting === 0) {
      note("An endif without an if is ignored");
      return undefined;
    }
    if (rest !== "") note("There is text after an endif; it is not used");
    return { kind: "endif", patterns: [], replacement: [], written: "", end: 0 };
  }
  note("A rule begins with a delimiter, if or endif; this one is ignored");
  return undefined;
}

function readMatch(text: string, options: PatternTableOptions, note: Note): Rule | undefined {
  const first = readCondition(text, options.dialect, note);
  if (!first) return undefined;
  const patterns: Condition[] = [first];
  let { rest } = first;
  if (options.dialect === "regexp" && rest.startsWith("!")) {
    const second = readCondition(rest, options.dialect, note);
    if (!second) return undefined;
    patterns.push(second);
    rest = second.rest;
  }
  const replacement = readReplacement(rest.trimStart());
  if (typeof replacement === "string") {
    note(replacement, "PF4023");
    return undefined;
  }
  if (replacement.length === 0) note("A rule without a result gives an empty one");
  const highest = Math.max(0, ...replacement.map((part) => (typeof part === "number" ? part : 0)));
  const problem =
    highest === 0
      ? undefined
      : first.negative
        ? "A negated pattern has no groups to put in; the rule is not used"
        : !options.substitution
          ? "This table may not put in what a pattern matched; the rule is not used"
          : highest > first.pattern.groups
            ? `There is no group ${highest} in the pattern; the rule is not used`
            : undefined;
  if (problem !== undefined) {
    note(problem, "PF4023");
    return undefined;
  }
  const written = text.slice(0, text.length - rest.length).trim();
  return { kind: "match", patterns, replacement, written, end: 0 };
}

/** `$1`, `${1}`, `$(1)` and `$$`; a string says what is wrong. */
function readReplacement(text: string): Replacement | string {
  const parts: (string | number)[] = [];
  let at = 0;
  let literal = "";
  while (at < text.length) {
    const reference = /^\$(?:(\$)|\{([^}]*)\}|\(([^)]*)\)|(\w*))/.exec(text.slice(at));
    if (!reference) {
      literal += text[at];
      at += 1;
      continue;
    }
    at += reference[0].length;
    if (reference[1] !== undefined) {
      literal += "$";
      continue;
    }
    const name = reference[2] ?? reference[3] ?? reference[4] ?? "";
    if (!/^\d+$/.test(name) || Number(name) < 1) return `"${reference[0]}" is not a group number; the rule is not used`;
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push(Number(name));
  }
  if (literal !== "") parts.push(literal);
  return parts;
}

interface ReadCondition extends Condition {
  readonly rest: string;
}

function readCondition(text: string, dialect: "regexp" | "pcre", note: Note): ReadCondition | undefined {
  const start = /^[!\s]*/.exec(text)?.[0] ?? "";
  const negative = (start.match(/!/g)?.length ?? 0) % 2 === 1;
  const delimiter = text[start.length];
  if (delimiter === undefined) {
    note("A pattern is missing", "PF4023");
    return undefined;
  }
  const end = delimiterEnd(text, start.length + 1, delimiter);
  if (end === -1) {
    note(`The pattern's closing ${delimiter} is missing`, "PF4023");
    return undefined;
  }
  const source = text.slice(start.length + 1, end);
  const letters = (dialect === "pcre" ? /^\S*/ : /^[^\s!]*/).exec(text.slice(end + 1))?.[0] ?? "";
  const pattern = dialect === "pcre" ? compileWithPerlFlags(source, letters) : compileWithPosixFlags(source, letters);
  if (typeof pattern === "string") {
    note(`${source}: ${pattern}`, "PF4023");
    return undefined;
  }
  return { pattern, negative, rest: text.slice(end + 1 + letters.length) };
}

function delimiterEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === delimiter) return at;
  }
  return -1;
}

/** Each letter turns its flag over; `i` (and `s` of pcre) are on from the start. */
function compileWithPerlFlags(source: string, letters: string): Pattern | string {
  const odd = (letter: string): boolean => (letters.split(letter).length - 1) % 2 === 1;
  const unknown = /[^imsxAEUX]/.exec(letters)?.[0];
  if (unknown !== undefined) return `"${unknown}" is not a flag`;
  return compilePerl(source, {
    ignoreCase: !odd("i"),
    dotAll: !odd("s"),
    multiline: odd("m"),
    extended: odd("x"),
    ungreedy: odd("U"),
    anchored: odd("A"),
  });
}

function compileWithPosixFlags(source: string, letters: string): Pattern | string {
  const odd = (letter: string): boolean => (letters.split(letter).length - 1) % 2 === 1;
  const unknown = /[^imx]/.exec(letters)?.[0];
  if (unknown !== undefined) return `"${unknown}" is not a flag`;
  return compilePosix(source, { ignoreCase: !odd("i"), newline: odd("m"), extended: !odd("x") });
}
