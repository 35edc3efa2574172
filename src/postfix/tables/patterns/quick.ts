/** Texts longer than this go straight to RE2: V8 tries again from every place, and two stars make that a cube. */
const LONGEST = 256;
const MOST_STARS = 2;

/**
 * One piece of a pattern that V8 and RE2 read alike: a plain character, an escaped sign, `\d \w \b`, a bracket without
 * classes or escapes, `.`, a group with at most a `?`, and a count behind one character. The count is group 1.
 */
const PIECE =
  /(?:[A-Za-z0-9 @_,:;=<>"'#%&~`!/-]|\\[^A-Za-z0-9]|\\[dDwW]|\.|\[\^?[A-Za-z0-9@_.+,:;=<>"'#%&~`!/-]+\])(?<count>[*+?]\??|\{\d+(?:,\d*)?\}\??)?|\\b|[\^$(|]|\)\??/y;

/**
 * A quick "it cannot match" in front of RE2: most keys match none of a table's rules, and V8's own engine says so far
 * sooner. It never says that a text matches, so groups and leftmost-longest stay RE2's. Undefined for any pattern that
 * the two engines might read differently, or that could make V8 slow.
 */
export function quickRejection(
  source: string,
  flags: { readonly ignoreCase: boolean; readonly dotAll: boolean; readonly multiline: boolean },
): ((text: string) => boolean) | undefined {
  if (flags.multiline || !isReadAlike(source, flags.dotAll)) return undefined;
  const regular = compiled(source, `${flags.ignoreCase ? "i" : ""}${flags.dotAll ? "s" : ""}`);
  return regular && ((text) => text.length <= LONGEST && !regular.test(text));
}

function isReadAlike(source: string, dotAll: boolean): boolean {
  let stars = 0;
  let at = 0;
  while (at < source.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(source);
    if (!piece) return false;
    // Without dotAll V8's `.` passes over carriage returns too.
    if (piece[0].startsWith(".") && !dotAll) return false;
    const count = piece.groups?.count ?? "";
    if (/^[*+]|^\{\d+,\d*|^\{\d{3}/.test(count)) stars += 1;
    at = PIECE.lastIndex;
  }
  return stars <= MOST_STARS;
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
