/**
 * cf-lines — control lines with their continuations (util.c, fgetfolded)
 */

export interface CfLineText {
  /** Line ends of continuations stay inside; the last one does not. */
  readonly text: string;
  /** Number of its first line. */
  readonly first: number;
  /** Number of its last line: what sendmail calls the line. */
  readonly last: number;
}

/** Splits a configuration; CR before LF is dropped, a line that begins with a blank goes on with the one before. */
export function cfLines(text: string): readonly CfLineText[] {
  const lines: CfLineText[] = [];
  const physical = text.split("\n");
  if (physical.at(-1) === "") physical.pop();
  let current: string | undefined;
  let first = 1;
  for (const [index, raw] of physical.entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (current !== undefined && /^[ \t]/.test(line)) {
      current += `\n${line}`;
      continue;
    }
    if (current !== undefined) lines.push({ text: current, first, last: index });
    current = line;
    first = index + 1;
  }
  if (current !== undefined) lines.push({ text: current, first, last: physical.length });
  return lines;
}

/** A value with quotation marks and backslashes worked off, up to a delimiter outside quotes (readcf.c, munchstring). */
export function munched(text: string, delimiter = ""): { readonly value: string; readonly end: number } {
  let value = "";
  let quoted = false;
  let at = 0;
  for (; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === "\\") {
      at += 1;
      const next = text[at] ?? "";
      const control = { r: "\r", n: "\n", f: "\f", b: "\b" }[next];
      value += control ?? next;
    } else if (char === '"') quoted = !quoted;
    else if (quoted || delimiter === "" || char !== delimiter) value += char;
    else break;
  }
  return { value, end: Math.min(at, text.length) };
}
