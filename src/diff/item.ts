import { type Change, changeOf } from "./change.ts";
import { sequenceChanges } from "./sequence.ts";

/**
 * A configuration as a flat list of what it says. `value`: one thing under a path of its own, compared by `meaning`,
 * which is the same for two ways of writing the same. `sequence`: entries whose order counts, under numbered paths.
 */
export type Item =
  | { readonly kind: "value"; readonly path: string; readonly meaning: string; readonly shown: string }
  | {
      readonly kind: "sequence";
      readonly path: string;
      /** What an entry is called in its path: `rule`. */
      readonly unit: string;
      readonly entries: readonly string[];
    };

/** Differences of two lists of items, in the order of the first and then of the second. */
export function compareItems(before: readonly Item[], after: readonly Item[]): readonly Change[] {
  const right = new Map(after.map((item) => [item.path, item]));
  const left = new Set(before.map((item) => item.path));
  const changes = before.flatMap((item) => compareItem(item, right.get(item.path)));
  const added = after.filter((item) => !left.has(item.path)).flatMap((item) => compareItem(undefined, item));
  return [...changes, ...added];
}

function compareItem(before: Item | undefined, after: Item | undefined): readonly Change[] {
  const path = before?.path ?? after?.path ?? "";
  if (before?.kind === "sequence" || after?.kind === "sequence") {
    const unit = before?.kind === "sequence" ? before.unit : after?.kind === "sequence" ? after.unit : "line";
    return sequenceChanges(`${path}/${unit} `, entriesOf(before), entriesOf(after));
  }
  if (before && after && before.meaning === after.meaning) return [];
  return [changeOf(path, before?.shown ?? null, after?.shown ?? null)];
}

function entriesOf(item: Item | undefined): readonly string[] {
  return item === undefined ? [] : item.kind === "sequence" ? item.entries : [item.shown];
}
