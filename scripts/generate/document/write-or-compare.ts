import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";

/** Writes a generated file; with `--check` says instead that it is out of date, and ends with 1. */
export function writeOrCompare(target: string, text: string): void {
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  } else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error(`${relative(process.cwd(), target)} is out of date: npm run generate`);
    process.exitCode = 1;
  }
}
