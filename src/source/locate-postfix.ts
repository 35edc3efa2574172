import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { locateSource } from "./locate.ts";

/** A Postfix configuration on this machine. */
export interface LocatedPostfix {
  /** The directory that stands for /etc/postfix. */
  readonly directory: string;
  /** A lone file that stands for main.cf, by whatever name it has; main.cf of the directory when absent. */
  readonly mainFile?: string;
  /** The directory that stands for `/` for every other path. */
  readonly root: string;
  /** True when no root was given and none could be seen: other paths are those of this machine. */
  readonly readsThisMachine: boolean;
}

/**
 * Finds the Postfix configuration that a path names: a directory with a main.cf, the root of a site with
 * etc/postfix/main.cf, or a file whose name ends in `main.cf`. Undefined when it is none of these. `root` overrides the
 * directory that stands for `/`: by default the one above etc/postfix, else `/`.
 */
export function locatePostfix(path: string, root: string | undefined): LocatedPostfix | undefined {
  const given = resolve(path);
  const stat = statSync(given, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isFile()) {
    if (basename(given) === "main.cf") return locatedIn(dirname(given), root);
    return given.endsWith("main.cf") ? { ...locatedIn(dirname(given), root), mainFile: given } : undefined;
  }
  if (existsSync(join(given, "main.cf"))) return locatedIn(given, root);
  const below = join(given, "etc/postfix");
  return existsSync(join(below, "main.cf")) ? locatedIn(below, root) : undefined;
}

/**
 * Whether a path that may be either kind is a Postfix configuration. The root of a site with both is taken for
 * sendmail's: a SOURCE may be a root, a Postfix directory is named itself.
 */
export function isPostfix(path: string, root: string | undefined): boolean {
  if (existsSync(join(path, "etc")) && !existsSync(join(path, "main.cf"))) {
    return locatePostfix(path, root) !== undefined && !locateSource(path, root).ok;
  }
  return locatePostfix(path, root) !== undefined;
}

function locatedIn(directory: string, root: string | undefined): LocatedPostfix {
  const above = directory.endsWith("/etc/postfix") ? directory.slice(0, -"/etc/postfix".length) || "/" : undefined;
  const seen = root === undefined ? above : resolve(root);
  return { directory, root: seen ?? "/", readsThisMachine: seen === undefined };
}
