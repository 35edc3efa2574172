import { type Anchor, type Instruction, isWordByte, type Regex } from "./compile.ts";

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Match extends Range {
  /** What each `\( \)` matched; undefined where it took no part. */
  readonly groups: readonly (Range | undefined)[];
}

/** Steps after which an expression with back references is given up; without them matching is never that long. */
const patience = 5_000_000;

/**
 * The leftmost of all matches from `from` on, and of those the longest, as POSIX wants it; the groups are those of the
 * first way to it when every repetition takes as much as it can (glibc, regexec.c).
 */
export function search(regex: Regex, text: string, from: number): Match | undefined | "too-hard" {
  if (regex.kind === "broken") return undefined;
  for (let start = from; start <= text.length; start += 1) {
    const match = matchAt(regex, text, start);
    if (match) return match;
  }
  return undefined;
}

type Program = Extract<Regex, { kind: "program" }>;

function matchAt(regex: Program, text: string, start: number): Match | undefined | "too-hard" {
  const longest = explore(regex, text, start, undefined);
  if (longest === "too-hard") return longest;
  if (!longest) return undefined;
  const slots = regex.groups === 0 ? longest : explore(regex, text, start, longest[1]);
  if (slots === "too-hard" || !slots) return "too-hard";
  const groups: (Range | undefined)[] = [];
  for (let group = 1; group <= regex.groups; group += 1) {
    const [open = -1, close = -1] = [slots[2 * group], slots[2 * group + 1]];
    groups.push(open < 0 || close < 0 ? undefined : { start: open, end: close });
  }
  return { start, end: longest[1] ?? start, groups };
}

interface Thread {
  pc: number;
  at: number;
  slots: number[];
}

/**
 * Walks the program from `start`. Without `end`: finds the longest match. With `end`: the first one, in the order of
 * preference, that ends there. A state that was seen is not entered again, unless back references make it differ.
 */
function explore(
  regex: Program,
  text: string,
  start: number,
  end: number | undefined,
): number[] | undefined | "too-hard" {
  const { program } = regex;
  const width = text.length - start + 1;
  const seen = regex.references ? undefined : new Set<number>();
  const stack: Thread[] = [{ pc: 0, at: start, slots: new Array<number>(2 * regex.groups + 2).fill(-1) }];
  let best: number[] | undefined;
  let steps = 0;
  for (let thread = stack.pop(); thread; thread = stack.pop()) {
    for (let pc = thread.pc, at = thread.at; ; ) {
      steps += 1;
      if (!seen && steps > patience) return "too-hard";
      const key = pc * width + (at - start);
      if (seen?.has(key)) break;
      seen?.add(key);
      const instruction = program[pc];
      if (!instruction) break;
      if (instruction.op === "match") {
        if (end === undefined ? at > (best?.[1] ?? -1) : at === end) {
          best = thread.slots.slice();
          best[0] = start;
          best[1] = at;
          if (end !== undefined) return best;
        }
        break;
      }
      if (instruction.op === "split") {
        stack.push({ pc: instruction.second, at, slots: thread.slots.slice() });
        pc = instruction.first;
        continue;
      }
      const next = step(instruction, text, at, thread.slots);
      if (next < 0) break;
      at = next;
      pc = instruction.op === "jump" ? instruction.to : pc + 1;
    }
  }
  return best;
}

/** Where the text goes on after an instruction, or -1. */
function step(instruction: Instruction, text: string, at: number, slots: number[]): number {
  switch (instruction.op) {
    case "set":
      return at < text.length && instruction.members[text.charCodeAt(at)] === 1 ? at + 1 : -1;
    case "anchor":
      return holds(instruction.anchor, text, at) ? at : -1;
    case "save":
      slots[instruction.slot] = at;
      return at;
    case "reference": {
      const [open = -1, close = -1] = [slots[2 * instruction.group], slots[2 * instruction.group + 1]];
      if (open < 0 || close < 0) return -1;
      const wanted = text.slice(open, close);
      return text.startsWith(wanted, at) ? at + wanted.length : -1;
    }
    default:
      return at;
  }
}

function holds(anchor: Anchor, text: string, at: number): boolean {
  const before = at > 0 && isWordByte(text.charCodeAt(at - 1));
  const after = at < text.length && isWordByte(text.charCodeAt(at));
  switch (anchor) {
    case "line-start":
      return at === 0 || text.charCodeAt(at - 1) === 10;
    case "line-end":
      return at === text.length || text.charCodeAt(at) === 10;
    case "text-start":
      return at === 0;
    case "text-end":
      return at === text.length;
    case "word-edge":
      return before !== after;
    case "no-word-edge":
      return before === after;
    case "word-start":
      return !before && after;
    case "word-end":
      return before && !after;
  }
}
