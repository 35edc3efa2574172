export interface PosixFlags {
  readonly ignoreCase: boolean;
  /** REG_NEWLINE: `.` and negated classes do not match a line end, anchors match at lines. */
  readonly newline: boolean;
  readonly extended: boolean;
}

/**
 * A POSIX pattern in RE2's syntax (regex(7)). In `[ ]` a backslash is a plain character; in basic patterns (the x flag)
 * `\( \) \{ \}` are the operators; `\< \>` and other GNU escapes are translated. A problem is returned as a sentence.
 */
export function posixToRe2(source: string, flags: PosixFlags): string | { readonly problem: string } {
  let out = "";
  let at = 0;
  while (at < source.length) {
    const character = source[at] ?? "";
    if (character === "[") {
      const end = bracketEnd(source, at);
      if (end === -1) return { problem: "brackets ([ ]) not balanced" };
      out += bracket(source.slice(at, end), flags);
      at = end;
    } else if (character === "\\") {
      const next = source[at + 1];
      if (next === undefined) return { problem: "trailing backslash (\\)" };
      out += flags.extended ? extendedEscape(next) : basicEscape(next);
      at += 2;
    } else if (flags.extended) {
      const piece = extendedPiece(source, at, out);
      if ("problem" in piece) return piece;
      out += piece.text;
      at += piece.length;
    } else {
      out += basicCharacter(source, at, out);
      at += 1;
    }
  }
  return out;
}

/** Offset after the bracket expression at `at`; `]` first and inside `[:class:]` does not close it. */
function bracketEnd(source: string, at: number): number {
  let index = at + 1;
  if (source[index] === "^") index += 1;
  if (source[index] === "]") index += 1;
  while (index < source.length && source[index] !== "]") {
    const inner = /^\[([:.=]).*?\1\]/s.exec(source.slice(index));
    index += inner ? inner[0].length : 1;
  }
  return index < source.length ? index + 1 : -1;
}

function bracket(text: string, flags: PosixFlags): string {
  const isNegative = text.startsWith("[^");
  const body = text.slice(isNegative ? 2 : 1, -1);
  let out = "";
  let at = 0;
  while (at < body.length) {
    const inner = /^\[([:.=])(.*?)\1\]/s.exec(body.slice(at));
    if (inner) {
      out += inner[1] === ":" ? inner[0] : escaped(inner[2] ?? "");
      at += inner[0].length;
      continue;
    }
    const character = body[at] ?? "";
    out += character === "-" && at > 0 && at < body.length - 1 ? "-" : escaped(character);
    at += 1;
  }
  return `[${isNegative ? "^" : ""}${out}${isNegative && flags.newline ? "\\n" : ""}]`;
}

function escaped(text: string): string {
  return text.replace(/[\\[\]^-]/g, "\\$&");
}

const gnuEscapes: Readonly<Record<string, string>> = {
  w: "\\w",
  W: "\\W",
  s: "\\s",
  S: "\\S",
  b: "\\b",
  B: "\\B",
  "<": "\\b",
  ">": "\\b",
  "`": "\\A",
  "'": "\\z",
};

function extendedEscape(next: string): string {
  const known = gnuEscapes[next];
  if (known !== undefined) return known;
  if (/[1-9]/.test(next)) return `\\${next}`;
  return /[A-Za-z0]/.test(next) ? next : plain(next);
}

function basicEscape(next: string): string {
  if ("(){}|+?".includes(next)) return next;
  return extendedEscape(next);
}

/**
 * The next piece of an extended pattern. As glibc has it: a quantifier must follow something, `{,n}` is `{0,n}`, any
 * other `{` without a count is an error, and a `)` that closes nothing is a plain character.
 */
function extendedPiece(
  source: string,
  at: number,
  before: string,
): { readonly text: string; readonly length: number } | { readonly problem: string } {
  const character = source[at] ?? "";
  if ("*+?{".includes(character)) {
    if (/(?:^|[^\\])(?:\\\\)*[(|^]$|^$/.test(before)) return { problem: "invalid preceding regular expression" };
    if (character !== "{") return { text: character, length: 1 };
    const count = /^\{(\d*)(,?)(\d*)\}/.exec(source.slice(at));
    const isReversed = count?.[3] && Number(count[3]) < Number(count[1]);
    if (!count || (count[1] === "" && count[3] === "") || isReversed) return { problem: "invalid content of \\{\\}" };
    return { text: `{${count[1] || 0}${count[2]}${count[3]}}`, length: count[0].length };
  }
  if (character === ")" && openGroups(before) === 0) return { text: "\\)", length: 1 };
  return { text: character === "}" ? "\\}" : character, length: 1 };
}

/** How many groups of an RE2 pattern are still open at its end. */
function openGroups(pattern: string): number {
  const bare = pattern.replace(/\\./gs, "").replace(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g, "");
  return (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
}

/** A character of a basic pattern: most operators are plain without a backslash. */
function basicCharacter(source: string, at: number, before: string): string {
  const character = source[at] ?? "";
  if ("(){}|+?".includes(character)) return plain(character);
  if (character === "*" && (before === "" || before === "^" || before.endsWith("("))) return "\\*";
  if (character === "^" && before !== "" && !/[(|]$/.test(before)) return "\\^";
  if (character === "$" && at < source.length - 1 && !/^\$\\[)|]/.test(source.slice(at))) return "\\$";
  return character;
}

function plain(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : `\\${character}`;
}
