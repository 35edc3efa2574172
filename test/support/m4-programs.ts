import fc from "fast-check";

/**
 * Random m4 programs, rich in the builtins' odd cases. A body only names macros that come before its own name, so few
 * programs run for ever.
 */
const names = ["a", "b", "foo", "bar_1", "X", "y2"];

const piece = (value: string): fc.Arbitrary<string> => fc.constant(value);
const name = fc.constantFrom(...names);
const number = fc.oneof(
  fc.integer({ min: -20, max: 40 }).map(String),
  fc.constantFrom(
    "",
    "0",
    "007",
    " 3",
    "3 ",
    "0x1f",
    "2147483647",
    "2147483648",
    "-2147483648",
    "99999999999999999999",
    "abc",
  ),
);
const plainText = fc
  .array(fc.constantFrom("a", "b", "foo", "z", "0", "9", " ", "-", ".", "\n", "é", "/", "$", "\t", "[", "]", "AB"), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

const expression = fc.letrec<{ expr: string }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    fc.constantFrom("1", "2", "0", "7", "0x1F", "0b101", "0r3:12", "010", "2147483647", "r", "0r1:111", "08", ""),
    fc
      .tuple(
        tie("expr"),
        fc.constantFrom(..."+ - * / % ** << >> < > <= >= == != = & | ^ && || ++ += ,".split(" ")),
        tie("expr"),
      )
      .map((parts) => parts.join(" ")),
    fc.tuple(fc.constantFrom("-", "+", "!", "~", "- -"), tie("expr")).map((parts) => parts.join("")),
    tie("expr").map((inner) => `(${inner})`),
    tie("expr").map((inner) => `(${inner}`),
  ),
})).expr;

const pattern = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      ".",
      "*",
      "+",
      "?",
      "\\(",
      "\\)",
      "\\|",
      "^",
      "$",
      "[a-c]",
      "[^b]",
      "\\w",
      "\\W",
      "\\b",
      "\\B",
      "\\<",
      "\\>",
      "\\`",
      "\\1",
      "\\s",
      "x",
      "\\.",
      "[",
      "]",
      "\\{",
      "foo",
      "ab",
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const subject = fc
  .array(fc.constantFrom("a", "b", "c", "ab", " ", "foo", "x", "aa", "\n", "_", "1"), { maxLength: 8 })
  .map((parts) => parts.join(""));

const replacement = fc.constantFrom("", "<\\&>", "[\\1]", "\\2-\\1", "\\0", "x\\", "\\\\", "y", "\\n");

const quoted = (text: string): string => `\`${text}'`;

const formatPattern = fc
  .tuple(
    fc.constantFrom("", "-", "+", " ", "0", "#", "'", "-0", "+ "),
    fc.constantFrom("", "1", "5", "12", "*"),
    fc.constantFrom("", ".", ".0", ".2", ".7", ".*"),
    fc.constantFrom("", "l", "h", "hh"),
    fc.constantFrom(..."dixXoucsfFeEgGa%zq".split("")),
  )
  .map(([flags, width, precision, length, letter]) => `<%${flags}${width}${precision}${length}${letter}>`);

const formatValue = fc.oneof(
  number,
  fc.constantFrom(
    "1.5",
    "-0.25",
    "1e10",
    "123456.789",
    "0.00001234",
    "65",
    "inf",
    "1e400",
    "x1",
    "0x10",
    "3.0",
    "1e-7",
    "100000",
    "1000000",
    "9999999",
  ),
);

type Grammar = { text: string; call: string; body: string; argument: string };

const grammar = fc.letrec<Grammar>((tie) => {
  const call = (builtin: string, ...args: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...args).map((values) => `${builtin}(${values.join(",")})`);
  const q = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> => inner.map(quoted);
  return {
    argument: fc.oneof(
      { weight: 3, arbitrary: q(plainText) },
      plainText,
      tie("call"),
      q(tie("call")),
      name,
      number,
      piece(""),
    ),
    body: fc
      .array(
        fc.oneof(
          plainText,
          fc.constantFrom("$1", "$2", "$#", "$*", "$@", "$0", "$10", "$", "$(", "`$1'", "shift($@)"),
          tie("call"),
        ),
        {
          maxLength: 4,
        },
      )
      .map((parts) => parts.join("")),
    call: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc
        .tuple(name, fc.array(tie("argument"), { maxLength: 3 }))
        .map(([macro, args]) => `${macro}(${args.join(", ")})`),
      name,
      call("define", q(name), q(tie("body"))),
      call("pushdef", q(name), q(tie("body"))),
      call("popdef", q(name)),
      call("undefine", q(name), q(name)),
      call("ifdef", q(name), tie("argument"), tie("argument")),
      call("ifelse", tie("argument"), tie("argument"), tie("argument"), tie("argument")),
      call(
        "ifelse",
        tie("argument"),
        tie("argument"),
        tie("argument"),
        tie("argument"),
        tie("argument"),
        tie("argument"),
        tie("argument"),
      ),
      call("eval", q(expression)),
      call("eval", q(expression), number, number),
      call("incr", number),
      call("decr", number),
      call("len", tie("argument")),
      call("index", q(subject), q(subject)),
      call("substr", q(plainText), number, number),
      call("substr", q(plainText), number),
      call(
        "translit",
        q(plainText),
        q(fc.constantFrom("a-z", "z-a", "ab", "a-", "-b", "0-9a", "a-cA-C")),
        q(fc.constantFrom("A-Z", "", "xy", "9-0", "X-")),
      ),
      call("regexp", q(subject), q(pattern)),
      call("regexp", q(subject), q(pattern), q(replacement)),
      call("patsubst", q(subject), q(pattern), q(replacement)),
      call("format", q(formatPattern), formatValue, formatValue, formatValue),
      call("divert", fc.constantFrom("", "0", "1", "2", "-1", "1x")),
      call("undivert", fc.constantFrom("", "1", "2", "0", "nofile")),
      call("m4wrap", tie("argument")),
      call("errprint", tie("argument"), tie("argument")),
      call("dumpdef", q(name)),
      call("traceon", q(name)),
      call("traceoff", q(name)),
      call("debugmode", fc.constantFrom("", "aeq", "+l", "cx", "-q", "V", "t", "flaeqcxip", "w")),
      call("indir", q(name), tie("argument")),
      call("indir", piece("`define'"), q(name), tie("argument")),
      call(
        "builtin",
        fc.constantFrom("`len'", "`eval'", "`nope'", "`shift'", "`ifelse'"),
        tie("argument"),
        tie("argument"),
      ),
      call(
        "define",
        q(name),
        fc.constantFrom("defn(`len')", "defn(`define')", "defn(`foo')", "defn(`a', `len')", "x`'defn(`incr')"),
      ),
      call("defn", q(name)),
      call("shift", tie("argument"), tie("argument"), tie("argument")),
      call("changequote", fc.constantFrom("", "[,]", "<<,>>", "`", "{,", ",", "a,b")),
      call("changecom", fc.constantFrom("", "%", "/*,*/", "`#'", "`b',`y'", "{,")),
      call("include", piece("`/nonexistent'")),
      call("sinclude", piece("`/nonexistent'")),
      fc.constantFrom(
        "dnl",
        "divnum",
        "__line__",
        "__file__",
        "changequote",
        "changecom",
        "undivert",
        "len",
        "define",
        "shift",
        "m4wrap(`dnl')",
        "dumpdef",
        "sysval",
        "debugmode",
        "__program__",
        "m4exit(`3')",
        "m4exit",
      ),
    ),
    text: fc
      .array(
        fc.oneof(
          { weight: 5, arbitrary: tie("call") },
          { weight: 2, arbitrary: plainText },
          { weight: 2, arbitrary: piece("\n") },
          fc.constantFrom("# foo\n", "`a", "'", "(", ")", ",", "`'", " "),
        ),
        { minLength: 1, maxLength: 14 },
      )
      .map((parts) => parts.join("")),
  };
});

export const m4Program: fc.Arbitrary<string> = grammar.text;
