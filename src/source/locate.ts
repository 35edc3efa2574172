import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { openSite, type ReadResult, readStandardInput, readWholeFile, type Site } from "./site.ts";

export type SourceKind = "cf" | "mc" | "def";

/** One configuration file of the old host. */
export interface LocatedFile {
  readonly kind: SourceKind;
  /** Path as shown: below the site root, else the bare file name, `-` for standard input. */
  readonly shown: string;
  /** Path on this machine. */
  readonly located: string;
}

export interface LocatedSource {
  readonly site: Site;
  /** What runs: the .cf, then the .mc, then the .def. */
  readonly main: LocatedFile;
  /** The other descriptions of the same configuration that lie beside it. */
  readonly others: readonly LocatedFile[];
  /** The submission program's own configuration (submit.cf, submit.mc), where there is one. */
  readonly submission: LocatedFile | undefined;
  /** True when no root was given and none could be seen: paths are those of this machine. */
  readonly readsThisMachine: boolean;
}

export type LocateResult =
  | { readonly ok: true; readonly source: LocatedSource }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Places of the configuration below a site root, newest habit first (sendmail's own Makefiles, old vendors' trees). */
const places: readonly { readonly kind: SourceKind; readonly path: string }[] = [
  { kind: "cf", path: "etc/mail/sendmail.cf" },
  { kind: "cf", path: "etc/sendmail.cf" },
  { kind: "cf", path: "usr/lib/sendmail.cf" },
  { kind: "cf", path: "usr/ucblib/sendmail.cf" },
  { kind: "cf", path: "usr/lib/mail/sendmail.cf" },
  { kind: "cf", path: "var/adm/sendmail/sendmail.cf" },
  { kind: "mc", path: "etc/mail/sendmail.mc" },
  { kind: "mc", path: "etc/sendmail.mc" },
  { kind: "def", path: "etc/mail/sendmail.def" },
  { kind: "def", path: "etc/sendmail.def" },
];

const submissionPlaces: readonly { readonly kind: SourceKind; readonly path: string }[] = [
  { kind: "cf", path: "etc/mail/submit.cf" },
  { kind: "mc", path: "etc/mail/submit.mc" },
];

/**
 * Finds the configuration that SOURCE names: a file, a site root that holds etc/mail (or one of the old places), or
 * etc/mail itself. `root` overrides the directory that stands for `/`.
 */
export function locateSource(source: string, root: string | undefined): LocateResult {
  if (source === "-") return found({ kind: "cf", shown: "-", located: "-" }, openSite(root ?? "/"), root === undefined);
  const path = resolve(source);
  if (!existsSync(path)) return { ok: false, path: source, reason: "no such file or directory" };
  if (statSync(path).isDirectory()) return locateInDirectory(source, path, root);
  const seenRoot = root === undefined ? rootAbove(dirname(path)) : resolve(root);
  const site = openSite(seenRoot ?? "/");
  const main = { kind: kindOf(path), shown: shownBelow(site, path), located: path };
  return found(main, site, seenRoot === undefined, main.kind === "cf" ? definitionOf(path, site) : []);
}

/** `NAME.def` beside `NAME.cf`: what WIDE CF made the file from. */
function definitionOf(path: string, site: Site): readonly LocatedFile[] {
  const located = path.replace(/\.cf$/, ".def");
  return located !== path && existsSync(located) ? [{ kind: "def", shown: shownBelow(site, located), located }] : [];
}

function locateInDirectory(source: string, path: string, root: string | undefined): LocateResult {
  const top = existsSync(join(path, "etc")) ? path : (rootAbove(path) ?? path);
  const site = openSite(root ?? top);
  const candidates = [
    ...places.map((place) => ({ kind: place.kind, located: join(top, place.path) })),
    ...loose(path),
    ...definitionsIn(join(top, "etc/mail")),
    ...definitionsIn(path),
  ]
    .filter((place) => existsSync(place.located))
    .map((place) => ({ ...place, shown: shownBelow(site, place.located) }));
  const unique = candidates.filter((one, at) => candidates.findIndex((other) => other.located === one.located) === at);
  const main = unique[0];
  if (!main) return { ok: false, path: source, reason: "no sendmail.cf, sendmail.mc or .def in this directory" };
  return found(main, site, false, unique.slice(1), top);
}

/** A directory that is neither a site root nor etc/mail may still hold one configuration by its usual name. */
function loose(path: string): readonly { kind: SourceKind; located: string }[] {
  return (["cf", "mc", "def"] as const).map((kind) => ({ kind, located: join(path, `sendmail.${kind}`) }));
}

/** WIDE CF definitions are often named after their host; one of them counts where none has the usual name. */
function definitionsIn(directory: string): readonly { kind: SourceKind; located: string }[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith(".def"));
  return names.sort().map((name) => ({ kind: "def", located: join(directory, name) }));
}

function found(
  main: LocatedFile,
  site: Site,
  readsThisMachine: boolean,
  others: readonly LocatedFile[] = [],
  top?: string,
): LocateResult {
  const submission = top
    ? submissionPlaces
        .map((place) => ({ kind: place.kind, located: join(top, place.path) }))
        .filter((place) => existsSync(place.located) && place.located !== main.located)
        .map((place) => ({ ...place, shown: shownBelow(site, place.located) }))[0]
    : undefined;
  return { ok: true, source: { site, main, others, submission, readsThisMachine } };
}

/** The root of a tree in which `directory` is etc/mail, etc, usr/lib or usr/ucblib. */
function rootAbove(directory: string): string | undefined {
  for (const tail of ["etc/mail", "etc", "usr/lib", "usr/ucblib"]) {
    if (directory.endsWith(`/${tail}`)) return directory.slice(0, -tail.length - 1) || "/";
  }
  return undefined;
}

function kindOf(path: string): SourceKind {
  if (path.endsWith(".mc")) return "mc";
  if (path.endsWith(".def")) return "def";
  return "cf";
}

function shownBelow(site: Site, path: string): string {
  const below = relative(site.root, path);
  return site.root === "/" || below.startsWith("..") ? basename(path) : below;
}

/** The text of a located file; standard input for `-`. */
export function readLocated(file: LocatedFile): ReadResult {
  return file.located === "-" ? readStandardInput() : readWholeFile(file.located, file.shown);
}
