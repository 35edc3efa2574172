import type { Change } from "./change.ts";
import { sequenceChanges } from "./sequence.ts";

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Every line that differs, comments and blanks included: `main.cf:12`. */
export function compareTexts(before: readonly NamedText[], after: readonly NamedText[]): readonly Change[] {
  const right = new Map(after.map((file) => [file.name, file.text]));
  const left = new Map(before.map((file) => [file.name, file.text]));
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => sequenceChanges(`${name}:`, linesOf(left.get(name)), linesOf(right.get(name))));
}

function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}
