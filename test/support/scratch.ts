import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A fresh directory holding the given files: path -> text, one character a byte. */
export function scratchTree(files: Readonly<Record<string, string>> = {}): string {
  const top = mkdtempSync(join(tmpdir(), "cf2postfix-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text, "latin1");
  }
  return top;
}
