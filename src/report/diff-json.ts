import type { Difference } from "../pipeline/diff.ts";
import { witnessJson } from "./diff-result.ts";

/** schema/diff.schema.json. Texts hold one character a byte; UTF-8 is shown as such. */
export function renderDiffJson({ same, changes, witnesses }: Difference): string {
  const value = { format_version: "1.0", same, changes, witnesses: witnesses.map(witnessJson) };
  const readable = (_key: string, part: unknown): unknown =>
    typeof part === "string" && /[\x80-\xff]/.test(part) ? Buffer.from(part, "latin1").toString("utf8") : part;
  return `${JSON.stringify(value, readable, 2)}\n`;
}
