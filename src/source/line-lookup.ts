import { type Encoding, encodingOf, type ShownLine, shownLine } from "./decode.ts";
import type { Site } from "./site.ts";
import type { SourceFile } from "./source-file.ts";

/** How far into a large table a line is looked for. */
const reach = 200_000;

/**
 * Finds a line for a report: in the files at hand first, else in the site's tables, read as far as needed.
 */
export function lineLookup(
  files: readonly SourceFile[],
  site: Site,
): (file: string, line: number) => ShownLine | undefined {
  const split = new Map<string, { readonly lines: readonly string[]; readonly encoding: Encoding | undefined }>();
  return (path, line) => {
    const file = files.find((one) => one.path === path);
    if (!file) return lineOfTable(site, path, line);
    const { lines, encoding } = split.get(path) ?? { lines: file.text.split("\n"), encoding: encodingOf(file.text) };
    split.set(path, { lines, encoding });
    const text = lines[line - 1];
    return text === undefined ? undefined : shownLine(text, encoding);
  };
}

function lineOfTable(site: Site, path: string, line: number): ShownLine | undefined {
  if (line > reach) return undefined;
  for (const one of site.lines(path)) if (one.number === line) return shownLine(one.text);
  return undefined;
}
