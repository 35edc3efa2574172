import fc from "fast-check";

/** One random configuration: rulesets that call each other, and texts to run through the first. */
export interface RulesetCase {
  readonly rulesets: readonly (readonly string[])[];
  readonly texts: readonly string[];
}

const words = ["a", "b", "x", "com", "Ab"];
const operators = [".", "@", "!", "%", "<", ">", ":", "[", "]", ","];
const wild = ["$*", "$*", "$*", "$+", "$+", "$-", "$=A", "$=B", "$~A", "$@", "$&{Set}", "$&{Unset}"];

const literal = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...operators), fc.constant('"q r"'));
const left = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...wild) }, { weight: 1, arbitrary: literal }), {
  minLength: 1,
  maxLength: 6,
});
const position = fc.constantFrom("$1", "$2", "$3");
const plain = fc.oneof(position, position, literal, fc.constantFrom("$&{Set}", "$&{Unset}", "$$"));
const parts = fc.array(plain, { minLength: 0, maxLength: 4 });
const lookup = fc
  .tuple(fc.constantFrom("$(t ", "$(mac {Set} $@ ", "$(no "), parts, fc.option(parts, { nil: undefined }))
  .map(([open, key, fallback]) => `${open}${key.join(" ")}${fallback ? ` $: ${fallback.join(" ")}` : ""} $)`);
const call = fc.constantFrom("$>R1", "$>R2", "$>R3", "$>Empty");
const right = fc
  .tuple(
    fc.constantFrom("$: ", "$: ", "$: ", "$: ", "$@ ", ""),
    fc.array(
      fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: lookup }, { weight: 1, arbitrary: call }),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
    fc.constantFrom("", "", "", "", "$#m $@ h $: "),
  )
  .map(([prefix, body, triple]) => `${prefix}${triple}${body.join(" ")}`);
const rule = fc.tuple(left, right).map(([lhs, rhs]) => `R${lhs.join(" ")}\t${rhs}`);
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...words), fc.constantFrom(...operators), fc.constantFrom('"q r"', "\\", "(c)", " ", '"')),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(""));

export const rulesetCase: fc.Arbitrary<RulesetCase> = fc.record({
  rulesets: fc.array(fc.array(rule, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  texts: fc.array(text, { minLength: 1, maxLength: 4 }),
});

const head = `V10/Berkeley
O OperatorChars=.:%@!^/[]+
D{Set}a.b
CAa a.b x
CBb.x com Ab.a
Kt hash -o /etc/mail/t
Kmac macro
Mlocal, P=/bin/m, F=lA5w, S=0, R=0, A=m $u
Scanonify=3
R$*	$: $1
`;

/** Many cases in one configuration: each has rulesets of its own, so that one sendmail answers them all. */
export function configurationOf(cases: readonly RulesetCase[]): {
  readonly cf: string;
  readonly commands: readonly string[];
} {
  let cf = head;
  const commands: string[] = [];
  for (const [index, { rulesets, texts }] of cases.entries()) {
    cf += `SC${index}Empty\n`;
    for (const number of [1, 2, 3]) {
      // A set that is called and not there would be an error of its own; an empty one is skipped.
      const rules = (rulesets[number - 1] ?? []).map((line) => `${ending(line, index, number)}\n`);
      cf += `SC${index}R${number}\n${rules.join("")}`;
    }
    commands.push(".D{Set}a.b", ...texts.map((one) => `C${index}R1 ${one}`));
  }
  return { cf, commands };
}

/** Calls go to later sets only, and once a rule: rulesets without end would keep the real sendmail for ever. */
function ending(line: string, index: number, number: number): string {
  const [lhs = "", rhs = ""] = line.split("\t");
  const called = rhs.replace(/\$>(R(\d)|Empty)/g, (_all, name: string, digit: string | undefined) =>
    digit !== undefined && Number(digit) <= number ? `$>C${index}Empty` : `$>C${index}${name}`,
  );
  return `${lhs}\t${called.includes("$>") && !/^\$[:@]/.test(called) ? "$: " : ""}${called}`;
}

/** Cases that fit in one configuration: sendmail has room for a hundred named rulesets. */
export const CASES_AT_ONCE = 20;
