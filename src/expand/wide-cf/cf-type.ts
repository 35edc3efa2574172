/** What CF_TYPE asks for (doc/INTRO of CF-3.7Wpl2). */
export interface CfType {
  /** Level of the configuration that CF generates. */
  readonly level: 1 | 5 | 6 | 7 | 8;
  readonly kind: "full" | "null" | "check";
}

const levels: Readonly<Record<string, CfType["level"]>> = { R5: 1, "R5-mtc": 1, R8: 5, R8V6: 6, R8V7: 7, R8V8: 8 };

/** The types that CF knows; undefined for any other word. */
export function readCfType(text: string): CfType | undefined {
  const parts = /^(.*?)(-null|-check)?$/.exec(text);
  const base = parts?.[1] ?? "";
  const level = Object.hasOwn(levels, base) ? levels[base] : undefined;
  if (level === undefined) return undefined;
  const kind = parts?.[2] === "-null" ? "null" : parts?.[2] === "-check" ? "check" : "full";
  if (kind === "check" && level < 7) return undefined;
  if (kind === "null" && base === "R5-mtc") return undefined;
  return { level, kind };
}

export const cfTypeNames =
  "R5, R5-mtc, R8, R8V6, R8V7, R8V8, R5-null, R8-null, R8V6-null, R8V7-null, R8V8-null, R8V7-check, R8V8-check";
