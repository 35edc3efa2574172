/**
 * shapes — sets of workspaces, each written as one sequence of words and gaps
 *
 * An element is a folded atom (that word), ONE (some word) or GAP (any number of words, also none). The BAR forms may
 * hold `$|`, too, the OPEN forms any metasymbol: `$|` comes from rules and hooks, `$#` from rules alone.
 */
import { intern } from "../ruleset/atoms.ts";
import { META } from "../ruleset/metasymbol.ts";
import { OP, type Program, type Rule } from "../ruleset/program.ts";
import { ATOM, typeOf } from "../ruleset/token-types.ts";

export const GAP = -1;
export const ONE = -2;
const BAR_GAP = -3;
const BAR_ONE = -4;
export const OPEN_GAP = -5;
const OPEN_ONE = -6;

export type Shape = readonly number[];

/** What a wildcard may hold: words alone, `$|` as well, or any metasymbol. */
type Level = 0 | 1 | 2;

const LONGEST = 40;
const COUNTED = 4;

export function gapOf(level: Level): number {
  return level === 0 ? GAP : level === 1 ? BAR_GAP : OPEN_GAP;
}

export function oneOf(level: Level): number {
  return level === 0 ? ONE : level === 1 ? BAR_ONE : OPEN_ONE;
}

export const isGap = (element = 0): boolean => element === GAP || element === BAR_GAP || element === OPEN_GAP;
const isOne = (element = 0): boolean => element === ONE || element === BAR_ONE || element === OPEN_ONE;

function levelOf({ atoms }: Program, element: number): Level {
  if (element < 0) return element <= OPEN_GAP ? 2 : element <= BAR_GAP ? 1 : 0;
  const head = atoms.heads[element] ?? 0;
  if (head === META.conditionalElse) return 1;
  return head === META.mailer || head === META.host || head === META.user ? 2 : 0;
}

function levelIn(program: Program, shape: Shape): Level {
  return shape.reduce((most, one) => Math.max(most, levelOf(program, one)), 0) as Level;
}

/** The shape of what a left-hand side matches; a member of a class is any words, or those that are given. */
export function shapeOfRule(rule: Rule, member: Shape = [OPEN_ONE, OPEN_GAP]): Shape {
  return rule.ops.flatMap((op, at): Shape => {
    switch (op) {
      case OP.literal:
        return [rule.args[at] ?? 0];
      case OP.any:
      case OP.macro:
        return [OPEN_GAP];
      case OP.some:
        return [OPEN_ONE, OPEN_GAP];
      case OP.inClass:
        return member;
      case OP.zero:
        return [];
      default:
        return [OPEN_ONE];
    }
  });
}

/** True where the words of a rule's own shape are all that it asks. */
export function isPlain(rule: Rule): boolean {
  return rule.ops.every((op) => op === OP.literal || op === OP.any || op === OP.some || op === OP.one);
}

/** Whether a workspace of the one shape may be one of the other. */
export function mayMeet(program: Program, left: Shape, right: Shape): boolean {
  const agree = (a: number, b: number): boolean => {
    if (a >= 0 && b >= 0) return a === b;
    if (a >= 0) return levelOf(program, a) <= levelOf(program, b);
    return b < 0 || levelOf(program, b) <= levelOf(program, a);
  };
  return search(left, right, (a, b, next) => {
    const [x = 0, y = 0] = [left[a], right[b]];
    const both = a < left.length && b < right.length;
    if (a < left.length && isGap(x) && (next(a + 1, b) || (both && agree(x, y) && next(a, b + 1)))) return true;
    if (b < right.length && isGap(y) && (next(a, b + 1) || (both && agree(x, y) && next(a + 1, b)))) return true;
    return both && !isGap(x) && !isGap(y) && agree(x, y) && next(a + 1, b + 1);
  });
}

/** Whether every workspace of `inner` is one of `outer` (false where that cannot be told). */
export function isWithin(inner: Shape, outer: Shape): boolean {
  return search(inner, outer, (a, b, next) => {
    if (a === inner.length) return isGap(outer[b]) && next(a, b + 1);
    if (isGap(outer[b]) && (next(a + 1, b) || next(a, b + 1))) return true;
    if (isGap(inner[a]) || b >= outer.length) return false;
    return (isOne(outer[b]) || inner[a] === outer[b]) && next(a + 1, b + 1);
  });
}

/** A search over pairs of positions, each pair once; both at their ends is success. */
function search(
  left: Shape,
  right: Shape,
  step: (a: number, b: number, next: (a: number, b: number) => boolean) => boolean,
): boolean {
  const width = right.length + 1;
  const seen = new Uint8Array((left.length + 1) * width);
  const next = (a: number, b: number): boolean => {
    if (a === left.length && b === right.length) return true;
    if (seen[a * width + b] === 1) return false;
    seen[a * width + b] = 1;
    return step(a, b, next);
  };
  return next(0, 0);
}

/** Runs of gaps and single words in one order, and not longer than is of use. */
export function settled(program: Program, shape: Shape): Shape {
  const out: number[] = [];
  let run: number[] = [];
  const close = (): void => {
    const level = levelIn(program, run);
    const count = run.filter(isOne).length;
    for (let one = 0; one < Math.min(count, COUNTED); one += 1) out.push(oneOf(level));
    if (count > COUNTED || run.some(isGap)) out.push(gapOf(level));
    run = [];
  };
  for (const element of shape) {
    if (element < 0) run.push(element);
    else {
      close();
      out.push(element);
    }
  }
  close();
  return out.length > LONGEST ? [...out.slice(0, LONGEST), OPEN_GAP] : out;
}

/** What the wildcards of a rule can have taken: nothing but words where it names each metasymbol of the workspace. */
export function levelBound(program: Program, rule: Rule, shape: Shape): Level {
  const isMeta = (element: number): boolean => element >= 0 && levelOf(program, element) > 0;
  const names = (list: Shape): string => list.filter(isMeta).sort().join();
  const level = levelIn(program, shape);
  const isNamed =
    names(shape) === names(shapeOfRule(rule)) && shape.every((one) => one >= 0 || levelOf(program, one) === 0);
  return isNamed ? 0 : level;
}

/** Any workspace at all, with the metasymbols that one of these may have. */
export function anything(program: Program, shapes: readonly Shape[]): Shape {
  return [gapOf(levelIn(program, shapes.flat()))];
}

/** The words of a text, as the tokenizer divides it where nothing is quoted (parseaddr.c, prescan). */
export function tokensOf({ atoms }: Program, text: string): Shape {
  const words: string[] = [];
  let isWord = false;
  for (const char of text.toLowerCase()) {
    const isPart = typeOf(atoms.table, char.charCodeAt(0)) === ATOM;
    if (isPart && isWord) words[words.length - 1] += char;
    else words.push(char);
    isWord = isPart;
  }
  return words.map((word) => intern(atoms, word));
}
