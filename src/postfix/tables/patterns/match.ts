import { isWord } from "./characters.ts";
import type { ParsedPattern, PatternNode } from "./syntax.ts";

/** Steps that one search may take; PCRE's own limit is ten million calls (pcre2api(3), "match limit"). */
const STEP_LIMIT = 1_000_000;

interface Search {
  readonly text: string;
  /** Start and end of each group, -1 when it took no part. */
  readonly starts: number[];
  readonly ends: number[];
  steps: number;
}

type Continue = (at: number) => boolean;

export type SearchResult = readonly (string | undefined)[] | undefined | "limit";

/** Groups of the leftmost match (0 is all of it); undefined: no match; "limit": given up. */
export function search(pattern: ParsedPattern, text: string, anchored: boolean): SearchResult {
  try {
    return searchFrom(pattern, text, anchored);
  } catch (error) {
    // A long text can exhaust the stack before the steps: that is a limit too.
    if (error instanceof RangeError) return "limit";
    throw error;
  }
}

function searchFrom(pattern: ParsedPattern, text: string, anchored: boolean): SearchResult {
  const run: Search = {
    text,
    starts: new Array<number>(pattern.groups + 1).fill(-1),
    ends: new Array<number>(pattern.groups + 1).fill(-1),
    steps: 0,
  };
  for (let from = 0; from <= text.length; from += 1) {
    let end = -1;
    const matched = match(pattern.root, from, run, (at) => {
      end = at;
      return true;
    });
    if (run.steps > STEP_LIMIT) return "limit";
    if (matched) {
      const groups = run.starts.map((start, index) => (start < 0 ? undefined : text.slice(start, run.ends[index])));
      return [text.slice(from, end), ...groups.slice(1)];
    }
    if (anchored) return undefined;
  }
  return undefined;
}

/** Backtracking by continuation: true when `node` matches at `at` and so does what follows. */
function match(node: PatternNode, at: number, run: Search, next: Continue): boolean {
  run.steps += 1;
  if (run.steps > STEP_LIMIT) return false;
  switch (node.kind) {
    case "characters":
      return at < run.text.length && node.test(run.text[at] ?? "") && next(at + 1);
    case "sequence":
      return sequence(node.parts, 0, at, run, next);
    case "choice":
      return node.branches.some((branch) => match(branch, at, run, next));
    case "group":
      return group(node.index, node.body, at, run, next);
    case "atomic": {
      const end = endOf(node.body, at, run);
      return end !== -1 && next(end);
    }
    case "look":
      return look(node, at, run, next);
    case "repeat":
      return repeat(node, 0, at, -1, run, next);
    case "condition": {
      const { asked, yes, no } = node;
      const isSo = typeof asked === "number" ? (run.starts[asked] ?? -1) >= 0 : match(asked, at, run, () => true);
      return match(isSo ? yes : no, at, run, next);
    }
    case "backreference":
      return backreference(node, at, run, next);
    case "assertion":
      return holds(node.test, at, run.text) && next(at);
  }
}

function sequence(parts: readonly PatternNode[], index: number, at: number, run: Search, next: Continue): boolean {
  const part = parts[index];
  if (!part) return next(at);
  return match(part, at, run, (after) => sequence(parts, index + 1, after, run, next));
}

function group(index: number, body: PatternNode, at: number, run: Search, next: Continue): boolean {
  const [start, end] = [run.starts[index] ?? -1, run.ends[index] ?? -1];
  const matched = match(body, at, run, (after) => {
    const [innerStart, innerEnd] = [run.starts[index] ?? -1, run.ends[index] ?? -1];
    run.starts[index] = at;
    run.ends[index] = after;
    if (next(after)) return true;
    run.starts[index] = innerStart;
    run.ends[index] = innerEnd;
    return false;
  });
  if (!matched) {
    run.starts[index] = start;
    run.ends[index] = end;
  }
  return matched;
}

/** Where the first way to match `node` ends, or -1. */
function endOf(node: PatternNode, at: number, run: Search): number {
  let end = -1;
  match(node, at, run, (after) => {
    end = after;
    return true;
  });
  return end;
}

function look(node: PatternNode & { readonly kind: "look" }, at: number, run: Search, next: Continue): boolean {
  const saved = node.negative ? [[...run.starts], [...run.ends]] : undefined;
  let matched = false;
  if (node.ahead) matched = endOf(node.body, at, run) !== -1;
  else {
    for (let from = at; from >= 0 && !matched; from -= 1)
      matched = match(node.body, from, run, (after) => after === at);
  }
  if (saved) {
    run.starts.splice(0, run.starts.length, ...(saved[0] ?? []));
    run.ends.splice(0, run.ends.length, ...(saved[1] ?? []));
  }
  return matched !== node.negative && next(at);
}

function repeat(
  node: PatternNode & { readonly kind: "repeat" },
  count: number,
  at: number,
  before: number,
  run: Search,
  next: Continue,
): boolean {
  // A round that took no character cannot be followed by another one.
  const mayEnd = count >= node.min;
  const mayGoOn = (node.max === -1 || count < node.max) && !(mayEnd && at === before);
  const again = (): boolean =>
    mayGoOn && match(node.body, at, run, (after) => repeat(node, count + 1, after, at, run, next));
  if (node.lazy) return (mayEnd && next(at)) || again();
  return again() || (mayEnd && next(at));
}

function backreference(
  node: PatternNode & { readonly kind: "backreference" },
  at: number,
  run: Search,
  next: Continue,
): boolean {
  const start = run.starts[node.index] ?? -1;
  if (start < 0) return false;
  const wanted = run.text.slice(start, run.ends[node.index]);
  const got = run.text.slice(at, at + wanted.length);
  const same = node.ignoreCase ? got.toLowerCase() === wanted.toLowerCase() : got === wanted;
  return same && next(at + wanted.length);
}

function holds(test: (PatternNode & { readonly kind: "assertion" })["test"], at: number, text: string): boolean {
  switch (test) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "before-end":
      return at === text.length || (at === text.length - 1 && text[at] === "\n");
    case "line-start":
      return at === 0 || text[at - 1] === "\n";
    case "line-end":
      return at === text.length || text[at] === "\n";
    default: {
      const isBoundary = isWord(text[at - 1] ?? "") !== isWord(text[at] ?? "");
      return isBoundary === (test === "boundary");
    }
  }
}
