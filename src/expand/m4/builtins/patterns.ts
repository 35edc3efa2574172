import { argumentsFit, type Builtin, type Invocation, textOf, writeMade } from "../invocation.ts";
import type { Argument, Machine } from "../machine.ts";
import { complain } from "../messages.ts";
import { compileRegex, type Regex } from "../regex/compile.ts";
import { type Match, search } from "../regex/match.ts";

/** regexp(text, pattern[, replacement]): the place of the first match, or the replacement made from it. */
export const regexp: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 2, 3)) {
    if (invocation.args.length === 2) writeMade(invocation, "0");
    return;
  }
  const [, victim, pattern, replacement] = invocation.args;
  if (!victim || !pattern) return;
  const regex = compileRegex(pattern.text);
  if (regex.kind === "broken") {
    complain(machine, `bad regular expression: \`${pattern.text}': ${regex.reason}`, "MC1031");
    return;
  }
  const match = search(regex, victim.text, 0);
  if (match === "too-hard") complain(machine, `error matching regular expression \`${pattern.text}'`, "MC1031");
  else if (!replacement) writeMade(invocation, String(match ? match.start : -1));
  else if (match) substitute(machine, invocation, victim, replacement, match);
};

/** patsubst(text, pattern[, replacement]): every match replaced; an empty match moves on by one character. */
export const patsubst: Builtin = (machine, invocation) => {
  const [, victim, pattern, replacement] = invocation.args;
  if (!argumentsFit(machine, invocation, 2, 3)) {
    if (victim) invocation.expansion.add(victim);
    return;
  }
  if (!victim || !pattern) return;
  const regex = compileRegex(pattern.text);
  if (regex.kind === "broken") {
    complain(machine, `bad regular expression \`${pattern.text}': ${regex.reason}`, "MC1031");
    return;
  }
  replaceAll(machine, invocation, victim, regex, replacement ?? { text: "", pieces: [] });
};

function replaceAll(machine: Machine, invocation: Invocation, victim: Argument, regex: Regex, by: Argument): void {
  const length = victim.text.length;
  for (let offset = 0; offset <= length; ) {
    const match = search(regex, victim.text, offset);
    if (match === "too-hard") {
      complain(machine, `error matching regular expression \`${textOf(invocation, 2)}'`, "MC1031");
      return;
    }
    if (!match) {
      invocation.expansion.addSlice(victim, offset, length);
      return;
    }
    invocation.expansion.addSlice(victim, offset, match.start);
    substitute(machine, invocation, victim, by, match);
    offset = match.end;
    if (match.start === match.end) {
      if (offset < length) invocation.expansion.addSlice(victim, offset, offset + 1);
      offset += 1;
    }
  }
}

/** `\&` and `\1` to `\9` in a replacement (substitute). */
function substitute(machine: Machine, invocation: Invocation, victim: Argument, by: Argument, match: Match): void {
  const { expansion } = invocation;
  const { text } = by;
  let from = 0;
  for (let slash = text.indexOf("\\"); slash !== -1; slash = text.indexOf("\\", from)) {
    expansion.addSlice(by, from, slash);
    const code = text.charAt(slash + 1);
    from = slash + 2;
    if (code === "") {
      complain(machine, "Warning: trailing \\ ignored in replacement");
      return;
    }
    if (code === "0" && !machine.warnedOfZero) {
      complain(machine, "Warning: \\0 will disappear, use \\& instead in replacements");
      machine.warnedOfZero = true;
    }
    if (code === "&" || code === "0") expansion.addSlice(victim, match.start, match.end);
    else if (code >= "1" && code <= "9") addGroup(machine, invocation, victim, match, Number(code));
    else expansion.addSlice(by, slash + 1, slash + 2);
  }
  expansion.addSlice(by, from, text.length);
}

function addGroup(machine: Machine, invocation: Invocation, victim: Argument, match: Match, number: number): void {
  if (number > match.groups.length) {
    complain(machine, `Warning: sub-expression ${number} not present`);
    return;
  }
  const group = match.groups[number - 1];
  if (group) invocation.expansion.addSlice(victim, group.start, group.end);
}
