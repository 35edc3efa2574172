import { dirname, isAbsolute, join } from "node:path";
import type { WrittenLine } from "../check/accounting.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import { claimsOnMc, spanInMc } from "../expand/mc/claims.ts";
import { expandMc, type McExpansion } from "../expand/sendmail-mc.ts";
import type { PostfixConfig } from "../postfix/config.ts";
import { findCfLibrary } from "../source/cf-library.ts";
import type { LocatedSource } from "../source/locate.ts";
import { type Origin, written } from "../source/origin.ts";
import { readWholeFile } from "../source/site.ts";
import type { SourceFile, Span } from "../source/source-file.ts";

/**
 * Expands a .mc with the library that `cfDir` names (`none`: without one; undefined: found below the site's root or at
 * the usual places of this machine). Relative names in it are looked for beside the file.
 */
export function expandMcSource(source: LocatedSource, file: SourceFile, cfDir: string | undefined): McExpansion {
  const { site, main } = source;
  const found = cfDir ?? findCfLibrary(site.root) ?? findCfLibrary("/");
  const beside = dirname(main.located);
  const expansion = expandMc(file, {
    cfDir: found === "none" ? undefined : found?.replace(/\/+$/, ""),
    readLibrary: (path) => readWholeFile(path, path),
    readSite: (path) => (isAbsolute(path) ? site.read(path) : readWholeFile(join(beside, path), path)),
    host: "localhost",
  });
  if (expansion.hasLibrary) return expansion;
  return { ...expansion, diagnostics: [withoutLibrary(expansion, cfDir === "none"), ...expansion.diagnostics] };
}

/** Said once: what the built-in macros cannot know is found nowhere else. */
function withoutLibrary(expansion: McExpansion, asked: boolean): Diagnostic {
  const message = asked
    ? "built-in macros stand for the m4 library, as --cf-dir none asks: rules of the library's own are theirs"
    : "no m4 library was found: built-in macros stand for it, and rules of the library's own are theirs";
  return diagnose("MC1104", expansion.directives[0]?.span, message, {
    ...(asked ? { severity: "info" } : {}),
    suggestions: [{ kind: "help", text: "name the directory that holds m4/cf.m4 with --cf-dir" }],
  });
}

/** An account of the expanded file as one of the .mc. */
export interface McAccount {
  readonly directives: readonly { readonly span: Span; readonly text: string }[];
  readonly claims: readonly Claim[];
  readonly lines: readonly WrittenLine[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The configuration with every origin in the .mc, not in the file that m4 made of it: people look there. */
export function configOnMc(expansion: McExpansion, config: PostfixConfig): PostfixConfig {
  const place = <T extends { readonly origins: readonly Origin[] }>(one: T): T => ({
    ...one,
    origins: uniqueOrigins(one.origins.flatMap((origin) => originsOnMc(expansion, origin))),
  });
  return {
    ...config,
    parameters: config.parameters.map(place),
    services: config.services.map(place),
    tables: config.tables.map(place),
  };
}

/** One call may make many lines of the expanded file. */
function uniqueOrigins(origins: readonly Origin[]): readonly Origin[] {
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()];
}

/** Where in the .mc a line of the expanded file comes from; lines of the library alone come from nowhere there. */
function originsOnMc(expansion: McExpansion, origin: Origin): readonly Origin[] {
  if (origin.kind === "derived") {
    return [{ ...origin, from: origin.from.flatMap((one) => originsOnMc(expansion, one)) }];
  }
  if (origin.kind !== "written" || origin.span.file !== expansion.cf.path) return [origin];
  return expansion.directivesOf(origin.span.line).map(({ span }) => written(span));
}

/**
 * Moves everything that was said of the expanded file to the directives of the .mc. What was said of the library's own
 * lines is dropped: they are behind the .mc.
 */
export function accountOnMc(
  expansion: McExpansion,
  cfDirectives: readonly Span[],
  said: Pick<McAccount, "claims" | "lines" | "diagnostics">,
): McAccount {
  const moved = said.diagnostics.flatMap((one): readonly Diagnostic[] => {
    if (!one.at) return [one];
    const at = spanInMc(expansion, one.at);
    return at ? [{ ...one, at, related: one.related.filter((place) => place.at.file !== expansion.cf.path) }] : [];
  });
  return {
    directives: expansion.directives,
    claims: claimsOnMc(expansion, cfDirectives, said.claims),
    lines: said.lines.map((line) => ({
      ...line,
      origins: line.origins.flatMap((origin) => originsOnMc(expansion, origin)),
    })),
    diagnostics: [...expansion.diagnostics, ...moved, ...nobodysDecisions(expansion, said.claims)],
  };
}

/**
 * What a person must decide about a line that the library alone brings (a table at its usual place that is not there): no
 * directive of the .mc answers for it, so it is a finding.
 */
function nobodysDecisions(expansion: McExpansion, claims: readonly Claim[]): readonly Diagnostic[] {
  // A ruleset ends as its rules do, and those have places of their own.
  const open = claims.filter(
    ({ at, disposition, code }) =>
      disposition === "manual" &&
      code !== "LI2901" &&
      at.file === expansion.cf.path &&
      expansion.directivesOf(at.line).length === 0,
  );
  return open.map(({ code, note }) => diagnose(code, undefined, note, { severity: "warning", disposition: "manual" }));
}
