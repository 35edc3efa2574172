import type { M4Reader } from "../m4/machine.ts";

/** Where the files of one .mc come from. */
export interface McFiles {
  /** The library's directory on this machine, without its final slash; undefined: there is none. */
  readonly cfDir: string | undefined;
  /** Reads the library by paths of this machine. */
  readonly readLibrary: M4Reader;
  /** Reads what the .mc names: absolute paths below the site's root, others beside the .mc. */
  readonly readSite: M4Reader;
}

export interface LibraryReader {
  readonly read: M4Reader;
  /** Whether a file of that name was read from the library, by whatever path it was asked for. */
  isLibrary(name: string): boolean;
}

/** Folders of the library; a path that ends in one of them and a file may mean the library's. */
const libraryFile = /(?:^|\/)((?:m4|ostype|domain|feature|mailer|hack|siteconfig|sh|debian|solaris|cf)\/[^/]+\.m4)$/;

/** What is read in the place of the library's own files where there is none. */
const standIns: Readonly<Record<string, string>> = {
  "m4/cf.m4": "divert(0)dnl\n",
  // Debian's file names the release that it was made for.
  "debian/autoconf.m4": "",
};

/**
 * A reader that finds the library's files by the paths that .mc files name them by (`/usr/share/sendmail-cf/m4/cf.m4`,
 * `../m4/cf.m4`, Debian's `autoconf.m4`). The site's own file of that name wins, but for cf.m4 itself: the heart of
 * the library and its parts must be of one version.
 */
export function libraryReader({ cfDir, readLibrary, readSite }: McFiles): LibraryReader {
  const fromLibrary = new Set<string>();
  return {
    isLibrary: (name) => fromLibrary.has(name),
    read: (path) => {
      const tail = libraryFile.exec(path)?.[1];
      if (cfDir === undefined) {
        // The built-in library is already there; like cf.m4 it ends what was thrown away before.
        const standIn = tail === undefined ? undefined : standIns[tail];
        if (standIn === undefined) return readSite(path);
        fromLibrary.add(path);
        return { ok: true, file: { path, text: standIn } };
      }
      const own = path.startsWith(`${cfDir}/`) || tail === "m4/cf.m4" ? undefined : readSite(path);
      if (own?.ok || (own && tail === undefined)) return own;
      const result = readLibrary(path.startsWith(`${cfDir}/`) ? path : `${cfDir}/${tail}`);
      if (result.ok) fromLibrary.add(path);
      return result.ok ? result : (own ?? result);
    },
  };
}
