import type { AddressPattern, PatternPart } from "../../model/behaviour.ts";
import { openMap } from "../shared/source-table.ts";
import type { Lookup } from "./ask.ts";
import type { Filling } from "./instances.ts";
import { fillingFor, type Study } from "./study.ts";

/** A key with the holes that it was made from: a pattern that a row's key must fit. */
interface KeyForm {
  readonly holes: readonly string[];
  readonly test: RegExp;
}

const ROWS = 2000;

/** Patterns whose holes hold what a table that a rule asked has rows for. */
export function patternsOfKeys(
  study: Study,
  pattern: AddressPattern,
  lookups: readonly Lookup[],
): readonly AddressPattern[] {
  const filling = fillingFor(study, pattern, 0, 1);
  const asked = new Map(lookups.map((lookup) => [`${lookup.map} ${lookup.key}`, lookup]));
  return [...asked.values()].flatMap((lookup) =>
    keyForms(lookup.key, filling).flatMap((form) => rowsOf(study, lookup.map, form, pattern)),
  );
}

/** How a key was made from the holes of a pattern; nothing when no fresh word is in it. */
function keyForms(key: string, filling: Filling): readonly KeyForm[] {
  const holes: string[] = [];
  const words = [...filling].filter(([, word]) => key.toLowerCase().includes(word.toLowerCase()));
  if (words.length === 0) return [];
  const source = key
    .split(new RegExp(`(${words.map(([, word]) => word.replaceAll(".", "\\.")).join("|")})`, "i"))
    .map((piece) => {
      const hole = words.find(([, word]) => word.toLowerCase() === piece.toLowerCase())?.[0];
      if (hole === undefined) return piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      holes.push(hole);
      return "([^@\\s]+)";
    });
  return new Set(holes).size === holes.length ? [{ holes, test: new RegExp(`^${source.join("")}$`, "i") }] : [];
}

/** The pattern with a row's key put into its holes, for each row of the map whose key fits. */
function rowsOf(study: Study, map: string, form: KeyForm, pattern: AddressPattern): readonly AddressPattern[] {
  const symbol = study.context.config.maps.get(map);
  if (!symbol) return [];
  const patterns: AddressPattern[] = [];
  for (const row of openMap(study.context, symbol).lines()) {
    if (row.kind !== "row") continue;
    const match = form.test.exec(row.key);
    if (!match) continue;
    if (patterns.length >= ROWS) break;
    patterns.push(withWords(pattern, new Map(form.holes.map((hole, index) => [hole, match[index + 1] ?? ""]))));
  }
  return patterns;
}

function withWords(pattern: AddressPattern, words: Filling): AddressPattern {
  const side = (parts: readonly PatternPart[]): readonly PatternPart[] => {
    const out: PatternPart[] = [];
    for (const part of parts) {
      const word = part.kind === "hole" ? words.get(part.name) : part.text;
      const last = out.at(-1);
      if (word === undefined) out.push(part);
      else if (last?.kind === "text") out[out.length - 1] = { kind: "text", text: last.text + word };
      else out.push({ kind: "text", text: word });
    }
    return out;
  };
  return { user: side(pattern.user), domain: pattern.domain === "local" ? "local" : side(pattern.domain) };
}
