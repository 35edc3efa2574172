import type { Site } from "../../source/site.ts";
import type { SourceFile } from "../../source/source-file.ts";

/**
 * The files that a Postfix directory names, by the absolute path that Postfix would open. Reading them is the caller's
 * matter: this room opens nothing.
 */
export type PostfixFiles = Pick<Site, "read" | "lines" | "exists" | "isDirectory" | "list"> &
  /** Absent where files have no permissions (in memory). */
  Partial<Pick<Site, "mode">>;

const HOME = "/etc/postfix/";

/**
 * A Postfix directory that stands for /etc/postfix: paths below it are looked up in `directory`, all others in `root`.
 */
export function postfixFiles(directory: PostfixFiles, root: PostfixFiles): PostfixFiles {
  const place = (path: string): readonly [PostfixFiles, string] => {
    const clean = normal(path);
    return clean.startsWith(HOME) ? [directory, clean.slice(HOME.length - 1)] : [root, clean];
  };
  const within =
    <T>(ask: (files: PostfixFiles, path: string) => T): ((path: string) => T) =>
    (path) =>
      ask(...place(path));
  return {
    read: within((files, path) => files.read(path)),
    lines: within((files, path) => files.lines(path)),
    exists: within((files, path) => files.exists(path)),
    isDirectory: within((files, path) => files.isDirectory(path)),
    list: within((files, path) => files.list(path)),
    mode: within((files, path) => files.mode?.(path)),
  };
}

/** The same files with a text in the place of main.cf, under the text's own name; master.cf is then the standard one. */
export function withMainCf(files: PostfixFiles, main: SourceFile): PostfixFiles {
  const missing = { kind: "missing", reason: "no such file" } as const;
  return {
    ...files,
    read: (path) => {
      if (path === `${HOME}main.cf`) return { ok: true, file: main };
      return path === `${HOME}master.cf` ? { ok: false, path: "master.cf", failure: missing } : files.read(path);
    },
  };
}

/** Without doubled slashes and `.` parts; `..` takes its parent away. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
