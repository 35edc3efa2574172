import type { Random } from "./random.ts";

/** A random lookup table: files by name, and what refers to them, where `DIR` stands for their directory. */
export interface RandomTable {
  readonly files: Readonly<Record<string, string>>;
  readonly reference: string;
  readonly keys: readonly string[];
  /** Files that postmap builds first, with their type. */
  readonly build: readonly string[];
  /** The program that asks: aliases have a form of their own. */
  readonly program: "postmap" | "postalias";
}

export const tableKinds = [
  ..."hash btree lmdb cdb texthash aliases regexp pcre cidr inline static environ internal randmap unionmap pipemap".split(
    " ",
  ),
  ...["inline-regexp", "inline-pcre", "inline-cidr"],
] as const;

/** For `environ:`. */
export const tableEnvironment = { colour: "blue", editor: "ed -s", tz: "UTC" };

export function randomTable(kind: string, name: string, random: Random, count: number): RandomTable {
  const plain = { files: {}, build: [], program: "postmap" as const };
  const file = (text: string): Readonly<Record<string, string>> => ({ [name]: text });
  switch (kind) {
    case "hash":
    case "btree":
    case "lmdb":
    case "cdb":
    case "texthash": {
      const rows = indexedRows(random);
      const build = kind === "texthash" ? [] : [`${kind}:DIR/${name}`];
      return { ...plain, files: file(rows), build, reference: `${kind}:DIR/${name}`, keys: addresses(random, count) };
    }
    case "aliases":
      return {
        files: file(aliasRows(random)),
        build: [`hash:DIR/${name}`],
        program: "postalias",
        reference: `hash:DIR/${name}`,
        keys: many(count, () => random.pick([...aliasKeys, ...users])),
      };
    case "regexp":
    case "pcre":
      return {
        ...plain,
        files: file(patternText(kind, random)),
        reference: `${kind}:DIR/${name}`,
        keys: subjects(random, count),
      };
    case "cidr":
      return {
        ...plain,
        files: file(cidrText(random)),
        reference: `cidr:DIR/${name}`,
        keys: clientKeys(random, count),
      };
    case "inline-regexp":
    case "inline-pcre": {
      const dialect = kind === "inline-pcre" ? "pcre" : "regexp";
      const rules = many(1 + random.below(3), () => `{${safePattern(dialect, random)} ${random.pick(results)}}`);
      return { ...plain, reference: `${dialect}:{ ${rules.join(", ")} }`, keys: subjects(random, count) };
    }
    case "inline-cidr": {
      const rules = many(1 + random.below(4), () => `{${random.pick(networks)} ${random.pick(plainValues)}}`);
      return { ...plain, reference: `cidr:{ ${rules.join(", ")} }`, keys: clientKeys(random, count) };
    }
    case "inline":
      return { ...plain, reference: inlineText(random), keys: addresses(random, count) };
    case "static":
      return {
        ...plain,
        reference: random.pick(["static:one", "static:two words", "static:{ in braces }", "static:{}", "static:a=b"]),
        keys: addresses(random, count),
      };
    case "environ":
      return {
        ...plain,
        reference: "environ:any",
        keys: many(count, () => random.pick(["colour", "Editor", "TZ", "COLOUR", "none"])),
      };
    case "internal":
      return { ...plain, reference: "internal:any", keys: addresses(random, count) };
    case "randmap":
      return {
        ...plain,
        reference: random.pick(["randmap:{one}", "randmap:{ {two words} }", "randmap:{a,}", "randmap:{a=b}"]),
        keys: addresses(random, count),
      };
    case "unionmap":
    case "pipemap":
      return composite(kind, name, random, count);
    default:
      throw new Error(`no such kind of table: ${kind}`);
  }
}

function many<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}

const users = [
  "alice",
  "Bob",
  "carol.d",
  "x+y",
  "list-owner",
  "a'b",
  "J\xc3\x9cRGEN",
  "100%",
  "a_b",
  "\xe4lt",
  '"q r"',
  "root",
  "stra\xc3\x9fe",
];
const hosts = ["example.com", "EXAMPLE.net", "sub.example.com", "localhost", "[192.0.2.1]", "b\xc3\x9ccher.example"];
const values = [
  "ok",
  "bob@example.net",
  "REJECT  no way",
  "smtp:[relay.example.com]:25",
  "a, b,\n   c",
  "x # no comment",
  "550 5.7.1 <&> text",
  "\xc3\xa4 value",
  "\xe4 latin",
  "DUNNO",
  "$1 stays",
];
/** Values that can stand in main.cf. */
const plainValues = values.filter((value) => /^[ -~]*$/.test(value));
const noise = [
  "# comment",
  "",
  "   ",
  "lonely",
  " orphan",
  'un"balanced x',
  "  # indented comment",
  "\tcontinued here",
  "trailing  ",
  "key\tvalue\twith tab",
  "a b\r",
];

function address(random: Random): string {
  const user = random.pick(users);
  const host = random.pick(hosts);
  return random.pick([
    user,
    `${user}@${host}`,
    `${user}@${host}`,
    `@${host}`,
    `.${host}`,
    host,
    "192.0.2.1",
    "192.0.2",
    "2001:db8::1",
    "back\\slash",
    "a:b",
    "a=b",
    "<>",
    `${user}@${host}.`,
  ]);
}

function addresses(random: Random, count: number): readonly string[] {
  return many(count, () => address(random));
}

function indexedRows(random: Random): string {
  const rows = many(1 + random.below(40), () => {
    if (random.oneIn(7)) return random.pick(noise);
    return `${address(random)}${random.pick([" ", "\t", "   ", " \t"])}${random.pick(values)}`;
  });
  return `${rows.join("\n")}${random.oneIn(5) ? "" : "\n"}`;
}

const aliasKeys = [
  "two words",
  "a@b",
  "owner-list",
  "real",
  "bad",
  "@",
  "Postmaster",
  "list-request",
  'quoted"in',
  "back\\slash",
];
const aliasNames = [
  '"two words"',
  '"a@b"',
  "Owner-List",
  "bad name",
  "a@b",
  "(comment) real",
  "real (comment)",
  "Postmaster",
  "list-request",
  '"quoted\\"in"',
  "back\\\\slash",
  "",
  "@",
];
const targets = [
  "alice",
  "alice, bob@example.com",
  '"|/usr/bin/prog -a \\"x y\\"", carol',
  "|/bin/cat",
  '"|exec /bin/cat > /dev/null || exit 75"',
  "/var/spool/file",
  '"/var/spool/two words"',
  ":include:/etc/lists/staff",
  '":include:/etc/lists/a b"',
  "\\root",
  "Full Name <x@example.com>, other",
  "<x@example.com>",
  "a,\n\tb,\n c",
  "john doe",
  "user@[192.0.2.1]",
  "group: a, b;",
  "a,,b",
  "(only a comment)",
  '""',
  "a;b",
  "x@y@z",
  "error:5.7.1 text",
  "user%host@gate",
  "\xe4lt",
];

function aliasRows(random: Random): string {
  const rows = many(1 + random.below(25), () => {
    if (random.oneIn(8)) return random.pick(noise);
    const name = random.oneIn(2) ? random.pick(users) : random.pick(aliasNames);
    return `${name}${random.pick([":", ": ", " : ", ":\t"])}${random.pick(targets)}`;
  });
  return `${rows.join("\n")}\n`;
}

const shared = [
  "^(.*)@example\\.com$",
  "^(al|alice)(.*)@",
  "bob",
  "[[:digit:]]+",
  "^[^@]+$",
  "(a)|(b)",
  "x\\+y",
  "/",
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
const results = [
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
function safePattern(dialect: "regexp" | "pcre", random: Random): string {
  for (;;) {
    const text = pattern(dialect, random);
    if (!/[{}\s,"]/.test(text) && !text.startsWith("#")) return text;
  }
}

function patternText(dialect: "regexp" | "pcre", random: Random): string {
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

function subjects(random: Random, count: number): readonly string[] {
  const fixed = [
    "alice@example.com",
    "BOB@sub.example.com",
    "carol",
    "100%",
    "aabbcc",
    "x+y@example.net",
    "abcd@x",
    "a/b",
    "carol d",
    "bob",
    "ab",
    "abc",
    "aab",
    "\xc3\xa4b",
    "\xe4b",
    "@",
    "a",
    "b",
    "a.b@example.com",
  ];
  return many(count, () => (random.oneIn(4) ? address(random) : random.pick(fixed)));
}

const networks = [
  "192.0.2.0/24",
  "192.0.2.1",
  "192.0.2.129/25",
  "192.0.2.128/25",
  "10.0.0.0/8",
  "0.0.0.0/0",
  "2001:db8::/32",
  "[2001:db8::1]",
  "[2001:db8:1::]/48",
  "[2001:db8:1::/48]",
  "::/0",
  "!192.0.2.0/28",
  "! 2001:db8::/64",
  "!!10.9.0.0/16",
  "192.0.2.0/33",
  "300.1.1.1",
  "192.0.2",
  "192.0.2.0/",
  "::ffff:192.0.2.0/120",
  "192.0.2.0/24/1",
  "2001:db8::/129",
  "1.2.3.4x",
];

function cidrText(random: Random): string {
  const rows = many(1 + random.below(14), () => {
    const turn = random.below(10);
    if (turn === 0) return `${random.pick(["if", "IF"])} ${random.pick(networks)}${random.oneIn(9) ? " text" : ""}`;
    if (turn === 1) return random.pick(["endif", "ENDIF  ", "endif x", "192.0.2.1", "# comment", "", " continued"]);
    return `${random.pick(networks)}${random.pick([" ", "\t"])}${random.pick(values)}`;
  });
  return `${rows.join("\n")}\n`;
}

function clientKeys(random: Random, count: number): readonly string[] {
  const some = [
    "192.0.2.1",
    "192.0.2.200",
    "10.9.8.7",
    "10.8.1.1",
    "2001:db8::1",
    "2001:db8:1::5",
    "2001:DB8:1::5",
    "::1",
    "x.y",
    "192.0.2",
    "::ffff:192.0.2.7",
    "192.000.2.1",
    "fe80::1%lo",
    "[192.0.2.1]",
    "0.0.0.0",
  ];
  return many(count, () => random.pick(some));
}

const inlineKeys = ["a", "B", "c.d", "user@example.com", "@example.com", "x+y"];

function inlineText(random: Random): string {
  const rows = many(1 + random.below(5), () => {
    const key = random.pick(inlineKeys);
    return random.pick([
      `${key}=1`,
      `{${key} = two words}`,
      `{ ${key}=a = b }`,
      `${key}=`,
      `{${key}=}`,
      `{${key} = {x}}`,
    ]);
  });
  return `inline:{${random.pick(["", " "])}${rows.join(random.pick([", ", " ", ","]))}${random.pick(["", " "])}}`;
}

function composite(kind: "unionmap" | "pipemap", name: string, random: Random, count: number): RandomTable {
  const inner = ["texthash", "hash", "inline", "static", "internal"];
  const parts = many(1 + random.below(3), () => random.pick(inner)).map((each, index) =>
    each === "static"
      ? { files: {}, build: [], reference: "static:s" }
      : randomTable(each, `${name}-${index}`, random, 0),
  );
  return {
    files: Object.assign({}, ...parts.map((part) => part.files)),
    build: parts.flatMap((part) => part.build),
    program: "postmap",
    reference: `${kind}:{${parts.map((part) => part.reference).join(", ")}}`,
    keys: many(count, () => (random.oneIn(3) ? random.pick(inlineKeys) : address(random))),
  };
}
