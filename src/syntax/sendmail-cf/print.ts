import type { CfFile } from "./ast.ts";

/** The file as it was read, byte for byte: `printCf(parseCf(file).ast) === file.text`. */
export function printCf(ast: CfFile): string {
  return ast.lines.map((line) => line.raw).join("");
}
