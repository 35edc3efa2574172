/** Tests of one character (one byte) for the escapes and classes of pcrepattern(3), in the C locale. */
export type CharacterTest = (character: string) => boolean;

const isDigit: CharacterTest = (c) => c >= "0" && c <= "9";
const isUpper: CharacterTest = (c) => c >= "A" && c <= "Z";
const isLower: CharacterTest = (c) => c >= "a" && c <= "z";
const isLetter: CharacterTest = (c) => isUpper(c) || isLower(c);
export const isWord: CharacterTest = (c) => c !== "" && (isLetter(c) || isDigit(c) || c === "_");
const isBlank: CharacterTest = (c) => c === " " || c === "\t";
const isVertical: CharacterTest = (c) => c === "\n" || c === "\v" || c === "\f" || c === "\r" || c === "\x85";
const isSpace: CharacterTest = (c) => c === " " || (c >= "\t" && c <= "\r");
const isGraphic: CharacterTest = (c) => c > " " && c <= "~";

export function negated(test: CharacterTest): CharacterTest {
  return (c) => !test(c);
}

const escapes: Readonly<Record<string, CharacterTest>> = {
  d: isDigit,
  D: negated(isDigit),
  w: isWord,
  W: negated(isWord),
  s: isSpace,
  S: negated(isSpace),
  h: (c) => isBlank(c) || c === "\xa0",
  H: (c) => !isBlank(c) && c !== "\xa0",
  v: isVertical,
  V: negated(isVertical),
  N: (c) => c !== "\n",
};

export function classEscape(letter: string): CharacterTest | undefined {
  return escapes[letter];
}

/** Postfix hands PCRE bytes without its UTF flag: a byte above 127 has the properties of Latin-1. */
export function propertyTest(name: string): CharacterTest | undefined {
  const spelled = name === "L&" ? "LC" : name;
  for (const property of [spelled, `Script=${spelled}`]) {
    try {
      const known = new RegExp(`^\\p{${property}}$`, "u");
      return (character) => known.test(character);
    } catch {
      // Another kind of property, or none.
    }
  }
  return undefined;
}

const named: Readonly<Record<string, CharacterTest>> = {
  alpha: isLetter,
  digit: isDigit,
  alnum: (c) => isLetter(c) || isDigit(c),
  upper: isUpper,
  lower: isLower,
  space: isSpace,
  blank: isBlank,
  punct: (c) => isGraphic(c) && !isLetter(c) && !isDigit(c),
  graph: isGraphic,
  print: (c) => c === " " || isGraphic(c),
  cntrl: (c) => c < " " || c === "\x7f",
  xdigit: (c) => isDigit(c) || (c >= "a" && c <= "f") || (c >= "A" && c <= "F"),
  word: isWord,
  ascii: (c) => c <= "\x7f",
};

export function posixClass(name: string): CharacterTest | undefined {
  return named[name];
}

/** One character; with `ignoreCase` ASCII letters in either case. */
export function sameCharacter(wanted: string, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase || !isLetter(wanted)) return (c) => c === wanted;
  const [lower, upper] = [wanted.toLowerCase(), wanted.toUpperCase()];
  return (c) => c === lower || c === upper;
}

export function inRange(from: string, to: string, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase) return (c) => c >= from && c <= to;
  return (c) => {
    if (c >= from && c <= to) return true;
    if (!isLetter(c)) return false;
    const other = isUpper(c) ? c.toLowerCase() : c.toUpperCase();
    return other >= from && other <= to;
  };
}
