import { formatText } from "../format.ts";
import { argumentsFit, type Builtin, numberOf, textOf, writeMade } from "../invocation.ts";

export const len: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, 1)) return;
  writeMade(invocation, String(textOf(invocation, 1).length));
};

export const index: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 2, 2)) {
    if (invocation.args.length === 2) writeMade(invocation, "0");
    return;
  }
  writeMade(invocation, String(textOf(invocation, 1).indexOf(textOf(invocation, 2))));
};

export const substr: Builtin = (machine, invocation) => {
  const [, whole] = invocation.args;
  if (!argumentsFit(machine, invocation, 2, 3)) {
    if (whole) invocation.expansion.add(whole);
    return;
  }
  if (!whole) return;
  const available = whole.text.length;
  const start = numberOf(machine, invocation, textOf(invocation, 2));
  if (start === undefined) return;
  const length = invocation.args.length > 3 ? numberOf(machine, invocation, textOf(invocation, 3)) : available;
  if (length === undefined || start < 0 || length <= 0 || start >= available) return;
  invocation.expansion.addSlice(whole, start, Math.min(start + length, available));
};

/**
 * Expands `a-z`; a range may run backwards; a dash at either end means itself (expand_ranges).
 */
function expandRanges(text: string): string {
  let expanded = "";
  let from = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character !== "-" || from === "") {
      expanded += character;
      from = character;
      continue;
    }
    at += 1;
    const to = text.charAt(at);
    if (to === "") return `${expanded}-`;
    const step = from <= to ? 1 : -1;
    for (let code = from.charCodeAt(0); code !== to.charCodeAt(0); ) {
      code += step;
      expanded += String.fromCharCode(code);
    }
    from = to;
  }
  return expanded;
}

/** Ranges count only where a set has at least three characters (m4_translit). */
export const translit: Builtin = (machine, invocation) => {
  const [, data] = invocation.args;
  const from = textOf(invocation, 2);
  if (!argumentsFit(machine, invocation, 2, 3) || !data || data.text === "" || from === "") {
    if (data) invocation.expansion.add(data);
    return;
  }
  const target = expandRanges(textOf(invocation, 3));
  const map = new Map<string, string>();
  const set = from.length < 3 ? from : expandRanges(from);
  for (let at = 0; at < set.length; at += 1) {
    const character = set.charAt(at);
    if (!map.has(character)) map.set(character, target.charAt(at));
  }
  let start = 0;
  const { text } = data;
  for (let at = 0; at < text.length; at += 1) {
    const replacement = map.get(text.charAt(at));
    if (replacement === undefined) continue;
    invocation.expansion.addSlice(data, start, at);
    writeMade(invocation, replacement);
    start = at + 1;
  }
  invocation.expansion.addSlice(data, start, text.length);
};

export const format: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const [, pattern, ...rest] = invocation.args;
  writeMade(
    invocation,
    formatText(
      machine,
      pattern?.text ?? "",
      rest.map(({ text }) => text),
    ),
  );
};
