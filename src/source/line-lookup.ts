import { shownText } from "./decode.ts";
import type { Site } from "./site.ts";
import type { SourceFile } from "./source-file.ts";

/** How far into a large table a line is looked for. */
const reach = 200_000;

/**
 * Finds the text of a line for a report: in the files at hand first, else in the site's tables, read as far as needed.
 */
export function lineLookup(
  files: readonly SourceFile[],
  site: Site,
): (file: string, line: number) => string | undefined {
  const split = new Map<string, readonly string[]>();
  return (path, line) => {
    const file = files.find((one) => one.path === path);
    if (!file) return lineOfTable(site, path, line);
    const lines = split.get(path) ?? file.text.split("\n");
    split.set(path, lines);
    const text = lines[line - 1];
    return text === undefined ? undefined : shownText(text);
  };
}

function lineOfTable(site: Site, path: string, line: number): string | undefined {
  if (line > reach) return undefined;
  for (const one of site.lines(path)) if (one.number === line) return shownText(one.text);
  return undefined;
}
