/**
 * recall — runs of rulesets that need not be made again
 *
 * What a ruleset does follows from its workspace and from the macros that it reads; addresses are put into the same
 * form again and again in one dialogue and from question to question. A run that said nothing is kept: its result, the
 * rules that fired, the macros that it read and set. Where the same workspace comes to the same ruleset, and those
 * macros have the same values, that is the answer. Traces and observers see every step, so they recall nothing.
 *
 * Runs lie one behind the other in a ring of numbers; what is new overwrites what is oldest.
 */
import { MAX_TOKENS } from "./prescan.ts";
import type { Tape } from "./tape.ts";

/** Numbers that are kept of runs: some ten thousand runs. */
const ROOM = 1 << 18;
/** Values of macros and keys of maps that are kept of runs. */
const TEXTS = 1 << 15;
const SLOTS = 1 << 12;
/** Parts of a run before its lists: ruleset, lengths of tokens, result, fired, reads, sets; depth, longest, status, world, texts asked. */
const HEAD = 11;
/** Runs with more of anything are not kept. */
const MOST = 4096;
const MOST_TOKENS = 200;

/** What one engine remembers, and what has happened in the question that it is asked now. */
export interface Recall {
  readonly numbers: Int32Array;
  readonly texts: (string | undefined)[];
  /** By the key of a run: where it begins in the rings, counted from the beginning of time; 0: nothing is there. */
  readonly starts: Float64Array;
  readonly textStarts: Float64Array;
  written: number;
  textsWritten: number;
  /** Rule.id of each rule that fired, in order. */
  readonly fired: number[];
  /** Macros that were read (code + 1) and set (-code - 1), in order, with the value. */
  readonly macros: number[];
  readonly values: (string | undefined)[];
  /** Deepest call and longest workspace of the runs that are going on. */
  deepest: number;
  longest: number;
  /** Grows with everything that is said: a run that complains is made again. */
  said: number;
  /** Runs are recalled only in the world (answers of maps and name service) in which they were made. */
  world: number;
  /** Name and key, one behind the other, of what maps were asked; told only where there are several worlds. */
  readonly asked: string[];
}

export function newRecall(): Recall {
  return {
    numbers: new Int32Array(ROOM),
    texts: [],
    starts: new Float64Array(SLOTS),
    textStarts: new Float64Array(SLOTS),
    written: 1,
    textsWritten: 1,
    fired: [],
    macros: [],
    values: [],
    deepest: 0,
    longest: 0,
    said: 0,
    world: 0,
    asked: [],
  };
}

/** A new question: what happened in the one before it is of no use any more. */
export function forgetHappenings(recall: Recall): void {
  recall.fired.length = 0;
  recall.asked.length = 0;
  recall.macros.length = 0;
  recall.values.length = 0;
}

/** Macros that were read before they were set in the question, with the values of the surroundings. */
export function readsOf({ macros, values }: Recall): ReadonlyMap<number, string | undefined> {
  const reads = new Map<number, string | undefined>();
  const set = new Set<number>();
  macros.forEach((code, at) => {
    if (code < 0) set.add(-code - 1);
    else if (!set.has(code - 1)) reads.set(code - 1, values[at]);
  });
  return reads;
}

export function noteRead(recall: Recall, id: number, value: string | undefined): void {
  recall.macros.push(id + 1);
  recall.values.push(value);
}

/** A map is asked for something that could be answered otherwise in another world. */
export function noteAsked(recall: Recall, map: string, key: string): void {
  if (recall.world !== 0) recall.asked.push(map, key);
}

export function noteSet(recall: Recall, id: number, value: string | undefined): void {
  recall.macros.push(-id - 1);
  recall.values.push(value);
}

/** Only what is far from every limit of sendmail's is kept: near them the same run may end otherwise. */
export function isRecallable(tape: Tape, room: number): boolean {
  return tape.length <= MOST_TOKENS && room >= MAX_TOKENS / 2;
}

/** The slot of a run. */
export function slotOf({ world }: Recall, number: number, tape: Tape): number {
  let hash = number + 1 + 1000 * world;
  for (let at = 0; at < tape.length; at += 1) {
    hash = Math.imul(hash ^ (tape.tokens[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 7)) & (SLOTS - 1);
}

/** Where a kept run begins in the ring; -1 where this workspace has none, or its macros have other values. */
export function knownRun(
  recall: Recall,
  slot: number,
  number: number,
  tape: Tape,
  macros: ReadonlyMap<number, string | undefined>,
  base: ReadonlyMap<number, string>,
): number {
  const { numbers, texts } = recall;
  const start = recall.starts[slot] ?? 0;
  if (start === 0 || recall.written - start > ROOM) return -1;
  const textStart = recall.textStarts[slot] ?? 0;
  if (recall.textsWritten - textStart > TEXTS) return -1;
  const from = start % ROOM;
  const tokens = numbers[from + 1] ?? 0;
  if (numbers[from] !== number || tokens !== tape.length || numbers[from + 9] !== recall.world) return -1;
  for (let at = 0; at < tokens; at += 1) if (numbers[from + HEAD + at] !== tape.tokens[at]) return -1;
  const reads = numbers[from + 4] ?? 0;
  const readsFrom = from + HEAD + tokens + (numbers[from + 2] ?? 0) + (numbers[from + 3] ?? 0);
  for (let at = 0; at < reads; at += 1) {
    const id = numbers[readsFrom + at] ?? 0;
    const value = macros.has(id) ? macros.get(id) : base.get(id);
    if (value !== texts[(textStart + at) % TEXTS]) return -1;
  }
  return from;
}

/** How deep a kept run calls, and how many rules it fires. */
export function depthOf({ numbers }: Recall, run: number): number {
  return numbers[run + 6] ?? 0;
}

export function firedBy({ numbers }: Recall, run: number): number {
  return numbers[run + 3] ?? 0;
}

/** Puts the result of a kept run onto the tape, and does what it did beside. Returns its status. */
export function replay(
  recall: Recall,
  slot: number,
  run: number,
  tape: Tape,
  fired: Uint32Array | undefined,
  setMacro: (id: number, value: string | undefined) => void,
): number {
  const { numbers, texts } = recall;
  const textStart = recall.textStarts[slot] ?? 0;
  const results = numbers[run + 2] ?? 0;
  const count = numbers[run + 3] ?? 0;
  const reads = numbers[run + 4] ?? 0;
  const sets = numbers[run + 5] ?? 0;
  let at = run + HEAD + (numbers[run + 1] ?? 0);
  for (let each = 0; each < results; each += 1) tape.tokens[each] = numbers[at + each] ?? 0;
  tape.length = results;
  at += results;
  for (let each = 0; each < count; each += 1) {
    const id = numbers[at + each] ?? 0;
    if (fired) fired[id] = (fired[id] ?? 0) + 1;
    recall.fired.push(id);
  }
  at += count;
  for (let each = 0; each < reads; each += 1) {
    noteRead(recall, numbers[at + each] ?? 0, texts[(textStart + each) % TEXTS]);
  }
  at += reads;
  for (let each = 0; each < sets; each += 1) {
    setMacro(numbers[at + each] ?? 0, texts[(textStart + reads + each) % TEXTS]);
  }
  recall.longest = Math.max(recall.longest, numbers[run + 7] ?? 0);
  const asked = numbers[run + 10] ?? 0;
  for (let each = 0; each < asked; each += 1) {
    recall.asked.push(texts[(textStart + reads + sets + each) % TEXTS] ?? "");
  }
  return numbers[run + 8] ?? 0;
}

/** The state before a run, to tell afterwards what it did. */
export interface Before {
  readonly number: number;
  readonly slot: number;
  readonly tokens: readonly number[];
  readonly fired: number;
  readonly macros: number;
  readonly said: number;
  readonly asked: number;
}

/** Keeps a run that has just ended well. `depth`: how much deeper than itself it called. */
export function keepRun(recall: Recall, before: Before, tape: Tape, depth: number, status: number): void {
  const { fired, macros, values, numbers, texts, longest } = recall;
  if (recall.said !== before.said || longest > MAX_TOKENS / 4 || tape.length > MOST_TOKENS) return;
  const count = fired.length - before.fired;
  if (recall.asked.length - before.asked > MOST) return;
  if (count < 4 || count > MOST || macros.length - before.macros > MOST) return;
  const reads: number[] = [];
  const readAt: number[] = [];
  const sets: number[] = [];
  const setAt: number[] = [];
  for (let at = before.macros; at < macros.length; at += 1) {
    const code = macros[at] ?? 0;
    const id = Math.abs(code) - 1;
    const known = sets.indexOf(id);
    if (code < 0) {
      if (known === -1) {
        sets.push(id);
        setAt.push(at);
      } else setAt[known] = at;
    } else if (known === -1 && !reads.includes(id)) {
      reads.push(id);
      readAt.push(at);
    }
  }
  const size = HEAD + before.tokens.length + tape.length + count + reads.length + sets.length;
  let start = recall.written;
  if ((start % ROOM) + size > ROOM) start += ROOM - (start % ROOM);
  let to = start % ROOM;
  const put = (one: number): void => {
    numbers[to] = one;
    to += 1;
  };
  put(before.number);
  put(before.tokens.length);
  put(tape.length);
  put(count);
  put(reads.length);
  put(sets.length);
  put(depth);
  put(longest);
  put(status);
  put(recall.world);
  put(recall.asked.length - before.asked);
  for (const token of before.tokens) put(token);
  for (let at = 0; at < tape.length; at += 1) put(tape.tokens[at] ?? 0);
  for (let at = before.fired; at < fired.length; at += 1) put(fired[at] ?? 0);
  for (const id of reads) put(id);
  for (const id of sets) put(id);
  recall.starts[before.slot] = start;
  recall.textStarts[before.slot] = recall.textsWritten;
  recall.written = start + size;
  for (const at of [...readAt, ...setAt]) {
    texts[recall.textsWritten % TEXTS] = values[at];
    recall.textsWritten += 1;
  }
  for (let at = before.asked; at < recall.asked.length; at += 1) {
    texts[recall.textsWritten % TEXTS] = recall.asked[at];
    recall.textsWritten += 1;
  }
}
