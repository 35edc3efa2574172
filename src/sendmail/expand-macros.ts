import type { Template, TemplatePart } from "../syntax/sendmail-cf/ast.ts";

/** The macros as they stand at one point of the file: name without `$` and braces -> stored value. */
export type MacroValues = ReadonlyMap<string, Template>;

export interface Expansion {
  /** Text with no macro or conditional left in it but `$&x` and other metasymbols. */
  readonly parts: Template;
  /** Names of the macros that were looked at. */
  readonly used: ReadonlySet<string>;
  /** A macro contains itself: sendmail gives up and leaves the rest as it is. */
  readonly tooDeep: boolean;
}

/** conf.c MaxMacroRecursion. */
const DEEPEST = 10;
/** conf.h MACBUFSIZE: what does not fit is cut without a word. */
const LONGEST = 4096 - 1;

/**
 * Replaces `$x` and `$?x..$|..$.` as macro.c doexpand() does: pass by pass, each one over the whole text and into a
 * buffer of 4 kB, so that no definition can grow without end. `$&x` stays for the time of use.
 */
export function expandMacros(template: Template, values: MacroValues): Expansion {
  const used = new Set<string>();
  let parts = template;
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    if (!needsPass(parts)) return { parts, used, tooDeep: false };
    const pass: Pass = { values, used, out: [], length: 0 };
    runPass(pass, parts);
    parts = pass.out;
  }
  return { parts, used, tooDeep: needsPass(parts) };
}

interface Pass {
  readonly values: MacroValues;
  readonly used: Set<string>;
  readonly out: TemplatePart[];
  length: number;
}

function needsPass(parts: Template): boolean {
  return parts.some((part) => part.kind === "conditional" || (part.kind === "macro" && !part.deferred));
}

function runPass(pass: Pass, parts: Template): void {
  for (const part of parts) {
    if (pass.length >= LONGEST) return;
    if (part.kind === "conditional") {
      pass.used.add(part.macro);
      const isSet = (pass.values.get(part.macro)?.length ?? 0) > 0;
      runPass(pass, isSet ? part.whenSet : part.otherwise);
    } else if (part.kind === "macro" && !part.deferred) {
      pass.used.add(part.name);
      for (const inner of pass.values.get(part.name) ?? []) add(pass, inner);
    } else {
      add(pass, part);
    }
  }
}

function add(pass: Pass, part: TemplatePart): void {
  const room = LONGEST - pass.length;
  if (room <= 0) return;
  const last = pass.out.at(-1);
  if (part.kind !== "text") {
    pass.out.push(part);
    pass.length += 2;
    return;
  }
  const text = part.text.slice(0, room);
  pass.length += text.length;
  if (last?.kind === "text") pass.out[pass.out.length - 1] = { kind: "text", text: last.text + text };
  else pass.out.push({ kind: "text", text });
}

/** The parts in the notation of the file: a dollar is `$$`, a deferred macro `$&{name}`. */
export function inNotation(parts: Template): string {
  return parts.map(partInNotation).join("");
}

function partInNotation(part: TemplatePart): string {
  switch (part.kind) {
    case "text":
      return part.text.replaceAll("$", "$$$$");
    case "macro":
      return `$${part.deferred ? "&" : ""}${written(part.name)}`;
    case "conditional": {
      const otherwise = part.otherwise.length === 0 ? "" : `$|${inNotation(part.otherwise)}`;
      return `$?${written(part.macro)}${inNotation(part.whenSet)}${otherwise}$.`;
    }
    case "metasymbol":
      return part.text;
  }
}

function written(name: string): string {
  return name.length === 1 ? name : `{${name}}`;
}

/** The parts as plain text; what is left of the notation stays as written. */
export function asText(parts: Template): string {
  return parts.map((part) => (part.kind === "text" ? part.text : partInNotation(part))).join("");
}
