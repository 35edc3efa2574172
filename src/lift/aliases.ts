import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Aliases, AliasFile } from "../model/aliases.ts";
import type { Fact } from "../model/fact.ts";
import type { SourceTable } from "../model/table.ts";
import { openBuiltTable } from "../source/built-table.ts";
import type { Origin } from "../source/origin.ts";
import type { Site } from "../source/site.ts";
import { aliasEntries } from "./aliases/entries.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { inferred } from "./shared/class-facts.ts";

/** Classes whose text is a file in the form of aliases(5). */
const fileClasses = new Set(["", "hash", "btree", "dbm", "ndbm", "cdb", "lmdb", "implicit", "stab", "text", "files"]);

/**
 * Option AliasFile: a list of `class:-flags path` between commas; every line of the option adds to the list (readcf.c
 * and alias.c, setalias). The first file that has a name answers. The local mailer's flags `|` and `/` allow programs
 * and files as members (op.me, "M - Define Mailer").
 */
export function liftAliases({ config, site }: LiftContext): Lifted<Aliases> {
  const option = config.options.get("AliasFile");
  const files = (option?.settings ?? []).flatMap((line) => {
    const origin: Origin = { kind: "written", span: line.span };
    return splitSpecifications(line.value?.text ?? "").map(
      (spec): Fact<AliasFile> => ({
        value: openAliases(site, spec, origin),
        origins: [origin],
        certainty: "stated",
      }),
    );
  });
  const local = config.mailers.get("local");
  const allows = (flag: string) => inferred(local?.flags.has(flag) ?? true, local ? [local.origin] : []);
  return {
    value: { files, mayRunPrograms: allows("|"), mayWriteFiles: allows("/") },
    claims: [],
    diagnostics: files.flatMap((file) => missingFinding(file, site)),
  };
}

/** Where aliases were kept by one release or system or another (cf/ostype). */
const usualPlaces = ["/etc/mail/aliases", "/etc/aliases", "/etc/mail/aliases/aliases", "/usr/lib/aliases"];

/** An alias file that is not there often lies where another system keeps it: a copied site lost a symbolic link. */
function missingFinding({ value }: Fact<AliasFile>, site: Site): readonly Diagnostic[] {
  const { table } = value;
  if (table.state !== "missing") return [];
  const others = usualPlaces.filter(
    (path) => site.shown(path) !== table.path && site.exists(path) && !site.isDirectory(path),
  );
  // The line that names the file is the library's own more often than not, so the finding has no place in the source.
  return others.map((path) =>
    diagnose("LI2031", undefined, `There is no alias file ${table.path}, but there is ${site.shown(path)}.`, {
      suggestions: [{ kind: "help", text: `if the old host used it, copy it to ${table.path} and convert again` }],
    }),
  );
}

/** Commas part specifications, but not within quotes. */
function splitSpecifications(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|[^,"])+/g) ?? []).map((spec) => spec.trim()).filter((spec) => spec !== "");
}

function openAliases(site: Site, spec: string, origin: Origin): AliasFile {
  const parts = /^(?:([A-Za-z]+):)?\s*((?:-\S+\s+)*)(.*)$/s.exec(spec);
  const mapClass = (parts?.[1] ?? "").toLowerCase();
  const flags = parts?.[2] ?? "";
  const path = (parts?.[3] ?? "").replace(/\.(db|pag|dir|cdb)$/, "");
  const isFile = fileClasses.has(mapClass);
  const database = isFile ? openBuiltTable(site, path) : undefined;
  const text = database?.path ?? path;
  const state = database ? "text" : stateOf(site, path, isFile, /-o\b/.test(flags));
  const remark = database ? lostText(site.shown(path)) : remarkOf(state, site.shown(path), mapClass);
  const table: SourceTable = {
    name: "aliases",
    path: isFile ? site.shown(path) : spec,
    state,
    ...(database ? { fromDatabase: true } : {}),
    ...(remark === undefined ? {} : { remark }),
    origin,
    foldsCase: !/-\w*f/.test(flags),
    lines: () => [],
  };
  return { table, entries: () => (state === "text" ? aliasEntries(site, text) : []) };
}

function lostText(path: string): string {
  return `the text ${path} is lost; the entries are those of the database built from it`;
}

function stateOf(site: Site, path: string, isFile: boolean, optional: boolean): SourceTable["state"] {
  if (!isFile) return "external";
  if (site.exists(path) && !site.isDirectory(path)) return "text";
  return optional ? "missing-optional" : "missing";
}

function remarkOf(state: SourceTable["state"], path: string, mapClass: string): string | undefined {
  if (state === "external") return `aliases of class ${mapClass} are not in a file`;
  return state === "text" ? undefined : `there is no file ${path} below the site root`;
}
