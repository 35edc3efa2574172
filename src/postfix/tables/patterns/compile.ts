import { RE2JS } from "re2js";
import { type SearchResult, search } from "./match.ts";
import { parsePattern } from "./parse.ts";
import { type PosixFlags, posixToRe2 } from "./posix.ts";
import { quickRejection } from "./quick.ts";
import { type PatternFlags, PatternProblem } from "./syntax.ts";

/** A compiled pattern. */
export interface Pattern {
  /** Number of capturing groups. */
  readonly groups: number;
  search(text: string): SearchResult;
}

/** A POSIX pattern (regexp_table(5)), leftmost and longest; a string says why there is none. */
export function compilePosix(source: string, flags: PosixFlags): Pattern | string {
  const translated = posixToRe2(source, flags);
  if (typeof translated !== "string") return translated.problem;
  const bits =
    RE2JS.LONGEST_MATCH |
    (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.newline ? RE2JS.MULTILINE : RE2JS.DOTALL);
  const quick = quickRejection(translated, {
    ignoreCase: flags.ignoreCase,
    dotAll: !flags.newline,
    multiline: flags.newline,
  });
  const linear = linearPattern(translated, bits, false, quick);
  if (typeof linear !== "string") return linear;
  const perl = { ignoreCase: flags.ignoreCase, dotAll: !flags.newline, multiline: flags.newline };
  return guardedPattern(translated, { ...perl, extended: false, ungreedy: false }, false);
}

export interface PerlFlags extends PatternFlags {
  readonly anchored: boolean;
}

/**
 * A Perl pattern (pcre_table(5)). RE2 takes what it can, in linear time; look-around, back references, atomic and
 * possessive parts are matched by backtracking with a step limit. A string says why there is none.
 */
export function compilePerl(source: string, flags: PerlFlags): Pattern | string {
  if (!flags.extended && !onlyPerlReadsIt.test(source)) {
    const bits =
      (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.dotAll ? RE2JS.DOTALL : 0) |
      (flags.multiline ? RE2JS.MULTILINE : 0);
    const quick = flags.anchored ? undefined : quickRejection(source, flags);
    const linear = linearPattern(flags.ungreedy ? `(?U)${source}` : source, bits, flags.anchored, quick);
    if (typeof linear !== "string") return linear;
  }
  return guardedPattern(source, flags, flags.anchored);
}

/** Constructs that RE2 reads otherwise than Perl does, or not at all; bytes above 127 would be folded as Latin-1. */
const onlyPerlReadsIt =
  /\(\?[^:imsU-]|\\[1-9ghHkKNRvVXZCpPxco0]|[^\x00-\x7f]|[*+?}]\+|\{,|\$.|\\[dDwWsS]-|-\\[dDwWsS]|:\]-/;

function linearPattern(
  source: string,
  flags: number,
  anchored: boolean,
  cannotMatch: ((text: string) => boolean) | undefined,
): Pattern | string {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const groups = compiled.groupCount();
  return {
    groups,
    search: (text: string) => {
      if (cannotMatch?.(text)) return undefined;
      const matcher = compiled.matcher(text);
      if (!(anchored ? matcher.lookingAt() : matcher.find())) return undefined;
      return Array.from({ length: groups + 1 }, (_, index) => matcher.group(index) ?? undefined);
    },
  };
}

function guardedPattern(source: string, flags: PatternFlags, anchored: boolean): Pattern | string {
  try {
    const parsed = parsePattern(source, flags);
    return { groups: parsed.groups, search: (text: string) => search(parsed, text, anchored) };
  } catch (error) {
    if (error instanceof PatternProblem) return error.message;
    throw error;
  }
}
