import type { Random } from "../random.ts";
import { address, many } from "./addresses.ts";

/** Patterns as people write them, by the dialects that know them. */
export const commonPatterns = {
  both: ["^(.*)@example\\.com$", "^(al|alice)(.*)@", "bob", "[[:digit:]]+", "^[^@]+$", "(a)|(b)", "x\\+y", "/"],
  posix: [
    "[\\.]",
    "a{1,2}",
    "\\<bob\\>",
    "^(a|ab)(c|bcd)?",
    "*x",
    "a{,2}b",
    "a)",
    "x{2,1}",
    "(^|b)+c",
    "\\.example",
    "[]a]+",
  ],
  perl: [
    "^(?!bob)\\w+",
    "(?<=@)sub\\.",
    "(.)\\1",
    "^a++l",
    "(?i-i:BOB)",
    "\\bcarol\\b",
    "^(?>a|al)ice",
    "\\d{3}",
    "(?<n>l)i",
    "^.*?@(.*?)\\.",
    "[\\w.]+@\\S+",
    "(?:x|y)\\+(?=y)",
    "\\Qa.b\\E",
    "^\\h*",
    "(?|(a)(l)|(b))(o)?",
    "^(?|(x)|(c)(a)|b)(?:.)(.)",
    "(?(?=b)(bo)|(al))",
    "(?<n>a)?(?(<n>)l|.)(c)?",
    "(a)?b(?(1)c|b)",
    "(?P<u>a)(?P=u)",
    "\\p{Ll}+(@)",
    "^\\P{Lu}\\pL",
  ],
};

const shared = [
  ...commonPatterns.both,
  "^",
  "$",
  ".",
  "(.)(.)(.)",
  "^.{3}$",
  "[a-c]+@",
  "[^[:alnum:]]",
  "(a*)(b*)c",
  "^(([^@]+)@)?(.*)$",
  "a|b|c",
  "(ab|a)(bc|c)?",
];
const ofPosix = [
  ...commonPatterns.posix,
  "[a-]",
  "(a|ab)(c|bcd)(d*)",
  "(a*)+",
  "\\bbob",
  "\\w+@",
  "(",
  "[z-a]",
  "[[:nope:]]",
  "a**",
  "()b",
  "x{1",
  "\\(a\\)",
  "(a)\\1",
  "b{0}c",
  "^*a",
];
const ofPerl = [
  ...commonPatterns.perl,
  "(?x) b o b # c",
  "(?#note)bob",
  "a(?=l)",
  "(?<!a)b",
  "\\A(\\w)",
  "\\.com\\z",
  "(?|(a)|(b))",
  "(a)?b(?(1)c|d)",
  "[[:^digit:]]",
  "\\x61l",
  "a{,2}b",
  "\\p{L}+",
  "(?P<u>al)(?P=u)?",
  "^(?:a(?:b(?:c)?)?)?$",
  "\\Kbob",
  "[\\d-x]",
  "(*FAIL)",
  "(",
  "a)",
  "[",
  "x{2,1}",
  "\\",
];
export const results = [
  "ok",
  "$1",
  "<${1}>",
  "$(1)x$$",
  "$2",
  "$3",
  "",
  "$x",
  "REJECT ${1}",
  "$1$2",
  "$0",
  "${12}",
  "$",
  "two  words",
  "${1",
];

function pattern(dialect: "regexp" | "pcre", random: Random): string {
  const source = random.oneIn(2) ? random.pick(shared) : random.pick(dialect === "regexp" ? ofPosix : ofPerl);
  const flags = random.pick(
    dialect === "regexp"
      ? ["", "", "", "i", "ii", "m", "x", "z"]
      : ["", "", "", "i", "m", "s", "U", "x", "A", "E", "X", "z"],
  );
  const delimiter = random.pick(
    ["/", "/", "/", "|", "#", "!"].filter((each) => each === "/" || !source.includes(each)),
  );
  const sign = random.pick(["", "", "", "!", "!!", "! "]);
  return `${sign}${delimiter}${delimiter === "/" ? source.replaceAll("/", "\\/") : source}${delimiter}${flags}`;
}

/** One that can stand in main.cf: no braces, commas or blanks of its own. */
export function safePattern(dialect: "regexp" | "pcre", random: Random): string {
  for (;;) {
    const text = pattern(dialect, random);
    if (!/[{}\s,"]/.test(text) && !text.startsWith("#")) return text;
  }
}

export function patternText(dialect: "regexp" | "pcre", random: Random): string {
  const rows = many(1 + random.below(12), () => {
    const turn = random.below(12);
    if (turn < 2)
      return `${random.pick(["if", "IF", "if "])} ${pattern(dialect, random)}${random.oneIn(9) ? " text" : ""}`;
    if (turn < 4) return random.pick(["endif", "ENDIF", "endif ", "endif x"]);
    if (turn === 4) return random.pick(["nonsense /x/", "/open", "# comment", "", "  continued", "if", "1x1 one"]);
    const second = dialect === "regexp" && random.oneIn(8) ? pattern(dialect, random).replace(/^[! ]*/, "!") : "";
    return `${pattern(dialect, random)}${second}${random.pick([" ", "\t", "  "])}${random.pick(results)}`;
  });
  return `${rows.join("\n")}\n`;
}

/** Keys that the common patterns match, and some that they do not. */
export const commonSubjects = [
  "alice@example.com",
  "BOB@sub.example.com",
  "carol",
  "100%",
  "aabbcc",
  "x+y@example.net",
  "abcd@x",
  "a/b",
  "carol d",
] as const;

export function subjects(random: Random, count: number): readonly string[] {
  const fixed = [...commonSubjects, "bob", "ab", "abc", "aab", "\xc3\xa4b", "\xe4b", "@", "a", "b", "a.b@example.com"];
  return many(count, () => (random.oneIn(4) ? address(random) : random.pick(fixed)));
}
