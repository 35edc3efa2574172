import type { Site } from "./site.ts";

export interface RecordedSite {
  readonly site: Site;
  /** Absolute paths of the files that were there and were opened so far, sorted. */
  opened(): readonly string[];
}

/** The same files, with a list of those that are opened: who reads this machine's own files has to say which. */
export function recordReads(site: Site): RecordedSite {
  const paths = new Set<string>();
  const note = (path: string): void => {
    if (site.exists(path) && !site.isDirectory(path)) paths.add(`/${site.shown(path)}`);
  };
  return {
    site: {
      ...site,
      read: (path) => {
        note(path);
        return site.read(path);
      },
      lines: (path) => {
        note(path);
        return site.lines(path);
      },
    },
    opened: () => [...paths].sort(),
  };
}
