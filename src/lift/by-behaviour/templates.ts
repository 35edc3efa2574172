import type { AddressPattern, PatternPart, Template } from "../../model/behaviour.ts";
import type { Filling } from "./instances.ts";

/** Marks around the name of a hole in a text. */
const OPEN = "\u0001";
const CLOSE = "\u0002";

/** A value with every fresh word that filled a hole replaced by the hole. Letter case of the word does not count. */
export function generalise<T>(value: T, filling: Filling): T {
  const words = [...filling].sort((a, b) => b[1].length - a[1].length);
  const text = JSON.stringify(value);
  let out = text;
  for (const [hole, word] of words) out = out.replaceAll(pattern(word), `${OPEN}${hole}${CLOSE}`);
  return JSON.parse(out.replaceAll(OPEN, "\\u0001").replaceAll(CLOSE, "\\u0002"));
}

function pattern(word: string): RegExp {
  return new RegExp(
    JSON.stringify(word)
      .slice(1, -1)
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    "gi",
  );
}

/** A generalised text as a template. */
export function templateOf(text: string): Template {
  return text
    .split(/(\u0001[^\u0002]*\u0002)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(OPEN) ? { hole: part.slice(1, -1) } : part));
}

/** Whether any text of a generalised value depends on a hole. */
export function hasHoles(value: unknown): boolean {
  return JSON.stringify(value).includes("\\u0001");
}

/** The pattern of the addresses that a template makes of a pattern; undefined when they are no plain addresses. */
export function patternOf(template: Template, from: AddressPattern): AddressPattern | undefined {
  const holes = new Map(
    [...from.user, ...(from.domain === "local" ? [] : from.domain)].flatMap((part) =>
      part.kind === "hole" ? [[part.name, part] as const] : [],
    ),
  );
  const sides: PatternPart[][] = [[]];
  let local = false;
  for (const part of template) {
    if (typeof part !== "string") {
      const hole = holes.get(part.hole);
      if (part.hole === "domain") local = true;
      else if (hole) sides.at(-1)?.push(hole);
      continue;
    }
    const [before = "", after] = part.split("@");
    if (before !== "") sides.at(-1)?.push({ kind: "text", text: before });
    if (after === undefined) continue;
    sides.push([]);
    if (after !== "") sides.at(-1)?.push({ kind: "text", text: after });
  }
  const [user, domain, more] = sides;
  const isPlain = (parts: readonly PatternPart[]): boolean =>
    parts.every((one) => one.kind === "hole" || /^[^\s<>()[\]",;:]+$/.test(one.text));
  if (!user || user.length === 0 || more || !isPlain(user) || !isPlain(domain ?? [])) return undefined;
  return { user, domain: local || !domain ? "local" : domain };
}
